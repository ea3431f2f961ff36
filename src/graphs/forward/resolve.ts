import { TerminalError } from "../../graph/errors.ts";
import type { IR } from "../../ir/ir.ts";
import type { HolePolicy } from "../run.ts";
import { applyAnswer } from "./answers.ts";
import type { HoleAnswers } from "./facts.ts";
import { blockingHoles } from "./holes.ts";

/** Whether a suggestion of each hole that blocks is good enough to be taken. */
export function suggestedAnswers(ir: IR, threshold: number): HoleAnswers {
  const answers = blockingHoles(ir).flatMap(({ id, suggestions }) => {
    const [best] = suggestions.toSorted((a, b) => b.confidence - a.confidence);
    return best === undefined || best.confidence < threshold
      ? []
      : [{ hole: id, value: best.value, by: "lift", source: "refinement" as const }];
  });
  return { answers };
}

/** What happens next to a contract: `clear` when nothing blocks it, else what the policy says; `auto` asks a person where no suggestion is good enough. */
export function resolution(ir: IR, policy: HolePolicy, threshold: number): "clear" | "ask" | "auto" | "fail" {
  if (blockingHoles(ir).length === 0) return "clear";
  if (policy === "auto") return suggestedAnswers(ir, threshold).answers.length > 0 ? "auto" : "ask";
  return policy;
}

/** The contract after the answers. One that does not fit leaves its hole open, so that it is asked again. */
export function applied(ir: IR, { answers }: HoleAnswers): IR {
  return answers.reduce((before, answer) => {
    const result = applyAnswer(before, answer);
    return result.ok ? result.ir : before;
  }, ir);
}

/** Ends a run that may not wait: what is open, with the clauses that contradict each other by their ids. */
export function refuse(ir: IR): never {
  const open = blockingHoles(ir);
  throw new TerminalError(
    "unfilled_holes",
    open
      .map(({ description }) => description)
      .join(" ")
      .slice(0, 1000) || "Something that code generation needs is missing.",
    open.map(({ id, description, constraints, context }) => ({
      pointer: null,
      line: null,
      column: null,
      detail: [
        `${id}: ${description}`,
        ...(constraints.length > 0 ? [`clauses: ${constraints.join(", ")}`] : []),
        ...(context === null ? [] : [context]),
      ]
        .join("\n")
        .slice(0, 1000),
    })),
  );
}
