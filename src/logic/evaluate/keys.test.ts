import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { evaluate } from "./evaluate.ts";
import cases from "./keys.fixture.json" with { type: "json" };
import { literal, type Value } from "./value.ts";

type Case = [expression: string, values: { xs: string; n: string }, answer: { value: string } | { raises: string }];

const parsedValue = (text: string): Value => {
  const outcome = evaluate(parseExpression(text), { values: new Map(), old: null });
  if (outcome.status !== "value") throw new Error(text);
  return outcome.value;
};

describe("min, max and sorted with keywords", () => {
  it("are what CPython makes of them, or cannot be told, which is rare", () => {
    let judged = 0;
    for (const [expression, { xs, n }, answer] of cases as Case[]) {
      const values = new Map([
        ["xs", parsedValue(xs)],
        ["n", parsedValue(n)],
      ]);
      const outcome = evaluate(parseExpression(expression), { values, old: null });
      if (outcome.status === "unsupported") continue;
      judged += 1;
      const got = outcome.status === "raises" ? { raises: outcome.exception } : { value: literal(outcome.value) };
      expect({ expression, xs, ...got }).toEqual({ expression, xs, ...answer });
    }
    expect(judged / cases.length).toBeGreaterThan(0.9);
  });

  it("evaluate a key in the state that it speaks of", () => {
    const list = (...items: bigint[]): Value => ({
      kind: "list",
      items: items.map((value) => ({ kind: "int", value })),
    });
    const environment = { values: new Map([["xs", list(1n, 9n)]]), old: new Map([["xs", list(8n, 2n)]]) };
    const outcome = evaluate(parseExpression("min(xs, key=lambda v: abs(v - old(xs[0])))"), environment);
    expect(outcome).toMatchObject({ status: "value", value: { value: 9n } });
  });
});
