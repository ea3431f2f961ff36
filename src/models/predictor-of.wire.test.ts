import { describe, expect, it } from "vitest";
import { constraintExtraction } from "../signatures/constraint-extraction.ts";
import { holeSuggestion } from "../signatures/hole-suggestion.ts";
import { intentToSignature } from "../signatures/intent-to-signature.ts";
import { irToCode } from "../signatures/ir-to-code.ts";
import { nlToIntent } from "../signatures/nl-to-intent.ts";
import { validation } from "../signatures/validation.ts";
import { memoryLedger } from "./ledger.ts";
import { memoryStore } from "./prediction-store.ts";
import { Gates } from "./predictor-of.ts";
import { CONTRACT, environmentOf, failureOf, openSession, PROVIDERS, QUESTION, testPredictor } from "./testing.ts";

const streams = PROVIDERS.flatMap((provider) => ["false", "true"].map((stream) => ({ provider, stream })));

describe("a prediction over the wire", () => {
  it.each(streams)(
    "of $provider (stream: $stream) has the output, its source and its usage",
    async ({ provider, stream }) => {
      const session = await openSession();
      const { predictor } = testPredictor(environmentOf(provider, session, { LIFT_MODEL_STREAM: stream }));
      const prediction = await predictor.predict(irToCode, CONTRACT);
      expect(prediction).toMatchObject({
        output: { imports: ["import math"], helpers: "def half(n):\n    return n", body: "return half(abs(a - b))" },
        reasoning: "This is about distance.",
        source: "model",
        program: null,
      });
      const [usage] = prediction.usage;
      expect(prediction.usage.length).toBe(1);
      expect(usage).toMatchObject({ calls: 1, model: prediction.model });
      expect(usage?.input_tokens).toBeGreaterThan(0);
      expect(usage?.output_tokens).toBeGreaterThan(0);
      if (provider === "openai") expect(usage?.micro_usd).toBeNull();
      else expect(usage?.micro_usd).toBe((usage?.input_tokens ?? 0) * 4 + (usage?.output_tokens ?? 0) * 20);
    },
  );

  it.each(PROVIDERS)("of %s sends every signature a schema that strict structured output takes", async (provider) => {
    const session = await openSession();
    const { predictor } = testPredictor(environmentOf(provider, session));
    const intent = (await predictor.predict(nlToIntent, QUESTION)).output;
    expect(intent.identifiers.map(({ name }) => name)).toEqual(["distance", "a", "b"]);
    const signature = (await predictor.predict(intentToSignature, { ...QUESTION, intent })).output;
    expect(signature.parameters.map(({ name, type_hint }) => [name, type_hint])).toEqual([
      ["a", "int"],
      ["b", "int"],
    ]);
    const constraints = (await predictor.predict(constraintExtraction, { ...QUESTION, intent })).output;
    expect(constraints.examples).toEqual([{ args: ["3", "5"], kwargs: [], returns: "2", raises: null }]);
    const hole = { clause: "signature", kind: "type", subject: "a", type_hint: "str", description: "?", context: null };
    await predictor.predict(holeSuggestion, { ...CONTRACT, hole, earlier: [] });
    await predictor.predict(validation, { code: "", function_name: "f", preconditions: [], clause: "True" });
    const seen = await session.seen();
    expect(seen.map(({ status, signature: id }) => [status, id])).toEqual([
      [200, "nl-to-intent"],
      [200, "intent-to-signature"],
      [200, "constraint-extraction"],
      [200, "hole-suggestion"],
      [200, "validation"],
    ]);
  });

  it("of Anthropic caches the system part, names its effort and sets no temperature", async () => {
    const session = await openSession();
    const { predictor } = testPredictor(environmentOf("anthropic", session, { LIFT_MODEL_EFFORT: "low" }));
    await predictor.predict(irToCode, CONTRACT);
    const [seen] = await session.seen();
    expect(seen?.body).toMatchObject({
      model: "claude-opus-5-5",
      max_tokens: 16_000,
      system: [{ type: "text", cache_control: { type: "ephemeral" } }],
      output_config: { effort: "low", format: { type: "json_schema" } },
    });
    expect(Object.keys(seen?.body ?? {})).not.toContain("temperature");
  });

  it("of an OpenAI-compatible server has the seed and the grammar field that is configured", async () => {
    const session = await openSession();
    const { predictor } = testPredictor(environmentOf("openai", session, { LIFT_MODEL_GRAMMAR: "structured_outputs" }));
    await predictor.predict(irToCode, CONTRACT, { seed: 5 });
    const [seen] = await session.seen();
    expect(seen?.body).toMatchObject({
      seed: 5,
      max_tokens: 16_000,
      response_format: { type: "json_schema", json_schema: { strict: true, name: "ir-to-code" } },
      structured_outputs: { json: { type: "object" } },
    });
  });
});

