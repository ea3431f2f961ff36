import type { Expression } from "../../ir/expression/ast.ts";
import type { Demand } from "./discharge.ts";

/** Candidates by what they are about: a loop's id, or a function's key for its postconditions. */
export type Candidates = ReadonlyMap<string, readonly Expression[]>;

/** What some candidates lead to when they are all assumed. */
export interface Attempt<Outcome> {
  outcome: Outcome;
  /** What has to be proved, each by the place of the candidate that falls with it; null where no choice of candidates helps. */
  demands: Demand<Place | null>[];
  judge: Judge;
}

/** One candidate, as text: its position in the list of what it is about. */
export type Place = string;
export const placeOf = (about: string, index: number): Place => `${index} ${about}`;

/** What can be asked of the solver about demands. */
export interface Judge {
  falsified(demands: readonly Demand<Place | null>[]): Promise<Set<Place | null>>;
  proved(demands: readonly Demand<Place | null>[]): Promise<boolean[]>;
}

/** Rounds of execution; each but the last drops a candidate, so more mean that candidates fall one by one. */
const MAX_ROUNDS = 24;

/**
 * The largest set of candidates that hold together when assumed together, as far as the solver can prove it: those whose demands are not
 * proved are dropped, until all are (C. Flanagan, K. R. M. Leino, "Houdini, an annotation assistant for ESC/Java", FME 2001). Dropping is always
 * sound; what is not proved is dropped whatever the reason. Every demand of the answer's attempt was proved. Null when a demand fails that no
 * candidate answers for, or when the rounds run out or there is leave for no more of them.
 */
export async function houdini<Outcome>(
  candidates: Candidates,
  attempt: (candidates: Candidates) => Attempt<Outcome>,
  mayGoOn: () => boolean = () => true,
): Promise<{ candidates: Candidates; outcome: Outcome } | null> {
  let kept = candidates;
  for (let round = 0; round < MAX_ROUNDS && mayGoOn(); round += 1) {
    const { outcome, demands, judge } = attempt(kept);
    const wrong = await judge.falsified(demands);
    if (wrong.size === 0) {
      const proved = await judge.proved(demands);
      for (const [index, { source }] of demands.entries()) if (proved[index] !== true) wrong.add(source);
      if (wrong.size === 0) return { candidates: kept, outcome };
    }
    if (wrong.has(null)) return null;
    const next = without(kept, wrong);
    if (sizeOf(next) === sizeOf(kept)) return null;
    kept = next;
  }
  return null;
}

function without(candidates: Candidates, wrong: ReadonlySet<Place | null>): Candidates {
  return new Map(
    [...candidates].map(([about, expressions]) => [
      about,
      expressions.filter((_, index) => !wrong.has(placeOf(about, index))),
    ]),
  );
}

export const sizeOf = (candidates: Candidates): number =>
  [...candidates.values()].reduce((sum, { length }) => sum + length, 0);
