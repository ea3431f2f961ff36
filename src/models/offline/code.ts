import type { CodeFacts, ContractFacts } from "../../signatures/facts.ts";
import { irToCode } from "../../signatures/ir-to-code.ts";
import { PredictionError } from "../../signatures/predictor.ts";
import { repair } from "../../signatures/repair.ts";
import type { SynthesizedCode } from "../../synthesis/problem.ts";
import { answerTo, noAnswer, type Question } from "./answer.ts";
import { problemOf } from "./problem.ts";

/** Candidates one after another by seed; equal seeds give equal code. */
export const codeAnswer = answerTo(irToCode, async ({ contract, prompt }, question) => {
  const found = await candidates(contract, prompt, question);
  const chosen = found[question.seed % found.length];
  if (!chosen) throw noAnswer("No code was found.");
  return chosen.code;
});

/** Another candidate than the one that failed; synthesis learns nothing from a failure that its problem does not state. */
export const repairAnswer = answerTo(repair, async ({ contract, prompt, code }, question) => {
  const found = await candidates(contract, prompt, question);
  const others = found.filter((candidate) => !contains(code, candidate.code));
  const chosen = others[question.seed % Math.max(1, others.length)];
  if (!chosen) throw noAnswer("Every code that was found for this contract has failed already.");
  return chosen.code;
});

async function candidates(
  contract: ContractFacts,
  prompt: string | null,
  { dependencies, signal }: Question,
): Promise<readonly SynthesizedCode[]> {
  if (!dependencies.synthesize)
    throw noAnswer("Offline, no synthesis is set up here: a model is needed to write code.");
  const synthesis = await dependencies.synthesize(problemOf(contract, prompt), signal);
  if (signal?.aborted) throw new PredictionError("aborted", "The search was aborted.");
  if (synthesis.status !== "found") throw noAnswer(synthesis.missing);
  if (synthesis.found.length === 0) throw noAnswer("No code was found.");
  return synthesis.found;
}

/** True when the lines of the candidate's body stand one after another in the code. */
function contains(code: string, candidate: CodeFacts): boolean {
  const lines = linesOf(candidate.body);
  const all = linesOf(code);
  return all.some((_, start) => lines.every((line, index) => all[start + index] === line));
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
