import { and, equal, type Term } from "../smt/term.ts";
import { typeOf } from "../symbolic/type-of.ts";
import { lengthOf, type Pure } from "../symbolic/value.ts";
import { type PythonType, typeName } from "../types/python-type.ts";
import { containerOf } from "./change-table.ts";
import type { Place } from "./evaluate.ts";
import { fork, type HeapObject, type Location, objectAt, type State } from "./state.ts";

/**
 * The states in which it is known which parameters share the object that is about to change: before its first change, each other parameter's
 * object either is the same one or is not. A gap where the object may be a part of another parameter's value.
 */
export function identified(place: Place, state: State, location: Location): State[] {
  const object = objectAt(state, location);
  if (object?.parameter == null) return [state];
  if (mayBePart(place, object)) {
    place.run.gap(state, "aliasing", place.span);
    return [];
  }
  let states = [state];
  for (const [other, candidate] of state.heap) {
    if (candidate.parameter === null || candidate.parameter === object.parameter) continue;
    const [first, second] = [object.parameter, candidate.parameter].sort();
    const pair = `${first} is ${second}`;
    states = states.flatMap((current) => {
      if (current.identities.has(pair)) return [current];
      const decided = (is: boolean) => new Map(current.identities).set(pair, is);
      const possible = sameness(object, candidate);
      if (possible === "never") return [{ ...current, identities: decided(false) }];
      if (possible === "unknown") {
        place.run.gap(current, "aliasing", place.span);
        return [];
      }
      const { holds, fails } = fork(place.run, current, and(place.run.shared(pair), possible.when));
      const results: State[] = [];
      if (holds !== null && possible.exact)
        results.push(merged({ ...holds, says: null, identities: decided(true) }, other, location));
      else if (holds !== null) place.run.gap(holds, "aliasing", place.span);
      if (fails !== null) results.push({ ...fails, identities: decided(false) });
      return results;
    });
  }
  return states;
}

/** Whether the value of some other parameter may hold the object. */
function mayBePart({ run }: Place, object: HeapObject): boolean {
  const type = typeOf(object.symbolic);
  return run.parameters.some(
    (other) => other.name !== object.parameter && (type === null || hasPart(other.type, typeName(type))),
  );
}

function hasPart(type: PythonType, name: string): boolean {
  return partsOf(type).some((part) => typeName(part) === name || hasPart(part, name));
}

function partsOf(type: PythonType): PythonType[] {
  switch (type.kind) {
    case "sequence":
    case "set":
      return [type.element];
    case "dict":
      return [type.key, type.value];
    case "tuple":
      return type.items;
    case "union":
      return type.members.flatMap(partsOf);
    default:
      return [];
  }
}

/** When two parameters' objects may be one; where they have different types, only as long as both are empty, which is not followed. */
function sameness(left: HeapObject, right: HeapObject): "never" | "unknown" | { when: Term; exact: boolean } {
  const [a, b] = [left.symbolic[0]?.value, right.symbolic[0]?.value];
  const [first, second] = [containerOf(left.symbolic), containerOf(right.symbolic)];
  if (first !== null && second !== null && first !== second) return "never";
  if (left.symbolic.length > 1 || right.symbolic.length > 1 || a === undefined || b === undefined) return "unknown";
  if (!isCollection(a) || !isCollection(b)) return "unknown";
  const [type, other] = [typeOf(left.symbolic), typeOf(right.symbolic)];
  if (type === null || other === null) return "unknown";
  if (typeName(type) !== typeName(other))
    return { when: and(equal(lengthOf(a), "0"), equal(lengthOf(b), "0")), exact: false };
  const equals = sameContent(a, b);
  return equals === null ? "unknown" : { when: equals, exact: true };
}

type Collection = Pure & { kind: "sequence" | "dict" | "set" };
const isCollection = (value: Pure): value is Collection => ["sequence", "dict", "set"].includes(value.kind);

function sameContent(left: Collection, right: Collection): Term | null {
  if (left.kind === "sequence" && right.kind === "sequence") return equal(left.term, right.term);
  if (left.kind === "set" && right.kind === "set")
    return and(equal(left.items, right.items), equal(left.members, right.members));
  if (left.kind !== "dict" || right.kind !== "dict" || left.of === null || right.of === null) return null;
  return and(equal(left.of.keys, right.of.keys), equal(left.of.entries, right.of.entries));
}

/** Every name of one object becomes a name of the other. */
function merged(state: State, from: Location, to: Location): State {
  const variables = new Map(
    [...state.variables].map(([name, value]) =>
      value.kind === "object" && value.location === from ? [name, { ...value, location: to }] : [name, value],
    ),
  );
  const heap = new Map(state.heap);
  heap.delete(from);
  const parameters = new Map([...state.parameters].map(([name, at]) => [name, at === from ? to : at]));
  return { ...state, variables, heap, parameters, merged: new Map(state.merged).set(from, to) };
}
