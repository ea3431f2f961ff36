import { DEFAULT_OPTIONS, examineDynamically } from "../../logic/examination/dynamic.ts";
import type { DynamicFindings, Witness } from "../../logic/examination/findings.ts";
import type { NodeContext } from "../context.ts";
import { examineEach, type Subject } from "./each.ts";
import { shareOf } from "./share.ts";

/** Without hypotheses to try fewer calls are made. */
const JUDGING = { executions: 1500, milliseconds: 8_000 };

/** Runs each function in the sandbox: its examples, the solver's witnesses, generated inputs. `witnesses` come in the order of the subjects. */
export function runEach(
  subjects: readonly Subject[],
  witnesses: readonly (readonly Witness[])[],
  { python, tenant, now }: Pick<NodeContext, "python" | "tenant" | "now">,
  { seed, suppose = true }: { seed: number; suppose?: boolean | undefined },
): Promise<DynamicFindings[]> {
  const { limits } = DEFAULT_OPTIONS;
  const budget = suppose ? DEFAULT_OPTIONS.budget : JUDGING;
  const share = {
    executions: shareOf(budget.executions, subjects.length, 200),
    milliseconds: shareOf(budget.milliseconds, subjects.length, 2_000),
  };
  return examineEach(
    subjects,
    ({ module, fn, ir }, index) =>
      examineDynamically(module, fn, ir, python, {
        tenant,
        seed,
        suppose,
        budget: share,
        limits,
        now,
        witnesses: witnesses[index] ?? [],
      }),
    (_, error) => ({ ...NOTHING_RUN, problems: [{ code: "analysis_failed", detail: String(error).slice(0, 500) }] }),
  );
}

/** What is known of a function that was not run. */
export const NOTHING_RUN: DynamicFindings = {
  verdicts: {},
  proposed: [],
  examples: [],
  evidence: [],
  executions: 0,
  problems: [],
};
