import { z } from "zod";
import type { IR } from "../../ir/ir.ts";
import { applyFindings } from "../../logic/examination/apply.ts";
import { DynamicFindings, SymbolicFindings } from "../../logic/examination/findings.ts";
import type { NodeContext } from "../context.ts";
import { NOTHING_RUN, runEach } from "./dynamic.ts";
import type { Subject } from "./each.ts";
import { executeEach, NOTHING_EXECUTED, proveEach } from "./symbolic.ts";

/** What a run wants examined. Part of the cache key of each examination. */
export const ExaminationSettings = z.object({
  symbolic: z.boolean(),
  dynamic: z.boolean(),
  seed: z.int(),
  /** False: only the clauses that there are get judged; nothing is proposed. Absent: true. */
  suppose: z.boolean().optional(),
});
export type ExaminationSettings = z.infer<typeof ExaminationSettings>;

/** Findings come in the order of the subjects. */
export const SymbolicResults = z.array(SymbolicFindings);
export const DynamicResults = z.array(DynamicFindings);

/** Bodies by the solver. */
export async function symbolic(
  subjects: readonly Subject[],
  settings: ExaminationSettings,
  { solver }: Pick<NodeContext, "solver">,
): Promise<SymbolicFindings[]> {
  return settings.symbolic
    ? executeEach(subjects, solver, settings.suppose ?? true)
    : subjects.map(() => NOTHING_EXECUTED);
}

/**
 * Executions in the sandbox: on examples, on the solver's witnesses, on generated inputs. They judge the clauses that the solver proved as well: a proof that an
 * execution contradicts is wrong, however it came about.
 */
export async function dynamic(
  subjects: readonly Subject[],
  known: readonly SymbolicFindings[],
  settings: ExaminationSettings,
  context: Pick<NodeContext, "python" | "tenant" | "now">,
): Promise<DynamicFindings[]> {
  if (!settings.dynamic) return subjects.map(() => NOTHING_RUN);
  return runEach(
    subjects.map((subject, index) => ({ ...subject, ir: applied(subject.ir, known[index], undefined) })),
    known.map(({ witnesses }) => witnesses),
    context,
    settings,
  );
}

/**
 * Proofs of what was only observed: verdicts and nothing else, in the order of the subjects. Bodies that could not be executed to the end, or only over the real
 * numbers, prove nothing more the second time.
 */
export async function prove(
  subjects: readonly Subject[],
  known: readonly SymbolicFindings[],
  observed: readonly DynamicFindings[],
  settings: ExaminationSettings,
  { solver }: Pick<NodeContext, "solver">,
): Promise<SymbolicFindings[]> {
  if (!settings.symbolic) return subjects.map(() => NOTHING_EXECUTED);
  const open = subjects.flatMap((subject, index) => {
    const proposed = observed[index]?.proposed ?? [];
    const hopeless = known[index]?.problems.some(({ code }) => NOTHING_MORE.has(code)) ?? true;
    if (proposed.length === 0 || hopeless) return [];
    const preconditions = subject.ir.assertions.filter(({ category }) => category === "precondition");
    return [{ ...subject, index, ir: { ...subject.ir, assertions: [...preconditions, ...proposed] } }];
  });
  const proofs = await proveEach(
    open,
    open.map(({ index }) => known[index]),
    solver,
  );
  const verdicts = new Map(open.map(({ index }, position) => [index, proofs[position]?.verdicts ?? {}]));
  return subjects.map((_, index) => ({ ...NOTHING_EXECUTED, verdicts: verdicts.get(index) ?? {} }));
}

/** Problems of an examination with which the solver has said all that it can say of the body. */
const NOTHING_MORE: ReadonlySet<string> = new Set(["not_executed", "float_as_real", "analysis_failed"]);

/** The IRs with everything that was found. */
export function examined(
  irs: readonly IR[],
  bodies: readonly SymbolicFindings[],
  executions: readonly DynamicFindings[],
  proofs: readonly SymbolicFindings[],
): IR[] {
  return irs.map((ir, index) => {
    const found = applied(ir, bodies[index], executions[index]);
    return applied(found, proofs[index], undefined);
  });
}

function applied(ir: IR, body: SymbolicFindings | undefined, execution: DynamicFindings | undefined): IR {
  return applyFindings(ir, body ?? NOTHING_EXECUTED, execution ?? NOTHING_RUN);
}
