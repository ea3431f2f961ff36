import type { ConstantValue } from "./constant.ts";
import type { ClassInfo, Unit } from "./program.ts";

/** What an expression may denote, as far as names, calls and attributes tell. */
export type Shape =
  /** A name of a library that the tables know: `os.path.join`, `builtins.print`. `assumed`: nothing in the file binds the name to it. */
  | { kind: "library"; path: string; assumed: boolean }
  /** An instance of a library class; `resource` is the source text of the file or address it was opened on, `element` what iteration gives. */
  | { kind: "instance"; path: string; resource: string | null; element?: Value }
  /** A method of a library instance, not called yet. */
  | { kind: "method"; path: string; name: string; receiver: Value }
  /** A function of this file, with its receiver when it is bound, and what the parameters of the function around it held when it was made. */
  | { kind: "function"; unit: Unit; receiver: Value | null; closure: Map<string, Value> | null }
  | { kind: "class"; info: ClassInfo }
  | { kind: "object"; info: ClassInfo }
  | { kind: "super"; info: ClassInfo; receiver: Value }
  /** A name imported from a module that no table knows. */
  | { kind: "foreign"; path: string };

/**
 * A variable of someone else that a value leads to. `steps` counts the attributes, elements and iterations from that object to the value, and
 * `wraps` the new objects around it: `x` has neither, `x[0]` one step, `[x]` one wrap, `list(x)` one of each. Changing a value without wraps
 * changes what the owner sees; taking something out of a wrapped value unwraps it by one.
 */
export interface Root {
  owner: "parameter" | "global" | "free";
  /** Name of the variable. */
  name: string;
  /** The unit whose variable it is: the one with the parameter, or the enclosing one of a free variable; null for the module's. */
  unit: Unit | null;
  steps: number;
  wraps: number;
  /** The name with the first attribute that leads from it, such as `self.items`. */
  path: string;
}

export interface Value {
  shapes: Shape[];
  /** False when the value may also be something that `shapes` does not list. */
  complete: boolean;
  roots: Root[];
  /** Known literal value. Only immutable ones are kept in variables. */
  constant: ConstantValue | null;
}

export const UNKNOWN: Value = { shapes: [], complete: false, roots: [], constant: null };

const MAX_SHAPES = 12;
const MAX_ROOTS = 12;

export function shaped(...shapes: Shape[]): Value {
  return { shapes, complete: true, roots: [], constant: null };
}

export function instanceOf(path: string, resource: string | null = null): Value {
  return shaped({ kind: "instance", path, resource });
}

function shapeKey(shape: Shape): string {
  switch (shape.kind) {
    case "library":
    case "foreign":
      return `${shape.kind} ${shape.path}`;
    case "instance":
      return `instance ${shape.path} ${shape.resource ?? ""} ${shape.element ? valueKey(shape.element) : ""}`;
    case "method":
      return `method ${shape.path}.${shape.name} ${rootsKey(shape.receiver.roots)}`;
    case "function":
      return `function ${shape.unit.key} ${shape.receiver ? rootsKey(shape.receiver.roots) : "-"} ${closureKey(shape.closure)}`;
    case "class":
    case "object":
    case "super":
      return `${shape.kind} ${shape.info.key}`;
  }
}

/** Tells values apart by their outermost shapes. */
function valueKey(value: Value): string {
  const names = value.shapes.map((shape) => {
    if (shape.kind === "function") return shape.unit.key;
    return "path" in shape ? shape.path : "info" in shape ? shape.info.key : "";
  });
  return `${names.join("|")} ${rootsKey(value.roots)}`;
}

function closureKey(closure: Map<string, Value> | null): string {
  return closure ? [...closure].map(([name, value]) => `${name}=${valueKey(value)}`).join(";") : "";
}

function rootKey(root: Root): string {
  return `${root.owner} ${root.unit?.key ?? ""} ${root.steps} ${root.wraps} ${root.path}`;
}

function rootsKey(roots: Root[]): string {
  return roots.map(rootKey).join(",");
}

export function mergeRoots(left: Root[], right: Root[]): Root[] {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const merged = new Map(left.map((root) => [rootKey(root), root]));
  for (const root of right) merged.set(rootKey(root), root);
  return [...merged.values()].slice(0, MAX_ROOTS);
}

