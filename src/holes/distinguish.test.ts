import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../ir/expression/parse.ts";
import { holds } from "../logic/evaluate/evaluate.ts";
import type { Sketch } from "../logic/semantic-diff/sketch.fixture.ts";
import { distinguish, distinguishTypes } from "./distinguish.ts";
import { irWith } from "./holes.fixture.ts";
import { literalValue } from "./literal.ts";

const XS: Sketch = { parameters: { xs: "list[int]" }, returns: "int" };
const N: Sketch = { parameters: { n: "int" }, returns: "int" };

describe("two readings", () => {
  it.each<[Sketch, [string, string], Record<string, string>, [string | null, string | null]]>([
    [
      XS,
      ["implies(len(xs) == 0, result == 0)", "implies(len(xs) == 0, raises(ValueError))"],
      { xs: "[]" },
      ["0", "raises ValueError"],
    ],
    [N, ["n >= 0", "n > 0"], { n: "0" }, ["allowed", "not allowed"]],
    [N, ["result > n", "result >= n"], { n: "0" }, [null, "0"]],
    [N, ["n >= 0", "implies(n < 0, raises(ValueError))"], { n: "-1" }, ["not allowed", "raises ValueError"]],
    [{ ...N, pre: ["n > 41"] }, ["result == n", "result == 42"], { n: "43" }, ["43", "42"]],
  ])("of %j differ on an input that is shown: %j", async (parts, readings, input, outcomes) => {
    const { distinction } = await distinguish(irWith(parts), readings);
    expect(distinction).toEqual({ input, outcomes, by: "evaluation" });
  });

  it("may be values of the result", async () => {
    const { distinction } = await distinguish(irWith(XS), ["min(xs)", "max(xs)"], { kind: "expression" });
    expect(distinction?.input).toEqual({ xs: expect.stringMatching(/^\[-?\d, -?\d\]$/) });
  });

  it("may say by a key which of several equally good elements is meant", async () => {
    const closest = (key: string) => `implies(len(xs) > 0, result == min(xs, key=lambda v: ${key}))`;
    const { distinction } = await distinguish(irWith(XS), [closest("(abs(v), -v)"), closest("(abs(v), v)")]);
    expect(distinction).toEqual({ input: { xs: "[1, -1]" }, outcomes: ["1", "-1"], by: "evaluation" });
  });

  it.each<[[string, string], string]>([
    [["n > 0", "n>0"], "the same"],
    [["n > 0", "m > 0"], "cannot be read"],
    [["n > 0", "0 < n"], "do not differ"],
  ])("%j are not told apart, with the reason", async (readings, reason) => {
    expect(await distinguish(irWith(N), readings)).toEqual({
      distinction: null,
      reason: expect.stringContaining(reason),
    });
  });

  it("differ on the shown input whatever they are", async () => {
    const condition = fc
      .tuple(fc.constantFrom("<", "<=", "==", "!=", ">", ">="), fc.integer({ min: -4, max: 4 }))
      .map(([operator, bound]) => `n ${operator} ${bound}`);
    await fc.assert(
      fc.asyncProperty(condition, condition, async (one, other) => {
        const { distinction } = await distinguish(irWith(N), [one, other]);
        const value = distinction === null ? null : literalValue(distinction.input.n ?? "");
        const truth = (text: string) =>
          value !== null && holds(parseExpression(text), { values: new Map([["n", value]]), old: null });
        if (distinction !== null) expect(truth(one)).not.toBe(truth(other));
      }),
      { numRuns: 50 },
    );
  });

  it("of a type are told apart by a value", () => {
    expect(distinguishTypes("int", "float")).toEqual({ value: "0.0", of: "float" });
    expect(distinguishTypes("int", "str")).toEqual({ value: "0", of: "int" });
    expect(distinguishTypes("int", "int")).toBeNull();
  });
});
