import type { ExprNode } from "py-ast";
import type { PositionedNode } from "../module.ts";
import { callUnit } from "./call-unit.ts";
import { isImmutable } from "./constant.ts";
import { callSpecial } from "./dunder.ts";
import { evaluate } from "./expressions.ts";
import { findSetter } from "./hierarchy.ts";
import { observeLibraryMethod } from "./library-effects.ts";
import { addBinding } from "./names.ts";
import type { Value } from "./value.ts";
import { join, rootsHeld, rootsInside, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, observeChange, textOf } from "./walk.ts";

/**
 * Assigns a value to a target: binds names, and notes the change of whatever an attribute or element belongs to. `inner` is the scope of a
 * comprehension, whose names no other function sees.
 */
export function assignTarget(
  walk: Walk,
  target: ExprNode,
  value: Value,
  node: PositionedNode,
  scope: "own" | "inner" = "own",
): void {
  switch (target.nodeType) {
    case "Name":
      assignName(walk, target.id, value, node, scope);
      return;
    case "Attribute":
      assignAttribute(walk, target, value, node);
      return;
    case "Subscript":
      assignElement(walk, target, value, node);
      return;
    case "Starred":
      assignTarget(walk, target.value, { ...UNKNOWN, roots: rootsHeld(value.roots) }, node, scope);
      return;
    case "Tuple":
    case "List": {
      const element: Value = { ...UNKNOWN, roots: rootsInside(value.roots, null) };
      for (const part of target.elts) assignTarget(walk, part, element, node, scope);
      return;
    }
    default:
      return;
  }
}

/** Assigns `a, b = x, y` pairwise, as the values stand side by side in the source. */
export function assignPairwise(walk: Walk, targets: ExprNode[], values: Value[], node: PositionedNode): void {
  targets.forEach((target, index) => {
    assignTarget(walk, target, values[index] ?? UNKNOWN, node);
  });
}

function assignName(walk: Walk, name: string, value: Value, node: PositionedNode, scope: "own" | "inner"): void {
  const { unit, program } = walk;
  const constant = value.constant && isImmutable(value.constant) && !unit.volatile.has(name) ? value.constant : null;
  const stored: Value = { ...value, constant };
  const inClass = walk.class_bodies.at(-1);
  if (scope === "own" && inClass) {
    inClass.names.set(name, stored);
    addAttribute(inClass.info.attributes, name, stored);
    return;
  }
  if (unit !== program.body && unit.names.globals.has(name)) {
    addBinding(program.body, name, stored);
    observe(walk, node, {
      effect_type: "state",
      target: name,
      description: `assigns the module's \`${name}\``,
      rule: "global-write",
      confidence: 1,
      root: { owner: "global", name, unit: null, steps: 0, wraps: 0, path: name },
    });
    return;
  }
  if (unit.names.nonlocals.has(name)) {
    assignOuter(walk, name, stored, node);
    return;
  }
  walk.env.set(name, stored);
  if (scope === "own") addBinding(unit, name, stored);
}

function assignOuter(walk: Walk, name: string, value: Value, node: PositionedNode): void {
  for (let outer = walk.unit.parent; outer; outer = outer.parent) {
    if (!outer.names.locals.has(name)) continue;
    addBinding(outer, name, value);
    observe(walk, node, {
      effect_type: "state",
      target: name,
      description: `assigns \`${name}\` of the enclosing function`,
      rule: "nonlocal-write",
      confidence: 1,
      root: { owner: "free", name, unit: outer, steps: 0, wraps: 0, path: name },
    });
    return;
  }
}

export function addAttribute(attributes: Map<string, Value>, name: string, value: Value): void {
  const plain: Value = { ...value, roots: [], constant: null };
  const known = attributes.get(name);
  attributes.set(name, known ? join(known, plain) : plain);
}

function assignAttribute(
  walk: Walk,
  target: Extract<ExprNode, { nodeType: "Attribute" }>,
  value: Value,
  node: PositionedNode,
): void {
  const base = evaluate(walk, target.value);
  const { attr } = target;
  for (const shape of base.shapes) {
    if (shape.kind === "object") {
      const setter = findSetter(shape.info, attr);
      if (setter) {
        const receiver: Value = { ...base, shapes: [shape], complete: true };
        callUnit(
          walk,
          node,
          setter,
          { positional: [{ value, node: target, starred: false }], keywords: [] },
          receiver,
          0.95,
        );
      } else {
        addAttribute(shape.info.attributes, attr, value);
      }
    }
    if (shape.kind === "class") addAttribute(shape.info.attributes, attr, value);
    const definesHere = shape.kind === "class" && walk.unit === walk.program.body;
    if (
      (shape.kind === "class" || shape.kind === "library" || shape.kind === "foreign") &&
      base.roots.length === 0 &&
      !definesHere
    ) {
      const path = shape.kind === "class" ? `${shape.info.name}.${attr}` : `${shape.path}.${attr}`;
      observe(walk, node, {
        effect_type: "state",
        target: path,
        description: `assigns \`${path}\``,
        rule: "attribute-write",
        confidence: 0.95,
        root: { owner: "global", name: path, unit: null, steps: 0, wraps: 0, path },
      });
    }
  }
  observeChange(walk, node, base, attr, {
    rule: "attribute-write",
    confidence: 0.98,
    action: `sets the attribute \`${attr}\` of`,
  });
  holdPart(walk, target.value, value);
}

function assignElement(
  walk: Walk,
  target: Extract<ExprNode, { nodeType: "Subscript" }>,
  value: Value,
  node: PositionedNode,
): void {
  const base = evaluate(walk, target.value);
  evaluate(walk, target.slice);
  observeLibraryMethod(walk, base, "__setitem__", node);
  callSpecial(walk, base, "__setitem__", node);
  observeChange(walk, node, base, null, { rule: "element-write", confidence: 0.98, action: "sets an element of" });
  holdPart(walk, target.value, value);
}

/** A variable whose element or attribute is set holds the value from then on. */
function holdPart(walk: Walk, container: ExprNode, value: Value): void {
  if (container.nodeType !== "Name" || value.roots.length === 0) return;
  const known = walk.env.get(container.id);
  if (known) walk.env.set(container.id, join(known, { ...known, roots: rootsHeld(value.roots) }));
}

/** `del target`. */
export function deleteTarget(walk: Walk, target: ExprNode): void {
  if (target.nodeType === "Name") {
    if (walk.unit.names.globals.has(target.id) || walk.unit.names.nonlocals.has(target.id))
      assignTarget(walk, target, UNKNOWN, target);
    else walk.env.delete(target.id);
    return;
  }
  if (target.nodeType === "Tuple" || target.nodeType === "List") {
    for (const part of target.elts) deleteTarget(walk, part);
    return;
  }
  if (target.nodeType !== "Subscript" && target.nodeType !== "Attribute") return;
  const base = evaluate(walk, target.value);
  const attribute = target.nodeType === "Attribute" ? target.attr : null;
  if (target.nodeType === "Subscript") {
    evaluate(walk, target.slice);
    observeLibraryMethod(walk, base, "__delitem__", target);
    callSpecial(walk, base, "__delitem__", target);
  }
  observeChange(walk, target, base, attribute, {
    rule: "deletion",
    confidence: 0.98,
    action: `deletes \`${textOf(walk.program.module, target)}\` of`,
  });
}
