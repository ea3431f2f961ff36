import type { ExprNode } from "py-ast";
import { callUnit } from "./call-unit.ts";
import { findMethod, isOpen, lineage, overridesOf } from "./hierarchy.ts";
import { factOf, isLibraryClass, isLibraryModule, isStandardModule, methodFact } from "./library/lookup.ts";
import type { ClassInfo } from "./program.ts";
import type { Shape, Value } from "./value.ts";
import { instanceOf, isItself, join, rootsInside, shaped, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";

type AttributeNode = Extract<ExprNode, { nodeType: "Attribute" }>;

/** What `base.attr` denotes. A property of a class in this file is called. */
export function attributeOf(walk: Walk, base: Value, node: AttributeNode): Value {
  const roots = rootsInside(base.roots, node.attr);
  let found: Value | null = base.complete && base.shapes.length > 0 ? null : UNKNOWN;
  for (const shape of base.shapes) {
    const value = attributeOfShape(walk, shape, base, node);
    found = found ? join(found, value) : value;
  }
  const value = found ?? UNKNOWN;
  return {
    ...value,
    roots: value.shapes.some((shape) => shape.kind === "library" || shape.kind === "foreign") ? value.roots : roots,
  };
}

function attributeOfShape(walk: Walk, shape: Shape, base: Value, node: AttributeNode): Value {
  const name = node.attr;
  const receiver: Value = { ...base, shapes: [shape], complete: true };
  switch (shape.kind) {
    case "library":
      return libraryAttribute(shape.path, name, shape.assumed);
    case "instance":
      return shaped({ kind: "method", path: shape.path, name, receiver });
    case "foreign":
      return shaped({ kind: "foreign", path: `${shape.path}.${name}` });
    case "object":
      return objectAttribute(walk, shape.info, receiver, node);
    case "class":
      return classAttribute(shape.info, name, receiver);
    case "super":
      return superAttribute(shape.info, name, shape.receiver);
    case "function":
    case "method":
      return UNKNOWN;
  }
}

function libraryAttribute(path: string, name: string, assumed: boolean): Value {
  const full = `${path}.${name}`;
  if (factOf(full)) return shaped({ kind: "library", path: full, assumed });
  if (isLibraryModule(full) || isStandardModule(path)) return shaped({ kind: "library", path: full, assumed });
  return isLibraryClass(path) ? UNKNOWN : shaped({ kind: "foreign", path: full });
}

function objectAttribute(walk: Walk, info: ClassInfo, receiver: Value, node: AttributeNode): Value {
  const method = findMethod(info, node.attr);
  if (method?.is_property) return callUnit(walk, node, method, { positional: [], keywords: [] }, receiver, 0.95);
  if (method) {
    const overrides = overridesOf(info, node.attr);
    const chosen = isSelf(walk, receiver) || method.is_abstract ? overrides.units : [];
    const bound = method.is_static ? null : receiver;
    const shapes = [method, ...chosen].map(
      (unit): Shape => ({ kind: "function", unit, receiver: bound, closure: null }),
    );
    return { shapes, complete: chosen.length === 0 || overrides.complete, roots: [], constant: null };
  }
  const known = attributeValue(info, node.attr);
  const inherited = known ? null : inheritedMethod(info, node.attr);
  if (inherited !== null) return shaped({ kind: "method", path: inherited, name: node.attr, receiver });
  if (known) return { ...known, complete: known.complete && !isOpen(info), constant: null };
  return UNKNOWN;
}

/** Path of the library class among the bases that has a method of this name. */
function inheritedMethod(info: ClassInfo, name: string): string | null {
  for (const one of lineage(info)) {
    for (const path of one.outer_bases) {
      if (methodFact(path, name)?.known && path !== "builtins.object") return path;
    }
  }
  return null;
}

/** Whether a value is the receiver of the method at hand, which may be an object of any subclass. */
function isSelf(walk: Walk, receiver: Value): boolean {
  return walk.unit.owner_class !== null && receiver.roots.some((root) => root.owner === "parameter" && isItself(root));
}

export function attributeValue(info: ClassInfo, name: string): Value | null {
  for (const one of lineage(info)) {
    const value = one.attributes.get(name);
    if (value) return { ...value, roots: [] };
  }
  return null;
}

function classAttribute(info: ClassInfo, name: string, receiver: Value): Value {
  const method = findMethod(info, name);
  if (method)
    return shaped({
      kind: "function",
      unit: method,
      receiver: method.is_class_method ? receiver : null,
      closure: null,
    });
  return attributeValue(info, name) ?? UNKNOWN;
}

function superAttribute(info: ClassInfo, name: string, receiver: Value): Value {
  for (const base of info.bases) {
    const method = findMethod(base, name);
    if (method)
      return shaped({ kind: "function", unit: method, receiver: method.is_static ? null : receiver, closure: null });
  }
  const [outer] = info.outer_bases;
  if (outer !== undefined && methodFact(outer, name)) return shaped({ kind: "method", path: outer, name, receiver });
  const harmless = !info.open && !info.bases.some(isOpen);
  return harmless ? shaped({ kind: "method", path: "builtins.object", name, receiver }) : UNKNOWN;
}

/** Turns a library attribute that is not called into what it holds. */
export function settle(_walk: Walk, value: Value, node: ExprNode): Value {
  if (node.nodeType !== "Attribute") return value;
  if (!value.shapes.some((shape) => shape.kind === "method")) return value;
  const [first, ...rest] = value.shapes.map((shape): Value => {
    if (shape.kind !== "method") return { ...value, shapes: [shape] };
    const fact = methodFact(shape.path, shape.name);
    if (!fact?.gives || fact.codes.length > 0 || fact.mutates) return { ...value, shapes: [shape] };
    return { ...instanceOf(fact.gives), roots: value.roots };
  });
  return first ? rest.reduce(join, first) : value;
}
