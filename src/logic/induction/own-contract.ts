import { printExpression } from "../../ir/expression/print.ts";
import type { CalleeContract, Execution } from "../execution/execution.ts";
import type { Setting } from "../prove/setting.ts";
import { FALSE, TRUE } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";
import type { Demand } from "./discharge.ts";
import { type Candidates, houdini, type Place, placeOf } from "./houdini.ts";
import { abstractable } from "./loops.ts";
import { contractCandidates, returnsOf, typeFits } from "./recursion.ts";
import type { Subject } from "./subject.ts";

export interface ByContract {
  execution: Execution;
  invariants: Candidates;
  contract: CalleeContract;
}

/**
 * Replaces the function's calls of itself by what can be proved of it when it is assumed of them: induction over the depth of the calls of a run
 * that ends. Loops are abstracted along the way. What is assumed of a call is proved at every end of the body, and there may be no other
 * end: no gap, no cut. Else the reason why not.
 */
export async function byOwnContract(subject: Subject, bounded: Execution): Promise<ByContract | string> {
  const returns = returnsOf(subject.ir, bounded);
  if (returns === null) return "What the recursion returns has no type that is known.";
  if (bounded.paths.some(({ exit }) => exit.size > 0)) return "The recursion changes its arguments.";
  const { key } = subject.fn.outline;
  const { preconditions } = subject.hints;
  const trivial: CalleeContract = { preconditions: [], postconditions: [], returns };
  const candidates = candidatesOf(subject, bounded, returns, trivial);
  let best: ByContract | null = null;
  for (const assumed of preconditions.length === 0 ? [[]] : [[], preconditions]) {
    const contractOf = (kept: Candidates): CalleeContract => ({
      preconditions: assumed,
      postconditions: kept.get(key) ?? [],
      returns,
    });
    const found = await houdini(
      candidates,
      (kept) => {
        const contract = contractOf(kept);
        const attempt = subject.attempt(new Map([...kept].filter(([about]) => about !== key)), assumed, contract);
        return { ...attempt, demands: [...attempt.demands, ...ends(attempt.outcome, attempt.setting, contract, key)] };
      },
      () => subject.mayExecute,
    );
    if (found === null) continue;
    const contract = contractOf(found.candidates);
    // What holds of all inputs is better than what holds under the preconditions, unless it leaves open what the author states.
    if (best !== null && stated(subject, contract) <= stated(subject, best.contract)) continue;
    subject.conditional = assumed.length > 0;
    best = { execution: found.outcome, invariants: found.candidates, contract };
    if (stated(subject, contract) === subject.hints.postconditions.length) break;
  }
  return best ?? "No contract of the function could be proved by induction over its calls.";
}

/** What may hold of the loops and of the function; of what an earlier induction proved nothing more is guessed. */
function candidatesOf(subject: Subject, bounded: Execution, returns: PythonType, trivial: CalleeContract): Candidates {
  const { key } = subject.fn.outline;
  const { known } = subject.options;
  if (known !== undefined) {
    const stated = subject.hints.postconditions;
    const texts = new Set(stated.map((clause) => printExpression(clause)));
    const more = known.postconditions.filter((clause) => !texts.has(printExpression(clause)));
    return new Map([...known.loops, [key, [...stated, ...more]] as const]);
  }
  const { sites } = abstractable(subject, subject.execute(new Map(), trivial), trivial);
  return new Map([
    ...sites.map((site) => [site.id, subject.candidates(site)] as const),
    [key, contractCandidates(subject.hints, bounded, returns)] as const,
  ]);
}

/** So many of the author's clauses are in the contract. */
const stated = ({ hints }: Subject, { postconditions }: CalleeContract): number =>
  hints.postconditions.filter((clause) => postconditions.includes(clause)).length;

/** What makes a contract true of the function: each end meets it, and there is no other end. */
function ends(
  { paths, gaps, cuts }: Execution,
  setting: Setting,
  { postconditions, returns }: CalleeContract,
  key: string,
): Demand<Place | null>[] {
  const unreached = [...gaps, ...cuts].map(({ condition }) => ({ source: null, condition, holds: FALSE }));
  const returned = paths.flatMap((path): Demand<Place | null>[] => {
    if (path.outcome.kind === "raise") return [];
    if (!typeFits(returns, path.outcome.value) || path.exit.size > 0)
      return [{ source: null, condition: path.condition, holds: FALSE }];
    return postconditions.map((clause, index) => {
      const held = setting.holds(clause, setting.atEnd(path));
      return { source: placeOf(key, index), condition: path.condition, holds: "construct" in held ? FALSE : held.term };
    });
  });
  return [...unreached, ...returned.filter(({ holds }) => holds !== TRUE)];
}
