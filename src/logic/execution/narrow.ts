import type { Place } from "./evaluate.ts";
import { assume, type Location, objectAt, place as placeAt, type State } from "./state.ts";

/** The states in which the object at a location has one type, if it may have several. */
export function narrowed({ run, span }: Place, state: State, location: Location): State[] {
  const object = objectAt(state, location);
  if (object === undefined || object.symbolic.length < 2) return [state];
  const states = object.symbolic.flatMap(({ guard, value }) => {
    const known = assume(run, state, guard);
    return known === null ? [] : [placeAt(known, location, { ...object, symbolic: [{ guard: "true", value }] })];
  });
  for (let extra = 1; extra < states.length; extra += 1)
    if (!run.mayFork()) {
      run.gap(state, "too_many_paths", span);
      return [];
    }
  return states;
}
