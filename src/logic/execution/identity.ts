import { and, equal } from "../smt/term.ts";
import { typeOf } from "../symbolic/type-of.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { isMutable } from "../types/python-type.ts";
import type { Place } from "./evaluate.ts";
import { fork, type Location, objectAt, type State } from "./state.ts";

/**
 * The states in which it is known which parameters share the object that is about to change: before its first change, each other parameter's
 * object of the same type either is the same one or is not.
 */
export function identified(place: Place, state: State, location: Location): State[] {
  const object = objectAt(state, location);
  if (object?.parameter == null) return [state];
  let states = [state];
  for (const [other, candidate] of state.heap) {
    if (other === location || candidate.parameter === null) continue;
    const [first, second] = [object.parameter, candidate.parameter].sort();
    const pair = `${first} is ${second}`;
    states = states.flatMap((current) => {
      if (current.identities.has(pair)) return [current];
      const [left, right] = [object.symbolic, candidate.symbolic];
      const same = sameTerm(left, right);
      const identities = (is: boolean) => new Map(current.identities).set(pair, is);
      if (same === null) {
        if (!mayBeOne(left, right)) return [{ ...current, identities: identities(false) }];
        place.run.gap(current, "aliasing", place.span);
        return [];
      }
      const one = place.run.shared(pair);
      const { holds, fails } = fork(place.run, current, and(one, same));
      const results: State[] = [];
      if (holds !== null) results.push(merged({ ...holds, identities: identities(true) }, other, location));
      if (fails !== null) results.push({ ...fails, identities: identities(false) });
      return results;
    });
  }
  return states;
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

function sameTerm(left: Symbolic, right: Symbolic): string | null {
  const [a, b] = [left[0]?.value, right[0]?.value];
  if (left.length > 1 || right.length > 1 || a === undefined || b === undefined || a.kind !== b.kind) return null;
  if (a.kind !== "sequence" || b.kind !== "sequence") return null;
  const [first, second] = [typeOf(left), typeOf(right)];
  return JSON.stringify(first) === JSON.stringify(second) ? equal(a.term, b.term) : null;
}

function mayBeOne(left: Symbolic, right: Symbolic): boolean {
  const types = [typeOf(left), typeOf(right)];
  return types.every((type) => type === null || isMutable(type));
}
