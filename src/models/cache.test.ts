import { describe, expect, it } from "vitest";
import { holeSuggestion } from "../signatures/hole-suggestion.ts";
import { nlToIntent } from "../signatures/nl-to-intent.ts";
import type { Predictor } from "../signatures/predictor.ts";
import type { Program } from "../signatures/program.ts";
import { CachingPredictor } from "./cache.ts";
import { predictionKey } from "./prediction-key.ts";
import { memoryStore, type PredictionStore } from "./prediction-store.ts";

const INPUT = { prompt: "Add two numbers", context: null };

function counting(): Predictor & { calls: number } {
  const predictor: Predictor & { calls: number } = {
    calls: 0,
    async predict(signature) {
      predictor.calls++;
      const output = signature.output.parse({
        summary: `answer ${predictor.calls}`,
        rationale: null,
        user_personas: [],
        success_criteria: [],
        domain_concepts: [],
        identifiers: [],
      });
      return { output, reasoning: "r", source: "model", model: "m", program: null, usage: [] };
    },
  };
  return predictor;
}

const cached = (inner: Predictor, store: PredictionStore, scope = "t") =>
  new CachingPredictor(inner, "m", store, scope);

describe("a cache of predictions", () => {
  it("answers the same question once, and says so", async () => {
    const inner = counting();
    const predictor = cached(inner, memoryStore());
    const first = await predictor.predict(nlToIntent, INPUT);
    expect(await predictor.predict(nlToIntent, INPUT)).toEqual({ ...first, source: "cache", usage: [] });
    expect(inner.calls).toBe(1);
  });

  it("keeps tenants apart", async () => {
    const inner = counting();
    const store = memoryStore();
    await cached(inner, store, "a").predict(nlToIntent, INPUT);
    await cached(inner, store, "b").predict(nlToIntent, INPUT);
    expect(inner.calls).toBe(2);
  });

  it("does not answer what the caller's check refuses, or what is damaged", async () => {
    const inner = counting();
    const store = memoryStore();
    const predictor = cached(inner, store);
    await predictor.predict(nlToIntent, INPUT);
    const fresh = await predictor.predict(nlToIntent, INPUT, {
      check: (output) => (output.summary === "answer 1" ? ["old"] : []),
    });
    expect(fresh).toMatchObject({ source: "model", output: { summary: "answer 2" } });
    const broken: PredictionStore = { get: async () => '{"output":{"summary":3}}', put: async () => undefined };
    expect((await cached(inner, broken).predict(nlToIntent, INPUT)).source).toBe("model");
    const torn: PredictionStore = { get: async () => "{", put: async () => undefined };
    expect((await cached(inner, torn).predict(nlToIntent, INPUT)).source).toBe("model");
  });
});

describe("the key of a prediction", () => {
  const program: Program = {
    format: 1,
    signature: "nl-to-intent",
    version: "1",
    contract: "0".repeat(64),
    instruction: "x",
    demos: [],
  };

  it("changes with all that an answer depends on", async () => {
    const keys = await Promise.all([
      predictionKey(nlToIntent, INPUT, "m"),
      predictionKey(nlToIntent, { ...INPUT, prompt: "Add two numbers." }, "m"),
      predictionKey(nlToIntent, { ...INPUT, context: "" }, "m"),
      predictionKey(nlToIntent, INPUT, "n"),
      predictionKey(nlToIntent, INPUT, "m", { seed: 1 }),
      predictionKey(nlToIntent, INPUT, "m", { program }),
      predictionKey(nlToIntent, INPUT, "m", { program: { ...program, instruction: "y" } }),
      predictionKey(nlToIntent, INPUT, "m", { output_schema: { type: "object" } }),
      predictionKey({ ...nlToIntent, version: 2 }, INPUT, "m"),
      predictionKey({ ...nlToIntent, description: "Another" }, INPUT, "m"),
      predictionKey({ ...nlToIntent, output: holeSuggestion.output }, INPUT, "m"),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it("does not change with the order of members or what the caller listens to", async () => {
    const key = await predictionKey(nlToIntent, INPUT, "m");
    expect(await predictionKey(nlToIntent, { context: null, prompt: INPUT.prompt }, "m", { seed: 0 })).toBe(key);
    expect(await predictionKey(nlToIntent, INPUT, "m", { check: () => [], signal: AbortSignal.abort() })).toBe(key);
  });
});
