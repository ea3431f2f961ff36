import type { z } from "zod";
import type { SignatureDefinition } from "../signatures/define.ts";
import type { Prediction, PredictOptions, Predictor, Usage } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { costOf } from "./prices.ts";
import { type ModelReply, mayHaveCost, type Transport } from "./transport.ts";

/** Sums what requests used, by model. Requests whose money nobody knows are kept apart from those with a price, so that neither hides the other. */
export class Meter {
  readonly #sums = new Map<string, Usage>();

  add(usage: Usage): void {
    const key = JSON.stringify([usage.model, usage.micro_usd === null]);
    const sum = this.#sums.get(key);
    this.#sums.set(key, sum === undefined ? usage : addUsage(sum, usage));
  }

  usage(): Usage[] {
    return [...this.#sums.values()];
  }
}

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    model: a.model,
    calls: a.calls + b.calls,
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
    cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
    micro_usd: a.micro_usd === null || b.micro_usd === null ? null : a.micro_usd + b.micro_usd,
  };
}

const NO_TOKENS = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0 };

/** What an answered request used; the money is null when the price is not known or the provider counted nothing. */
export function usageOfReply(model: string, reply: ModelReply): Usage {
  return {
    model,
    calls: 1,
    ...(reply.tokens ?? NO_TOKENS),
    micro_usd: reply.tokens === null ? null : costOf(model, reply.tokens),
  };
}

/** What a failed request used: nothing where the provider refused it, and money that nobody knows where its answer got lost. */
export function usageOfError(model: string, error: PredictionError): Usage {
  return { model, calls: 1, ...NO_TOKENS, micro_usd: mayHaveCost(error.fault) ? null : costOf(model, NO_TOKENS) };
}

/** Tells the meter of every request that is sent, retries included. It stands directly around a provider's own transport. */
export function withMeter(inner: Transport, meter: Meter): Transport {
  return {
    ...inner,
    async send(request, signal) {
      try {
        const reply = await inner.send(request, signal);
        meter.add(usageOfReply(inner.model, reply));
        return reply;
      } catch (error) {
        if (error instanceof PredictionError) meter.add(usageOfError(inner.model, error));
        throw error;
      }
    },
  };
}

/** A predictor whose predictions and errors carry what all requests made for them used. `predictorWith` makes the predictor of one prediction. */
export class MeteredPredictor implements Predictor {
  readonly #predictorWith: (meter: Meter) => Predictor;

  constructor(predictorWith: (meter: Meter) => Predictor) {
    this.#predictorWith = predictorWith;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options?: PredictOptions<z.output<O>>,
  ): Promise<Prediction<z.output<O>>> {
    const meter = new Meter();
    try {
      const prediction = await this.#predictorWith(meter).predict(signature, input, options);
      return { ...prediction, usage: meter.usage() };
    } catch (error) {
      if (!(error instanceof PredictionError)) throw error;
      throw new PredictionError(error.fault, error.message, {
        retryable: error.retryable,
        retry_after_ms: error.retry_after_ms,
        usage: meter.usage(),
        cause: error,
      });
    }
  }
}
