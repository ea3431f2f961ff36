import { describe, expect, it } from "vitest";
import type { Fault } from "../../evals/model-server/faults.ts";
import { irToCode } from "../signatures/ir-to-code.ts";
import { PredictionError, type PredictionFault } from "../signatures/predictor.ts";
import { memoryLedger } from "./ledger.ts";
import { CONTRACT, environmentOf, failureOf, openSession, PROVIDERS, testPredictor } from "./testing.ts";

/** How a request ends that always meets the fault: its name, and how many requests the server sees. */
const ENDS: Readonly<Record<Fault, { fault: PredictionFault; requests: number; waits: number }>> = {
  rate_limit: { fault: "rate_limited", requests: 3, waits: 2 },
  overloaded: { fault: "overloaded", requests: 3, waits: 2 },
  server_error: { fault: "overloaded", requests: 3, waits: 2 },
  bad_gateway: { fault: "overloaded", requests: 3, waits: 2 },
  stream_error: { fault: "overloaded", requests: 3, waits: 2 },
  timeout: { fault: "timeout", requests: 3, waits: 2 },
  cut: { fault: "connection", requests: 3, waits: 2 },
  broken_body: { fault: "connection", requests: 3, waits: 2 },
  empty: { fault: "invalid_output", requests: 3, waits: 2 },
  // Corrections, not retries: the model is told what is wrong, twice.
  invalid_json: { fault: "invalid_output", requests: 3, waits: 0 },
  wrong_schema: { fault: "invalid_output", requests: 3, waits: 0 },
  huge: { fault: "invalid_output", requests: 1, waits: 0 },
  refusal: { fault: "refused", requests: 1, waits: 0 },
  max_tokens: { fault: "truncated", requests: 1, waits: 0 },
};

const cases = PROVIDERS.flatMap((provider) =>
  ["false", "true"].flatMap((stream) =>
    (Object.keys(ENDS) as Fault[]).map((injected) => ({ provider, stream, injected, ...ENDS[injected] })),
  ),
);

describe("a fault that stays", () => {
  it.each(cases)(
    "$injected of $provider (stream: $stream) ends as $fault after $requests requests",
    async ({ provider, stream, injected, fault, requests, waits: expected_waits }) => {
      const session = await openSession({ rates: { [injected]: 1 } });
      const ledger = memoryLedger({ calls: 3, tokens: null, micro_usd: null });
      const { predictor, waits } = testPredictor(
        environmentOf(provider, session, {
          LIFT_MODEL_STREAM: stream,
          LIFT_MODEL_TIMEOUT_MS: injected === "timeout" ? "150" : "5000",
        }),
        { ledger },
      );
      const error = await failureOf(predictor.predict(irToCode, CONTRACT));
      expect({ fault: error.fault, message: error.message }).toEqual({ fault, message: expect.any(String) });
      const seen = await session.seen();
      expect(seen.length).toBe(requests);
      expect(waits.length).toBe(expected_waits);
      // Every request is accounted for: in the error, and in the budget, which holds nothing any more.
      expect(error.usage.reduce((calls, usage) => calls + usage.calls, 0)).toBe(requests);
      expect(ledger.state().held).toEqual({});
      expect(ledger.state().spent.calls).toBe(requests);
    },
  );
});

describe("a fault that passes", () => {
  const passing = (Object.keys(ENDS) as Fault[]).filter((fault) => ENDS[fault].requests === 3);
  it.each(PROVIDERS.flatMap((provider) => passing.map((injected) => ({ provider, injected }))))(
    "$injected of $provider is overcome by the second request",
    async ({ provider, injected }) => {
      const session = await openSession({ script: [injected] });
      const { predictor } = testPredictor(
        environmentOf(provider, session, {
          LIFT_MODEL_STREAM: "true",
          LIFT_MODEL_TIMEOUT_MS: injected === "timeout" ? "150" : "5000",
        }),
      );
      const prediction = await predictor.predict(irToCode, CONTRACT);
      expect(prediction.output.body).toBe("return half(abs(a - b))");
      expect(prediction.usage.reduce((calls, usage) => calls + usage.calls, 0)).toBe(2);
      expect((await session.seen()).length).toBe(2);
    },
  );
});

describe("waiting for a provider", () => {
  it.each(PROVIDERS)("%s is asked again no sooner than its Retry-After says", async (provider) => {
    const session = await openSession({ script: ["rate_limit", "rate_limit"], retry_after_s: 7 });
    const { predictor, waits } = testPredictor(environmentOf(provider, session));
    await predictor.predict(irToCode, CONTRACT);
    expect(waits).toEqual([7_250, 7_250]);
  });

  it.each(PROVIDERS)("a longer Retry-After of %s is handed up instead of waited for", async (provider) => {
    const session = await openSession({ rates: { rate_limit: 1 }, retry_after_s: 600 });
    const { predictor, waits } = testPredictor(environmentOf(provider, session));
    const error = await failureOf(predictor.predict(irToCode, CONTRACT));
    expect(error).toMatchObject({ fault: "rate_limited", retryable: true, retry_after_ms: 600_000 });
    expect(waits).toEqual([]);
    expect((await session.seen()).length).toBe(1);
  });
});

describe("a budget over the wire", () => {
  it.each(PROVIDERS)("stops the retries of %s", async (provider) => {
    const session = await openSession({ rates: { overloaded: 1 } });
    const ledger = memoryLedger({ calls: 2, tokens: null, micro_usd: null });
    const { predictor } = testPredictor(environmentOf(provider, session), { ledger });
    const error = await failureOf(predictor.predict(irToCode, CONTRACT));
    expect(error.fault).toBe("budget_exhausted");
    expect((await session.seen()).length).toBe(2);
  });

  it.each(PROVIDERS)(
    "lets no more requests to %s through than it allows, however many ask at once",
    async (provider) => {
      const session = await openSession({ rates: { overloaded: 0.3, cut: 0.2 } });
      const ledger = memoryLedger({ calls: 7, tokens: null, micro_usd: null });
      const { predictor } = testPredictor(environmentOf(provider, session), { ledger });
      const ends = await Promise.allSettled(
        Array.from({ length: 10 }, (_, seed) => predictor.predict(irToCode, CONTRACT, { seed })),
      );
      expect((await session.seen()).length).toBe(7);
      expect(ledger.state()).toMatchObject({ held: {}, spent: { calls: 7 } });
      for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(PredictionError);
    },
  );

  it("of money refuses a model without a price before it is asked", async () => {
    const session = await openSession();
    const ledger = memoryLedger({ calls: null, tokens: null, micro_usd: 1_000_000 });
    const { predictor } = testPredictor(environmentOf("openai", session), { ledger });
    const error = await failureOf(predictor.predict(irToCode, CONTRACT));
    expect(error).toMatchObject({ fault: "budget_exhausted", message: expect.stringContaining("price of simulated") });
    expect(await session.seen()).toEqual([]);
  });

  it("of money too small for one answer refuses it", async () => {
    const session = await openSession();
    const ledger = memoryLedger({ calls: null, tokens: null, micro_usd: 1_000 });
    const { predictor } = testPredictor(environmentOf("anthropic", session), { ledger });
    expect((await failureOf(predictor.predict(irToCode, CONTRACT))).fault).toBe("budget_exhausted");
    expect(await session.seen()).toEqual([]);
  });
});
