import type { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { Prediction, PredictOptions, Predictor, Usage } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";

/**
 * Asks the next predictor when one cannot be reached or used: for retryable faults, `authentication` and `misconfigured`. Everything else is an answer about
 * the question or the budget, and another model is not asked for it. The usage of those that failed stays in the account.
 */
export class FallbackPredictor implements Predictor {
  readonly #chain: readonly [Predictor, ...Predictor[]];

  constructor(chain: readonly [Predictor, ...Predictor[]]) {
    this.#chain = chain;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const spent: Usage[] = [];
    const failures: PredictionError[] = [];
    for (const predictor of this.#chain) {
      try {
        const prediction = await predictor.predict(signature, input, options);
        return { ...prediction, usage: [...spent, ...prediction.usage] };
      } catch (error) {
        if (!(error instanceof PredictionError)) throw error;
        spent.push(...error.usage);
        failures.push(error);
        if (!fallsBack(error) || options.signal?.aborted === true) break;
      }
    }
    throw combined(failures, spent);
  }
}

export function fallsBack(error: PredictionError): boolean {
  if (error.fault === "budget_exhausted" || error.fault === "aborted") return false;
  return error.retryable || error.fault === "authentication" || error.fault === "misconfigured";
}

/** The last failure's fault with all messages. It can be retried if any of them can, after the shortest wait asked for. */
function combined(failures: readonly PredictionError[], usage: readonly Usage[]): PredictionError {
  const last = failures.at(-1);
  if (last === undefined) throw new Error("a chain that asked nobody has no failure");
  const waits = failures.flatMap((failure) => (failure.retry_after_ms === null ? [] : [failure.retry_after_ms]));
  const stays = fallsBack(last);
  return new PredictionError(last.fault, failures.map(({ message }) => message).join("; then: "), {
    retryable: stays ? failures.some(({ retryable }) => retryable) : last.retryable,
    retry_after_ms: waits.length === 0 ? null : Math.min(...waits),
    usage,
    cause: last,
  });
}
