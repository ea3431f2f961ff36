import { evidenceId } from "../../ir/hash.ts";
import type { Evidence } from "../../ir/provenance.ts";
import type { DynamicFindings } from "../examination/findings.ts";
import { examplesOf } from "./examples.ts";
import type { Judge } from "./judge.ts";
import type { Execution, Session } from "./session.ts";
import type { Problem, Target } from "./target.ts";

export function nothing(problems: Problem[]): DynamicFindings {
  return { verdicts: {}, proposed: [], examples: [], evidence: [], executions: 0, problems };
}

/** Findings without hypotheses. */
export function findingsOf(
  session: Session,
  target: Target,
  judge: Judge,
  executions: readonly Execution[],
  problems: readonly Problem[],
): DynamicFindings {
  const { verdicts, problems: unjudged } = judge.verdicts(target.slots);
  const made = executions.filter(({ outcome }) => outcome.kind === "returned" || outcome.kind === "raised").length;
  const evidence = made === 0 ? [] : [executionEvidence(target, made)];
  return {
    verdicts,
    proposed: [],
    examples: examplesOf(
      target,
      executions,
      evidence.map(({ id }) => id),
    ),
    evidence,
    executions: session.executions,
    problems: [...target.problems, ...problems, ...unjudged, ...session.problems],
  };
}

function executionEvidence({ path }: Target, made: number): Evidence {
  const message = `${path} was called on ${made} inputs in the sandbox.`;
  return { id: evidenceId("execution", null, message), rule: "execution", message, span: null, text: null };
}
