import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costAtMost, costOf } from "./prices.ts";

const MODELS = [
  "claude-opus-5-5",
  "claude-sonnet-5-5",
  "claude-haiku-5-5",
  "claude-haiku-4-5-20251001",
  "claude-fable-5-1",
];
const tokens = fc.record({
  input_tokens: fc.nat(300_000),
  output_tokens: fc.nat(64_000),
  cache_read_tokens: fc.nat(300_000),
  cache_write_tokens: fc.nat(300_000),
});
const NONE = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0 };

describe("the cost of a request", () => {
  it.each([
    ["claude-opus-5-5", { ...NONE, input_tokens: 1_000_000 }, 4_000_000],
    ["claude-opus-5-5", { ...NONE, output_tokens: 1_000_000 }, 20_000_000],
    ["claude-sonnet-5-5", { ...NONE, cache_read_tokens: 1_000_000 }, 100_000],
    ["claude-sonnet-5-5", { ...NONE, cache_write_tokens: 1_000_000 }, 2_500_000],
    ["claude-haiku-5-5", { ...NONE, input_tokens: 100_000 }, 10_000],
    ["claude-haiku-5-5", { ...NONE, input_tokens: 100_001 }, 50_001],
    ["claude-haiku-4-5-20251001", { ...NONE, input_tokens: 1_000 }, 1_000],
    ["claude-opus-5-5", NONE, 0],
  ])("of %s is its rates times its tokens", (model, counts, micro_usd) => {
    expect(costOf(model, counts)).toBe(micro_usd);
  });

  it("is not known for models that the table does not have, and never 0 then", () => {
    expect(costOf("claude-fable-5-2", NONE)).toBeNull();
    expect(costOf("gpt", NONE)).toBeNull();
    expect(costAtMost("gpt", 1, 1)).toBeNull();
  });

  it("is a whole number that is at most one micro-USD above the exact sum, and grows with every count", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODELS),
        tokens,
        fc.constantFrom(...(Object.keys(NONE) as (keyof typeof NONE)[])),
        (model, counts, kind) => {
          const cost = costOf(model, counts) ?? -1;
          expect(Number.isSafeInteger(cost)).toBe(true);
          expect(costOf(model, { ...counts, [kind]: counts[kind] + 1_000 }) ?? -1).toBeGreaterThan(cost);
        },
      ),
    );
  });

  it("of parts is at least the cost of the whole, where no rate changes with length", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const sum = {
          input_tokens: a.input_tokens + b.input_tokens,
          output_tokens: a.output_tokens + b.output_tokens,
          cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
          cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
        };
        const parts = (costOf("claude-opus-5-5", a) ?? 0) + (costOf("claude-opus-5-5", b) ?? 0);
        const whole = costOf("claude-opus-5-5", sum) ?? 0;
        expect(parts - whole).toBeGreaterThanOrEqual(0);
        expect(parts - whole).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("never exceeds its estimate, however the prompt is split among the caches", () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODELS), tokens, fc.nat(1_000), (model, counts, room) => {
        const prompt = counts.input_tokens + counts.cache_read_tokens + counts.cache_write_tokens;
        const most = costAtMost(model, prompt + room, counts.output_tokens + room) ?? -1;
        expect(costOf(model, counts) ?? Number.NaN).toBeLessThanOrEqual(most);
      }),
    );
  });
});
