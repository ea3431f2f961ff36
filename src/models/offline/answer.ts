import type { z } from "zod";
import type { SignatureDefinition } from "../../signatures/define.ts";
import { PredictionError } from "../../signatures/predictor.ts";
import type { Synthesis, SynthesisProblem } from "../../synthesis/problem.ts";

/** What the offline engine works with. Without `synthesize` it reads and writes no code. */
export interface OfflineDependencies {
  synthesize?: (problem: SynthesisProblem, signal?: AbortSignal) => Promise<Synthesis>;
}

export interface Question {
  dependencies: OfflineDependencies;
  seed: number;
  signal: AbortSignal | undefined;
}

/** An answer to one signature, its types forgotten so that answers stand in one table. */
export interface Answer {
  signature: string;
  version: number;
  /** Throws PredictionError `no_answer`, or whatever aborted the search. */
  answer(input: unknown, question: Question): Promise<unknown>;
}

export function answerTo<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
  answer: (input: z.output<I>, question: Question) => z.input<O> | Promise<z.input<O>>,
): Answer {
  return {
    signature: signature.id,
    version: signature.version,
    async answer(input, question) {
      const parsed = signature.input.safeParse(input);
      if (!parsed.success) {
        throw new PredictionError("bad_request", `The input of ${signature.id} is not valid: ${parsed.error.message}`);
      }
      return await answer(parsed.data, question);
    },
  };
}

export function noAnswer(missing: string): PredictionError {
  return new PredictionError("no_answer", missing);
}
