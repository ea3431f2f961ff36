import type { IR } from "../ir/ir.ts";
import type { CheckLimits, SolverRpc } from "../logic/answer.ts";
import type { HoleAnswer } from "./answer.ts";
import { applyAnswer } from "./apply-answer.ts";
import type { Change } from "./change.ts";
import { contradictionOf } from "./contradiction.ts";
import type { AnswerProblem } from "./problem.ts";
import { type Propagation, propagate } from "./propagate/propagate.ts";
import { Asker } from "./satisfiable.ts";

export interface SettleOptions {
  /** Null where there is no solver: then nothing is refused or withdrawn on its word. */
  solver: SolverRpc | null;
  limits: CheckLimits;
}

export type Settled =
  | { ok: true; ir: IR; changes: Change[]; propagation: Propagation; questions: number }
  | { ok: false; problem: AnswerProblem; questions: number };

/** One answer in full: applied, refused when it contradicts what stands, and propagated. `changes` takes all of it back; `questions` is how many the solver was asked. */
export async function settle(ir: IR, answer: HoleAnswer, { solver, limits }: SettleOptions): Promise<Settled> {
  const applied = applyAnswer(ir, answer);
  if (!applied.ok) return { ...applied, questions: 0 };
  const hole = ir.holes.find(({ id }) => id === answer.hole);
  const asker = solver === null ? null : new Asker(solver, limits);
  const contradiction = hole === undefined ? null : await contradictionOf(ir, applied.ir, hole, answer, asker);
  if (contradiction !== null)
    return {
      ok: false,
      problem: { kind: "contradiction", hole: answer.hole, contradiction },
      questions: asker?.asked ?? 0,
    };
  const propagation = await propagate(ir, applied.ir, answer.hole, asker);
  return {
    ok: true,
    ir: propagation.ir,
    changes: [...applied.changes, ...propagation.changes],
    propagation,
    questions: asker?.asked ?? 0,
  };
}
