import type { z } from "zod";
import type { SignatureDefinition } from "../define.ts";
import { type Prediction, PredictionError, type Predictor, type Usage } from "../predictor.ts";
import type { Question } from "./strategies.ts";

export interface Round<Output> {
  prediction: Prediction<Output>;
  /** What the critique found; empty when the answer passes. */
  problems: readonly string[];
}

export interface Refined<Output> {
  /** The round with the fewest problems; of equals the latest, which has seen most. */
  best: Round<Output>;
  rounds: readonly Round<Output>[];
  /** `failed` and `budget`: a later round gave no answer, for the reason in `error`. */
  ended: "passed" | "rounds" | "budget" | "failed";
  error: PredictionError | null;
  usage: readonly Usage[];
}

export interface Refinement<R extends z.ZodObject, O extends z.ZodObject> {
  /** Answers in all, the first included. */
  rounds: number;
  critique(output: z.output<O>): readonly string[] | Promise<readonly string[]>;
  /** The signature that corrects an answer, and its input for an answer and what is wrong with it. */
  revision: {
    signature: SignatureDefinition<R, O>;
    input(previous: z.output<O>, problems: readonly string[]): z.input<R>;
  };
  signal?: AbortSignal;
}

/**
 * Answers, and corrects the answer with its critique until nothing is wrong with it or the rounds are used up. Every revision starts from the latest answer.
 * Throws PredictionError when the first answer does not come, or when the signal is aborted; what fails later ends it with the best so far.
 */
export async function refine<I extends z.ZodObject, R extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  { signature, input, options = {} }: Question<I, O>,
  { rounds, critique, revision, signal }: Refinement<R, O>,
): Promise<Refined<z.output<O>>> {
  const stop = signal === undefined ? {} : { signal };
  const first = await predictor.predict(signature, input, { ...options, ...stop });
  let latest: Round<z.output<O>> = { prediction: first, problems: await critique(first.output) };
  const all = [latest];
  const { program: _other, ...rest } = options;
  while (latest.problems.length > 0 && all.length < rounds) {
    let prediction: Prediction<z.output<O>>;
    try {
      const next = revision.input(latest.prediction.output, latest.problems);
      prediction = await predictor.predict(revision.signature, next, { ...rest, ...stop });
    } catch (error) {
      if (!(error instanceof PredictionError)) throw error;
      if (error.fault === "aborted")
        throw new PredictionError("aborted", error.message, { usage: usageOf(all, error), cause: error });
      return refined(all, error.fault === "budget_exhausted" ? "budget" : "failed", error);
    }
    latest = { prediction, problems: await critique(prediction.output) };
    all.push(latest);
  }
  return refined(all, latest.problems.length === 0 ? "passed" : "rounds", null);
}

function refined<Output>(
  rounds: readonly Round<Output>[],
  ended: Refined<Output>["ended"],
  error: PredictionError | null,
): Refined<Output> {
  const best = rounds.reduce((a, b) => (b.problems.length <= a.problems.length ? b : a));
  return { best, rounds, ended, error, usage: usageOf(rounds, error) };
}

function usageOf(rounds: readonly Round<unknown>[], error: PredictionError | null): Usage[] {
  return [...rounds.flatMap(({ prediction }) => prediction.usage), ...(error?.usage ?? [])];
}
