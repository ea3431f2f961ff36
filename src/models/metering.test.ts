import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PredictionError, type Usage } from "../signatures/predictor.ts";
import { Meter, withMeter } from "./metering.ts";
import type { ModelReply, ModelRequest, Transport } from "./transport.ts";

const usage = fc.record({
  model: fc.constantFrom("a", "b"),
  calls: fc.nat(3),
  input_tokens: fc.nat(1_000),
  output_tokens: fc.nat(1_000),
  cache_read_tokens: fc.nat(1_000),
  cache_write_tokens: fc.nat(1_000),
  micro_usd: fc.option(fc.nat(1_000)),
}) satisfies fc.Arbitrary<Usage>;

const sum = (usages: readonly Usage[], key: "calls" | "input_tokens" | "micro_usd") =>
  usages.reduce((total, one) => total + (one[key] ?? 0), 0);

const REQUEST: ModelRequest = {
  system: "",
  turns: [],
  format: null,
  tools: [],
  tool_choice: "auto",
  max_output_tokens: 1,
  seed: 0,
};
const REPLY: ModelReply = {
  id: null,
  text: "x",
  tool_calls: [],
  stop: "end",
  tokens: { input_tokens: 1_000, output_tokens: 100, cache_read_tokens: 0, cache_write_tokens: 0 },
};

async function metered(model: string, send: Transport["send"]): Promise<Usage[]> {
  const meter = new Meter();
  const transport = withMeter({ provider: "anthropic", model, send }, meter);
  await transport.send(REQUEST, null).catch(() => undefined);
  return meter.usage();
}

describe("a meter", () => {
  it("loses no call, token or known money, and keeps unknown money apart", () => {
    fc.assert(
      fc.property(fc.array(usage, { maxLength: 12 }), (usages) => {
        const meter = new Meter();
        for (const one of usages) meter.add(one);
        const sums = meter.usage();
        for (const key of ["calls", "input_tokens", "micro_usd"] as const)
          expect(sum(sums, key)).toBe(sum(usages, key));
        const groups = usages.map(({ model, micro_usd }) => `${model} ${micro_usd === null}`);
        expect(sums.map(({ model, micro_usd }) => `${model} ${micro_usd === null}`).sort()).toEqual(
          [...new Set(groups)].sort(),
        );
      }),
    );
  });

  it("prices a reply by its model, and leaves it open where the price or the count is not known", async () => {
    expect(await metered("claude-opus-5-5", async () => REPLY)).toMatchObject([{ calls: 1, micro_usd: 6_000 }]);
    expect(await metered("gpt", async () => REPLY)).toMatchObject([{ calls: 1, input_tokens: 1_000, micro_usd: null }]);
    expect(await metered("claude-opus-5-5", async () => ({ ...REPLY, tokens: null }))).toMatchObject([
      { micro_usd: null },
    ]);
  });

  it.each([
    ["rate_limited", 0],
    ["authentication", 0],
    ["timeout", null],
    ["connection", null],
  ] as const)("counts a request that was %s, whose money is %s", async (fault, micro_usd) => {
    const failing = () => Promise.reject(new PredictionError(fault, ""));
    expect(await metered("claude-opus-5-5", failing)).toMatchObject([{ calls: 1, input_tokens: 0, micro_usd }]);
  });
});
