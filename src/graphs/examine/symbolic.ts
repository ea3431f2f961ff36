import type { SolverRpc } from "../../logic/answer.ts";
import type { SymbolicFindings } from "../../logic/examination/findings.ts";
import { examineSymbolically, provenBefore, SYMBOLIC_LIMITS } from "../../logic/examination/symbolic.ts";
import { examineEach, type Subject } from "./each.ts";
import { shareOf } from "./share.ts";

/** Of the budget for proofs this part is spent on one of several codes that are judged for one contract. */
const JUDGING_PART = 1 / 3;

/** What the solver says of each function's body; with `propose` also clauses that nobody stated. The same answer for the same subjects, on every machine. */
export function executeEach(
  subjects: readonly Subject[],
  solver: SolverRpc,
  propose: boolean,
): Promise<SymbolicFindings[]> {
  return propose
    ? examine(subjects, solver, { max_proposals: SYMBOLIC_LIMITS.max_proposals })
    : examine(subjects, solver, { max_proposals: 0 }, [], JUDGING_PART);
}

/** Verdicts alone, of clauses that something else proposed. `known` are the findings on the same bodies, in the order of the subjects. */
export function proveEach(
  subjects: readonly Subject[],
  known: readonly (SymbolicFindings | undefined)[],
  solver: SolverRpc,
): Promise<SymbolicFindings[]> {
  return examine(subjects, solver, { max_proposals: 0, max_witnesses: 0 }, known);
}

function examine(
  subjects: readonly Subject[],
  solver: SolverRpc,
  options: { max_proposals: number; max_witnesses?: number },
  known: readonly (SymbolicFindings | undefined)[] = [],
  part = 1,
): Promise<SymbolicFindings[]> {
  const { induction, max_questions, ...limits } = SYMBOLIC_LIMITS;
  const share = {
    ...limits,
    ...options,
    max_questions: shareOf(max_questions * part, subjects.length, 24),
    induction: {
      ...induction,
      max_questions: shareOf(induction.max_questions * part, subjects.length, 24),
      max_rlimit: shareOf(induction.max_rlimit * part, subjects.length, 200_000),
    },
  };
  return examineEach(
    subjects,
    ({ module, fn, ir }, index) => {
      const before = known[index]?.invariants;
      const induction = before === undefined ? share.induction : { ...share.induction, known: provenBefore(before) };
      return examineSymbolically(module, fn, ir, solver, { ...share, induction });
    },
    (_, error) => ({
      ...NOTHING_EXECUTED,
      problems: [{ code: "analysis_failed", detail: String(error).slice(0, 500) }],
    }),
  );
}

/** What is known of a function that was not executed symbolically. */
export const NOTHING_EXECUTED: SymbolicFindings = {
  verdicts: {},
  proposed: [],
  witnesses: [],
  evidence: [],
  problems: [],
};
