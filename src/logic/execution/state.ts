import type { Expression } from "../../ir/expression/ast.ts";
import type { Span } from "../../ir/provenance.ts";
import { not, type Term, TRUE } from "../smt/term.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { type Bounds, bounded } from "./bounds.ts";
import type { Closure } from "./frame.ts";
import { negation } from "./reading.ts";
import type { Run } from "./run.ts";
import { simplify } from "./simplify.ts";

/** What a name stands for. Objects that can change are reached through their location, so that two names of one object see the same. */
export type Value =
  | { kind: "plain"; symbolic: Symbolic; reading: Expression | null }
  | { kind: "object"; location: Location }
  | { kind: "function"; closure: Closure }
  /** An exception's instance or class; `exception` is null when it is not known which. */
  | { kind: "exception"; exception: string | null }
  /** What the name stands for, if anything, is not known: using it is a gap. */
  | { kind: "unknown"; construct: string };

export type Location = number;

export const NONE: Value = {
  kind: "plain",
  symbolic: [{ guard: TRUE, value: { kind: "none" } }],
  reading: { kind: "none" },
};

/** The present content of an object that can change. */
export interface HeapObject {
  symbolic: Symbolic;
  reading: Expression | null;
  /** Other values hold this object where no location tells: changing it would change them unseen. */
  shared: boolean;
  /** The parameter whose object it was on entry. */
  parameter: string | null;
  changed: boolean;
}

/** One way through the program so far. Never mutated: every step makes a new one. */
export interface State {
  condition: readonly Term[];
  bounds: Bounds;
  /** The branches taken, as expressions; null when one could not be said. */
  says: readonly Expression[] | null;
  /** By frame and name. */
  variables: ReadonlyMap<string, Value>;
  heap: ReadonlyMap<Location, HeapObject>;
  /** Pairs of parameters' objects that are known to be one or two. */
  identities: ReadonlyMap<string, boolean>;
  /** Locations that turned out to be those of other objects. */
  merged: ReadonlyMap<Location, Location>;
  /** Where the object of each parameter that can change now is. */
  parameters: ReadonlyMap<string, Location>;
  /** What a bare `raise` raises again. */
  handled: Raised | null;
  exact: boolean;
}

export interface Raised {
  exception: string | null;
  explicit: boolean;
  span: Span | null;
}

/** A step ends with a value, or with an exception. A step that gives up has no results: its gap is on record. */
export type Result<T> = { state: State; value: T } | { state: State; raised: Raised };

export function andThen<T, U>(results: Result<T>[], next: (value: T, state: State) => Result<U>[]): Result<U>[] {
  return results.flatMap((result) => ("raised" in result ? [result] : next(result.value, result.state)));
}

/** The state under one more condition; null when that is seen to be impossible. */
export function assume(run: Run, state: State, term: Term, reading?: Expression | null): State | null {
  const simple = simplify(term);
  if (simple === TRUE) return state;
  if (simple === "false") return null;
  const bounds = bounded(state.bounds, simple, run.isIntegral(simple));
  if (bounds === null) return null;
  const says =
    reading === undefined ? state.says : reading === null || state.says === null ? null : [...state.says, reading];
  if (state.condition.includes(simple)) return { ...state, says };
  return { ...state, condition: [...state.condition, run.nameCondition(simple)], bounds, says };
}

/** Both sides of a decision, each null where it is seen to be impossible. The side that must be taken costs no condition. */
export function fork(
  run: Run,
  state: State,
  term: Term,
  reading?: Expression | null,
): { holds: State | null; fails: State | null } {
  const holds = assume(run, state, term, reading);
  if (holds === state) return { holds: state, fails: null };
  const fails = assume(run, state, not(term), reading === undefined ? undefined : reading && negation(reading));
  if (holds === null || fails === null) return { holds: holds && state, fails: fails && state };
  if (!run.mayFork()) {
    run.gap(state, "too_many_paths", null);
    return { holds: null, fails: null };
  }
  return { holds, fails };
}

export const bind = (state: State, key: string, value: Value | null): State => {
  const variables = new Map(state.variables);
  if (value === null) variables.delete(key);
  else variables.set(key, value);
  return { ...state, variables };
};

/** Where an object is by now. */
export function locate(state: State, location: Location): Location {
  let found = location;
  for (let next = state.merged.get(found); next !== undefined; next = state.merged.get(found)) found = next;
  return found;
}

export const objectAt = (state: State, location: Location): HeapObject | undefined =>
  state.heap.get(locate(state, location));

export const place = (state: State, location: Location, object: HeapObject): State => ({
  ...state,
  heap: new Map(state.heap).set(locate(state, location), object),
});

/** The objects become shared: from now on a change of one is a gap. */
export function share(state: State, locations: Iterable<Location>): State {
  const heap = new Map(state.heap);
  for (const given of locations) {
    const location = locate(state, given);
    const object = heap.get(location);
    if (object !== undefined) heap.set(location, { ...object, shared: true });
  }
  return { ...state, heap };
}