/** What is known when either of two values may be there. */
export function join(left: Value, right: Value): Value {
  if (left === right) return left;
  const shapes = new Map(left.shapes.map((shape) => [shapeKey(shape), shape]));
  for (const shape of right.shapes) shapes.set(shapeKey(shape), shape);
  const kept = [...shapes.values()].slice(0, MAX_SHAPES);
  return {
    shapes: kept,
    complete: left.complete && right.complete && kept.length === shapes.size,
    roots: mergeRoots(left.roots, right.roots),
    constant: left.constant && right.constant && left.constant.text === right.constant.text ? left.constant : null,
  };
}

export function joinAll(values: Value[]): Value {
  const [first, ...rest] = values;
  return first ? rest.reduce(join, first) : UNKNOWN;
}

/** So many steps, or more. */
const MANY_STEPS = 3;
/** More wraps than these are not told apart. */
const MAX_WRAPS = 3;

/** True when a value is the variable's object and nothing else. */
export function isItself(root: Root): boolean {
  return root.steps === 0 && root.wraps === 0;
}

export function isWrapped(root: Root): boolean {
  return root.wraps > 0;
}

/** The roots of what an attribute, element or iteration step of a value leads to. */
export function rootsInside(roots: Root[], attribute: string | null): Root[] {
  return roots.map((root) => {
    if (root.wraps > 0) return { ...root, wraps: root.wraps - 1 };
    const isFirst = attribute !== null && root.steps === 0 && root.path === root.name;
    return {
      ...root,
      steps: Math.min(root.steps + 1, MANY_STEPS),
      path: isFirst ? `${root.name}.${attribute}` : root.path,
    };
  });
}

/** The roots of a new object that contains values with these roots. */
export function rootsHeld(roots: Root[]): Root[] {
  return roots.map((root) => ({ ...root, wraps: Math.min(root.wraps + 1, MAX_WRAPS) }));
}

/** The roots of a callee's value for its caller: as far inside, and as much wrapped, as `root` says, from where the argument's roots lead. */
export function rootsThrough(root: Root, roots: Root[]): Root[] {
  const attribute = root.path.startsWith(`${root.name}.`) ? root.path.slice(root.name.length + 1) : null;
  const times = root.steps === MANY_STEPS ? MANY_STEPS + MAX_WRAPS : root.steps;
  let found = roots;
  for (let step = 0; step < times; step += 1) found = rootsInside(found, attribute);
  for (let wrap = 0; wrap < root.wraps; wrap += 1) found = rootsHeld(found);
  return found;
}

/** A new container of a known class around some values, which iteration gives again. */
export function containerOf(path: string, parts: Value[]): Value {
  let roots: Root[] = [];
  for (const part of parts) roots = mergeRoots(roots, rootsHeld(part.roots));
  const [first, ...rest] = parts;
  const inside = first ? rest.reduce(join, first) : null;
  const shape: Shape = { kind: "instance", path, resource: null };
  const told = inside?.complete && inside.shapes.length > 0 ? inside : null;
  const element = told ? { shapes: told.shapes.map(shallow), complete: true, roots: [], constant: null } : null;
  return { shapes: [element ? { ...shape, element } : shape], complete: true, roots, constant: null };
}

/** Elements of elements are not followed, so that shapes stay small. */
function shallow(shape: Shape): Shape {
  return shape.kind === "instance" ? { kind: "instance", path: shape.path, resource: shape.resource } : shape;
}

/** Built-in classes whose instances can neither be changed nor hold anything that can. */
const ATOMS = new Set(
  "int float complex number bool str bytes NoneType range slice".split(" ").map((name) => `builtins.${name}`),
);

export function isAtomClass(path: string): boolean {
  return ATOMS.has(path);
}

/** True when whatever a value may be cannot be changed. */
export function isAtom(value: Value): boolean {
  return (
    value.complete &&
    value.shapes.length > 0 &&
    value.shapes.every((shape) => shape.kind === "instance" && ATOMS.has(shape.path))
  );
}

/** The class path when a value surely is an instance of one library class. */
export function onlyInstance(value: Value): string | null {
  const [shape] = value.shapes;
  return value.complete && value.shapes.length === 1 && shape?.kind === "instance" ? shape.path : null;
}
