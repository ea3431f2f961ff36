import type { IR } from "../ir/ir.ts";
import type { CheckLimits, SolverRpc } from "../logic/answer.ts";
import type { HoleAnswer } from "./answer.ts";
import { applyAnswer } from "./apply-answer.ts";
import type { Change } from "./change.ts";
import { contradictionOf } from "./contradiction.ts";
import { fillGap } from "./fill-gap.ts";
import { guardUndefined } from "./guard-undefined.ts";
import { withoutNone } from "./narrow-result.ts";
import type { AnswerProblem } from "./problem.ts";
import { type Propagation, propagate } from "./propagate/propagate.ts";
import { Asker } from "./satisfiable.ts";

export interface SettleOptions {
  /** Null where there is no solver: then nothing is refused or withdrawn on its word. */
  solver: SolverRpc | null;
  limits: CheckLimits;
  /** The request in words, where there is one. */
  text?: string | null;
}

export type Settled =
  | { ok: true; ir: IR; changes: Change[]; propagation: Propagation; questions: number }
  | { ok: false; problem: AnswerProblem; questions: number };

/** One answer in full: applied, with room made for it where the contract had a gap, refused when it contradicts what stands, and propagated. `changes` takes all of it back; `questions` is how many the solver was asked. */
export async function settle(
  ir: IR,
  answer: HoleAnswer,
  { solver, limits, text = null }: SettleOptions,
): Promise<Settled> {
  const applied = applyAnswer(ir, answer);
  if (!applied.ok) return { ...applied, questions: 0 };
  const hole = ir.holes.find(({ id }) => id === answer.hole);
  const asker = solver === null ? null : new Asker(solver, limits);
  const unguarded = { before: ir, ir: applied.ir, changes: [] };
  const guarded = asker === null ? unguarded : await guardUndefined(ir, applied.ir, answer.hole, asker);
  const gap = asker === null ? null : await fillGap(guarded.before, guarded.ir, answer.hole, asker);
  const after = gap?.ir ?? guarded.ir;
  const contradiction = hole === undefined ? null : await contradictionOf(guarded.before, after, hole, answer, asker);
  if (contradiction !== null)
    return {
      ok: false,
      problem: { kind: "contradiction", hole: answer.hole, contradiction },
      questions: asker?.asked ?? 0,
    };
  const narrowed = withoutNone(ir, after, answer, text);
  const propagation = await propagate(ir, narrowed.ir, answer.hole, asker);
  return {
    ok: true,
    ir: propagation.ir,
    changes: [
      ...applied.changes,
      ...guarded.changes,
      ...(gap?.changes ?? []),
      ...narrowed.changes,
      ...propagation.changes,
    ],
    propagation,
    questions: asker?.asked ?? 0,
  };
}
