import { describe, expect, it } from "vitest";
import { PredictionError } from "./predictor.ts";
import { UsageTally } from "./usage-tally.ts";

const tokens = { input_tokens: 10, output_tokens: 2, cache_read_tokens: 5, cache_write_tokens: 1 };
const tally = (price: number | null = 40) => new UsageTally({ model: "m", price: () => price });

describe("the usage of a prediction", () => {
  it("adds up requests, tokens and money", () => {
    const sum = tally();
    sum.answered(tokens);
    sum.answered(tokens);
    expect(sum.total()).toEqual([
      {
        model: "m",
        calls: 2,
        input_tokens: 20,
        output_tokens: 4,
        cache_read_tokens: 10,
        cache_write_tokens: 2,
        micro_usd: 80,
      },
    ]);
    expect(tally().total()).toEqual([]);
  });

  it("has money that nobody knows where a price or a count is missing, and never gets it back", () => {
    const unpriced = tally(null);
    unpriced.answered(tokens);
    expect(unpriced.total()).toMatchObject([{ micro_usd: null }]);
    const uncounted = tally();
    uncounted.answered(null);
    uncounted.answered(tokens);
    expect(uncounted.total()).toMatchObject([{ calls: 2, input_tokens: 10, micro_usd: null }]);
  });

  it("takes what an error says it used, and otherwise what its fault means", () => {
    const said = tally();
    said.failed(new PredictionError("timeout", "", { usage: [{ ...tokens, model: "m", calls: 3, micro_usd: 7 }] }));
    expect(said.total()).toMatchObject([{ calls: 3, output_tokens: 2, micro_usd: 7 }]);
    const fate = (fault: PredictionError["fault"]) => {
      const sum = tally();
      sum.failed(new PredictionError(fault, ""));
      return sum.total().map(({ calls, micro_usd }) => ({ calls, micro_usd }));
    };
    expect(fate("timeout")).toEqual([{ calls: 1, micro_usd: null }]);
    expect(fate("rate_limited")).toEqual([{ calls: 1, micro_usd: 0 }]);
    expect(fate("circuit_open")).toEqual([]);
  });
});
