import type { PositionedNode } from "../module.ts";
import { callUnit, NO_ARGUMENTS } from "./call-unit.ts";
import { findMethod } from "./hierarchy.ts";
import { elementsOf } from "./library/lookup.ts";
import { observeLibraryMethod } from "./library-effects.ts";
import type { Value } from "./value.ts";
import { instanceOf, join, onlyInstance, rootsInside, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";

/** Calls the special method that an operator or statement implies, where the object is of a class in this file; null where none is. */
export function callSpecial(walk: Walk, value: Value, method: string, node: PositionedNode): Value | null {
  let result: Value | null = null;
  for (const shape of value.shapes) {
    if (shape.kind !== "object") continue;
    const unit = findMethod(shape.info, method);
    if (!unit) continue;
    const receiver: Value = { ...value, shapes: [shape], complete: true };
    const given = callUnit(walk, node, unit, NO_ARGUMENTS, unit.is_static ? null : receiver, 0.9);
    result = result ? join(result, given) : given;
  }
  return result;
}

/** Goes through the elements of a value and tells what they are. */
export function iterate(walk: Walk, value: Value, node: PositionedNode): Value {
  observeLibraryMethod(walk, value, "__iter__", node);
  const iterator = callSpecial(walk, value, "__iter__", node);
  if (iterator) {
    const element = callSpecial(walk, iterator, "__next__", node);
    return element ?? { ...UNKNOWN, roots: rootsInside(iterator.roots, null) };
  }
  const [shape] = value.shapes;
  const own = onlyInstance(value);
  if (own !== null && shape?.kind === "instance" && shape.element) {
    return { ...shape.element, roots: rootsInside(value.roots, null) };
  }
  const element = own === null ? null : elementsOf(own);
  return { ...(element === null ? UNKNOWN : instanceOf(element)), roots: rootsInside(value.roots, null) };
}