describe("configuration that the provider refuses", () => {
  it.each([
    ["anthropic", "ANTHROPIC_API_KEY"],
    ["openai", "OPENAI_API_KEY"],
  ] as const)(
    "a wrong key of %s is an authentication fault that names %s, after one request",
    async (provider, variable) => {
      const session = await openSession();
      const { predictor } = testPredictor(environmentOf(provider, session, { [variable]: "wrong" }));
      const error = await failureOf(predictor.predict(irToCode, CONTRACT));
      expect(error).toMatchObject({ fault: "authentication", retryable: false });
      expect(error.message).toContain(variable);
      expect(error.message).not.toContain("wrong");
      expect((await session.seen()).length).toBe(1);
    },
  );

  it.each([
    ["anthropic", "anthropic/gpt"],
    ["openai", "openai/unknown"],
  ] as const)(
    "a model that %s does not have is misconfigured, and LIFT_MODEL is named",
    async (provider, LIFT_MODEL) => {
      const session = await openSession();
      const { predictor } = testPredictor(environmentOf(provider, session, { LIFT_MODEL }));
      const error = await failureOf(predictor.predict(irToCode, CONTRACT));
      expect(error.fault).toBe("misconfigured");
      expect(error.message).toContain("LIFT_MODEL");
    },
  );

  it("an address where nobody listens is a connection fault", async () => {
    const { predictor } = testPredictor({ LIFT_MODEL: "openai/x", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" });
    expect((await failureOf(predictor.predict(irToCode, CONTRACT))).fault).toBe("connection");
  });
});

describe("an abort", () => {
  it.each(PROVIDERS)("of a request to %s ends it as aborted, without another request", async (provider) => {
    const session = await openSession({}, 3_000);
    const { predictor } = testPredictor(environmentOf(provider, session));
    const error = await failureOf(predictor.predict(irToCode, CONTRACT, { signal: AbortSignal.timeout(200) }));
    expect(error).toMatchObject({ fault: "aborted", retryable: false });
    expect((await session.seen()).length).toBe(1);
  });
});

describe("a chain of models", () => {
  it("asks the second when the first one's key is wrong, and keeps the account of both", async () => {
    const [first, second] = [await openSession(), await openSession()];
    const { predictor } = testPredictor({
      ...environmentOf("anthropic", first, { ANTHROPIC_API_KEY: "wrong" }),
      ...environmentOf("openai", second),
      LIFT_MODEL: "anthropic/claude-opus-5-5,openai/simulated",
    });
    const prediction = await predictor.predict(irToCode, CONTRACT);
    expect(prediction.model).toBe("simulated");
    expect(prediction.usage.map(({ model, calls }) => [model, calls])).toEqual([
      ["claude-opus-5-5", 1],
      ["simulated", 1],
    ]);
  });

  it("asks nobody else when a model refuses or the budget is used up", async () => {
    const [first, second] = [await openSession({ rates: { refusal: 1 } }), await openSession()];
    const environment = {
      ...environmentOf("anthropic", first),
      ...environmentOf("openai", second),
      LIFT_MODEL: "anthropic/claude-opus-5-5,openai/simulated",
    };
    const refused = testPredictor(environment);
    expect((await failureOf(refused.predictor.predict(irToCode, CONTRACT))).fault).toBe("refused");
    const poor = testPredictor(environment, { ledger: memoryLedger({ calls: 0, tokens: null, micro_usd: null }) });
    expect((await failureOf(poor.predictor.predict(irToCode, CONTRACT))).fault).toBe("budget_exhausted");
    expect(await second.seen()).toEqual([]);
  });
});

describe("a provider that is unwell", () => {
  it("is not asked any more once its circuit is open, until the cooldown is over", async () => {
    const session = await openSession({ script: Array(6).fill("overloaded") });
    let now = 1_000_000;
    const { predictor } = testPredictor(environmentOf("anthropic", session), { now: () => now });
    expect((await failureOf(predictor.predict(irToCode, CONTRACT))).fault).toBe("overloaded");
    // The fifth failure in a row opens the circuit within the retries of the second prediction.
    expect((await failureOf(predictor.predict(irToCode, CONTRACT))).fault).toBe("circuit_open");
    expect(await failureOf(predictor.predict(irToCode, CONTRACT))).toMatchObject({
      fault: "circuit_open",
      retryable: true,
      retry_after_ms: 5_000,
      usage: [],
    });
    expect((await session.seen()).length).toBe(5);
    now += 5_000;
    // The probe fails and the circuit opens again; the next probe finds the provider well.
    expect((await failureOf(predictor.predict(irToCode, CONTRACT))).fault).toBe("circuit_open");
    now += 10_000;
    expect((await predictor.predict(irToCode, CONTRACT)).source).toBe("model");
    expect((await session.seen()).length).toBe(7);
  });

  it("never gets more requests at a time than configured", async () => {
    const session = await openSession({}, 60);
    const environment = environmentOf("openai", session, { LIFT_MODEL_CONCURRENCY: "2" });
    let running = 0;
    let most = 0;
    const { predictor } = testPredictor(environment, {
      gates: new Gates(),
      fetch: async (input, init) => {
        most = Math.max(most, ++running);
        try {
          return await fetch(input, init);
        } finally {
          running--;
        }
      },
    });
    await Promise.all([0, 1, 2, 3, 4, 5].map((seed) => predictor.predict(irToCode, CONTRACT, { seed })));
    expect(most).toBe(2);
    expect((await session.seen()).length).toBe(6);
  });
});

describe("an answer that was given before", () => {
  it("comes from the cache without a request and without usage", async () => {
    const session = await openSession();
    const { predictor } = testPredictor(environmentOf("anthropic", session), {
      cache: { store: memoryStore(), scope: "tenant" },
    });
    const first = await predictor.predict(irToCode, CONTRACT);
    const second = await predictor.predict(irToCode, CONTRACT);
    expect(second).toEqual({ ...first, source: "cache", usage: [] });
    expect((await session.seen()).length).toBe(1);
    await predictor.predict(irToCode, CONTRACT, { seed: 1 });
    expect((await session.seen()).length).toBe(2);
  });

  it("is replayed from its recording by a predictor that has no network", async () => {
    const session = await openSession();
    const store = memoryStore();
    const environment = environmentOf("anthropic", session);
    const recorded = await testPredictor(environment, { recordings: { store, mode: "record" } }).predictor.predict(
      irToCode,
      CONTRACT,
    );
    const offline = testPredictor(environment, {
      recordings: { store, mode: "replay" },
      fetch: () => Promise.reject(new Error("no network")),
    }).predictor;
    expect(await offline.predict(irToCode, CONTRACT)).toEqual({ ...recorded, source: "recording", usage: [] });
    const miss = await failureOf(offline.predict(irToCode, CONTRACT, { seed: 9 }));
    expect(miss).toMatchObject({ fault: "no_answer", message: expect.stringContaining("no recording of ir-to-code") });
  });
});
