import type { Check, IR } from "../../ir/ir.ts";
import type { SolverRpc } from "../../logic/answer.ts";
import { checkIrs } from "../../logic/check-ir.ts";
import { verdictsOf } from "../../logic/verdicts.ts";

/** Z3 resource units per question: the same answer on every machine. Questions that are decided at all take some 10 ms; one that is not ends within seconds. */
export const RLIMIT = 300_000;

/** Puts each IR's preconditions, and all its clauses together, to the solver. The answers come in the order of the drafts. */
export function consistency(drafts: readonly IR[], solver: SolverRpc): Promise<Check[][]> {
  return checkIrs([...drafts], solver, { rlimit: RLIMIT });
}

/** The drafts with the solver's answers, and what follows from them for each clause. */
export function withChecks(drafts: readonly IR[], checks: readonly Check[][]): IR[] {
  return drafts.map((ir, index) => {
    const mine = checks[index] ?? [];
    const verdicts = verdictsOf(ir, mine);
    const assertions = ir.assertions.map((assertion) => ({
      ...assertion,
      verdict: verdicts.get(assertion.id) ?? assertion.verdict,
    }));
    return { ...ir, assertions, metadata: { ...ir.metadata, checks: mine } };
  });
}
