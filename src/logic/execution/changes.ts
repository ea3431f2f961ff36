import { typeOf } from "../symbolic/type-of.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { type PythonType, typeName, unionOf } from "../types/python-type.ts";
import { type Frame, keyOf } from "./frame.ts";
import { type Location, objectAt, type State, type Value } from "./state.ts";

/** What the turns of a loop may change: variables and the contents of objects, with every type that they may have at the loop's head. */
export interface Changes {
  /** By variable; null where no type is known, or where it may be unbound or another name's object. */
  variables: ReadonlyMap<string, PythonType | null>;
  objects: ReadonlyMap<Location, PythonType | null>;
  /** Objects that other values come to hold. */
  shared: ReadonlySet<Location>;
}

export const NO_CHANGES: Changes = { variables: new Map(), objects: new Map(), shared: new Set() };

/** The changes that some turns made beside those that were known, between the loop's head and the head of the next turn. */
export function changesBetween(
  entry: State,
  head: State,
  ends: readonly State[],
  known: Changes,
  frame: Frame,
): Changes {
  const variables = new Map(known.variables);
  const objects = new Map(known.objects);
  const shared = new Set(known.shared);
  for (const end of ends) {
    for (const key of new Set([...head.variables.keys(), ...end.variables.keys()])) {
      const [before, after] = [head.variables.get(key), end.variables.get(key)];
      if (before === after || (before === undefined && !isWithin(frame, key))) continue;
      const first = entry.variables.get(key);
      const types = [variables.get(key), first && typeAt(entry, first), after && typeAt(end, after)];
      const unknown =
        first === undefined || after === undefined || variables.get(key) === null || mayBeShared(end, key, after);
      variables.set(key, unknown ? null : joined(types.slice(variables.has(key) ? 0 : 1)));
    }
    for (const [location, object] of head.heap) {
      const after = end.heap.get(location);
      if (after?.shared && !object.shared) shared.add(location);
      if (after === undefined || after.symbolic === object.symbolic) continue;
      const first = entry.heap.get(location);
      const types = [objects.get(location), first && contentType(first.symbolic), contentType(after.symbolic)];
      objects.set(location, objects.get(location) === null ? null : joined(types.slice(objects.has(location) ? 0 : 1)));
    }
  }
  return { variables, objects, shared };
}

/** Variables of calls that have ended are nobody's. */
function isWithin(frame: Frame, key: string): boolean {
  for (let scope: Frame | null = frame; scope !== null; scope = scope.outer)
    if (key.startsWith(keyOf(scope, ""))) return true;
  return false;
}

export function sameChanges(left: Changes, right: Changes): boolean {
  return (
    sameTypes(left.variables, right.variables) &&
    sameTypes(left.objects, right.objects) &&
    left.shared.size === right.shared.size
  );
}

function sameTypes<Key>(
  left: ReadonlyMap<Key, PythonType | null>,
  right: ReadonlyMap<Key, PythonType | null>,
): boolean {
  const text = (type: PythonType | null | undefined) => (type ? typeName(type) : String(type));
  return (
    left.size === right.size && [...left].every(([key, type]) => right.has(key) && text(type) === text(right.get(key)))
  );
}

/** An empty display has no type of its own: it takes that of the others. */
type Known = PythonType | "empty" | null | undefined;

function typeAt(state: State, value: Value): Known {
  if (value.kind === "plain") return contentType(value.symbolic);
  const object = value.kind === "object" ? objectAt(state, value.location) : undefined;
  return object === undefined ? null : contentType(object.symbolic);
}

function contentType(symbolic: Symbolic): Known {
  const [only, ...others] = symbolic;
  if (
    only?.value.kind === "fixed" &&
    only.value.flavour === "list" &&
    only.value.items.length === 0 &&
    others.length === 0
  )
    return "empty";
  return typeOf(symbolic);
}

function joined(types: Known[]): PythonType | null {
  const known: PythonType[] = [];
  for (const type of types) {
    if (type === null || type === undefined) return null;
    if (type !== "empty") known.push(type);
  }
  if (known.length === 0) return null;
  const union = unionOf(known);
  return types.includes("empty") && !(union.kind === "sequence" && union.flavour === "list") ? null : union;
}

/** Whether a variable's new object has another name too, or is held by another object: changes of one would have to be changes of both. */
function mayBeShared(state: State, key: string, value: Value): boolean {
  if (value.kind !== "object") return false;
  if (objectAt(state, value.location)?.shared) return true;
  return [...state.variables].some(
    ([name, other]) => name !== key && other.kind === "object" && other.location === value.location,
  );
}
