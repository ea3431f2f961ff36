import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { CPYTHON_CASES } from "../cpython.fixture.ts";
import { evaluate, holds } from "./evaluate.ts";
import { literal, truthy, type Value } from "./value.ts";

const run = (text: string, values: Record<string, Value> = {}, old: Record<string, Value> | null = null) => {
  const outcome = evaluate(parseExpression(text), {
    values: new Map(Object.entries(values)),
    old: old === null ? null : new Map(Object.entries(old)),
  });
  if (outcome.status === "value") return literal(outcome.value);
  return outcome.status === "raises" ? outcome.exception : `unsupported ${outcome.construct}`;
};

const literalValue = (text: string): Value => {
  const outcome = evaluate(parseExpression(text), { values: new Map(), old: null });
  if (outcome.status !== "value") throw new Error(text);
  return outcome.value;
};

describe("evaluate", () => {
  it("answers what CPython answers, or that it cannot, on every case of the fixture", () => {
    let judged = 0;
    for (const { expression, values, answer } of CPYTHON_CASES) {
      const environment = { values: new Map([...values].map(([name, text]) => [name, literalValue(text)])), old: null };
      const outcome = evaluate(parseExpression(expression), environment);
      if (outcome.status === "unsupported") continue;
      judged += 1;
      const got =
        outcome.status === "raises"
          ? { raises: outcome.exception }
          : { value: literal(outcome.value), true: truthy(outcome.value) };
      expect({ expression, ...got }).toEqual({ expression, ...answer });
    }
    expect(judged).toBeGreaterThan(0.95 * CPYTHON_CASES.length);
  });

  it.each([
    ["-7 // 2", "-4"],
    ["7 // -2", "-4"],
    ["-7 % 3", "2"],
    ["7 % -3", "-2"],
    ["-7.5 // 2", "-4.0"],
    ["7.5 % -2", "-0.5"],
    ["1 // 0", "ZeroDivisionError"],
    ["2 ** 200", String(2n ** 200n)],
    ["0 or []", "[]"],
    ["3 and 'x'", "'x'"],
    ["1 < 2 < 2", "False"],
    ["False and 1 // 0", "False"],
    ["True == 1 and 1 == 1.0", "True"],
    ["2 ** 53 + 1 == float(2 ** 53)", "False"],
    ["'abc'[-1] + 'abc'[-9:2]", "'cab'"],
    ["'abc'[3]", "IndexError"],
    ["[1, 2, 3, 4][::-2]", "[4, 2]"],
    ["'x' in 3", "TypeError"],
    ["None < 1", "TypeError"],
    ["all(1 // x > 0 for x in [1, -1, 0])", "False"],
    ["all([1 // x > 0 for x in [1, -1, 0]])", "ZeroDivisionError"],
    ["[y for x in [[1], [2, 3]] for y in x if y > 1]", "[2, 3]"],
    ["sorted([3, 1, 2]) == [1, 2, 3]", "True"],
    ["len({1, 1.0, True})", "1"],
    ["{'a': 1}['b']", "KeyError"],
    ["implies(False, 1 // 0)", "True"],
    ["1e16", "1e+16"],
    ["0.0001 + 0", "0.0001"],
    ["x.y", "unsupported attribute:y"],
    ["sum([0.1, 0.2])", "unsupported sum_of_floats"],
    ["len(y for y in [1])", "TypeError"],
  ])("%s is %s", (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it("reads values on entry through old", () => {
    const one: Value = { kind: "int", value: 1n };
    const two: Value = { kind: "int", value: 2n };
    expect(run("x == old(x) + 1", { x: two }, { x: one })).toBe("True");
    expect(run("old(x)", { x: two })).toBe("unsupported old");
  });

  it("gives up on evaluations that take too long", () => {
    expect(run("all(x + y >= 0 for x in range(10 ** 9) for y in range(10 ** 9))")).toBe("unsupported too_long");
    expect(run("2 ** 10 ** 9")).toBe("unsupported huge_integer");
  });

  it("floors integer quotients so that divisor times quotient plus remainder gives the dividend", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        fc.pre(b !== 0n);
        const values = { a: { kind: "int", value: a }, b: { kind: "int", value: b } } as const;
        expect(run("a == b * (a // b) + a % b and (0 <= a % b < b or b < a % b <= 0)", values)).toBe("True");
      }),
    );
  });

  it("writes floats so that they read back as the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (value) => {
        expect(literalValue(literal({ kind: "float", value }))).toEqual({ kind: "float", value });
      }),
    );
  });
});

describe("holds", () => {
  it("is true only for a true value, false for an exception, null when it cannot tell", () => {
    const environment = { values: new Map(), old: null };
    expect(["1", "0", "1 // 0", "nothing"].map((text) => holds(parseExpression(text), environment))).toEqual([
      true,
      false,
      false,
      null,
    ]);
  });
});
