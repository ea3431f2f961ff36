import type { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import { type Prediction, PredictionError, type PredictOptions, type Predictor } from "../signatures/predictor.ts";
import type { Answer, OfflineDependencies } from "./offline/answer.ts";
import { noAnswer } from "./offline/answer.ts";
import { codeAnswer, repairAnswer } from "./offline/code.ts";
import { constraintAnswer, intentAnswer, signatureAnswer } from "./offline/reading.ts";
import { suggestionAnswer } from "./offline/suggestions.ts";

const ANSWERS: ReadonlyMap<string, Answer> = new Map(
  [intentAnswer, signatureAnswer, constraintAnswer, codeAnswer, repairAnswer, suggestionAnswer].map((answer) => [
    answer.signature,
    answer,
  ]),
);

/** Why the other signatures have no answer here. */
const REASONS: Readonly<Record<string, string>> = {
  validation: "Offline, clauses are judged by the solver and by running the code, and by nobody's opinion.",
  "infer-dependent-constraints": "Offline, no clause is derived from an answer but those that the solver proves.",
  "code-to-intent": "Offline, the intent of code is what its names and docstring say; a model is needed for more.",
  "code-to-signature": "Offline, types are those that analysis of the code infers; a model is needed for more.",
  "code-to-constraints":
    "Offline, clauses are those that analysis of the code finds; a model is needed for hypotheses.",
};

/**
 * Answers signatures without a model: requests are read by rules, code is synthesized from contracts. Deterministic; the same input and seed give
 * the same output. What it cannot do is a PredictionError `no_answer` that says what is missing. Programs, which are instructions to models, do not concern it.
 */
export function offlinePredictor(dependencies: OfflineDependencies = {}): Predictor {
  return {
    async predict<I extends z.ZodObject, O extends z.ZodObject>(
      signature: SignatureDefinition<I, O>,
      input: z.input<I>,
      options: PredictOptions<z.output<O>> = {},
    ): Promise<Prediction<z.output<O>>> {
      if (options.signal?.aborted) throw aborted(options.signal.reason);
      const answer = ANSWERS.get(signature.id);
      if (!answer || answer.version !== signature.version)
        throw noAnswer(REASONS[signature.id] ?? `Offline, there is no answer to the signature ${signature.id}.`);
      const { signal } = options;
      const raw = await answer.answer(input, { dependencies, seed: seedOf(options.seed), signal }).catch((error) => {
        throw error instanceof PredictionError ? error : asFault(error, signal);
      });
      const output = signature.output.safeParse(raw);
      if (!output.success)
        throw new PredictionError(
          "invalid_output",
          `The answer does not meet ${signature.id}: ${output.error.message}`,
        );
      const problems = (await options.check?.(output.data)) ?? [];
      if (problems.length > 0)
        throw new PredictionError("invalid_output", `The answer is refused: ${problems.join("; ")}`);
      return { output: output.data, reasoning: null, source: "offline", model: "offline", program: null, usage: [] };
    },
  };
}

function seedOf(seed: number | undefined): number {
  return Number.isSafeInteger(seed) ? Math.abs(seed ?? 0) : 0;
}

function aborted(cause: unknown): PredictionError {
  return new PredictionError("aborted", "The request was aborted.", { cause });
}

/** What a search threw: an abort, or the loss of the solver, which may come back. */
function asFault(error: unknown, signal: AbortSignal | undefined): PredictionError {
  if (signal?.aborted) return aborted(error);
  const message = error instanceof Error ? error.message : String(error);
  return new PredictionError("connection", `The search for code failed: ${message}`, { cause: error });
}
