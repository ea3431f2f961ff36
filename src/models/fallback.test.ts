import { describe, expect, it } from "vitest";
import { nlToIntent } from "../signatures/nl-to-intent.ts";
import {
  PREDICTION_FAULTS,
  PredictionError,
  type PredictionFault,
  type Predictor,
  type Usage,
} from "../signatures/predictor.ts";
import { FallbackPredictor } from "./fallback.ts";

const INPUT = { prompt: "Add two numbers", context: null };

const usage = (model: string): Usage => ({
  model,
  calls: 1,
  input_tokens: 1,
  output_tokens: 1,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  micro_usd: 1,
});

const failing = (fault: PredictionFault, more: { retry_after_ms?: number } = {}): Predictor => ({
  predict: () => Promise.reject(new PredictionError(fault, `it was ${fault}`, { ...more, usage: [usage(fault)] })),
});

const answering: Predictor = {
  async predict(signature) {
    const output = signature.output.parse({
      summary: "s",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      identifiers: [],
    });
    return { output, reasoning: null, source: "model", model: "second", program: null, usage: [usage("second")] };
  },
};

const FALLS_BACK: readonly PredictionFault[] = [
  "rate_limited",
  "overloaded",
  "timeout",
  "connection",
  "circuit_open",
  "authentication",
  "misconfigured",
];

describe("a chain of predictors", () => {
  it.each(PREDICTION_FAULTS)("after %s asks the next one only if the first could not be used", async (fault) => {
    const chain = new FallbackPredictor([failing(fault), answering]);
    const asked = chain.predict(nlToIntent, INPUT);
    if (FALLS_BACK.includes(fault)) {
      const { model, usage: spent } = await asked;
      expect(model).toBe("second");
      expect(spent.map((one) => one.model)).toEqual([fault, "second"]);
    } else await expect(asked).rejects.toMatchObject({ fault });
  });

  it("that fails everywhere says why of each, and can be retried after the shortest wait", async () => {
    const chain = new FallbackPredictor([failing("rate_limited", { retry_after_ms: 500 }), failing("authentication")]);
    await expect(chain.predict(nlToIntent, INPUT)).rejects.toMatchObject({
      fault: "authentication",
      message: "it was rate_limited; then: it was authentication",
      retryable: true,
      retry_after_ms: 500,
      usage: [{ model: "rate_limited" }, { model: "authentication" }],
    });
  });

  it("asks nobody more once the caller has aborted", async () => {
    const chain = new FallbackPredictor([failing("connection"), answering]);
    await expect(chain.predict(nlToIntent, INPUT, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      fault: "connection",
    });
  });
});
