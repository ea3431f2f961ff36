import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "./ast.ts";
import { anyExpression } from "./expression.arbitrary.ts";
import { parseExpression } from "./parse.ts";
import { printExpression } from "./print.ts";
import cases from "./unparse.fixture.json";

/** Where our canonical text is not that of `ast.unparse`: fewer parentheses, or a literal kept as written. */
const DEVIATIONS: Record<string, string> = {
  "a or b and c": "a or b and c",
  "a and not b": "a and not b",
  "2 ** -1": "2 ** -1",
  "-2 ** -x": "-2 ** -x",
  "f(x for x in xs).y": "f(x for x in xs).y",
  "all(0 <= v for v in result)": "all(0 <= v for v in result)",
  "old(x for x in y)": "old(x for x in y)",
  "1..real": "1..real",
  "u'x'": "'x'",
  'f"{x}"': 'f"{x}"',
  "f'{x!r:>{width}}' 'tail'": "f'{x!r:>{width}}' 'tail'",
  "'head' f'{x}'": "'head' f'{x}'",
  "(yield)": "yield",
  "(yield x)": "yield x",
};

describe("printExpression", () => {
  it.each(cases.filter(({ unparsed }) => unparsed !== null))(
    "prints $text as CPython unparses it",
    ({ text, unparsed }) => {
      expect(printExpression(parseExpression(text))).toBe(DEVIATIONS[text] ?? unparsed);
    },
  );

  it("prints text that parses to the tree it came from", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(parseExpression(printExpression(expression))).toEqual(expression);
      }),
      { numRuns: 1000 },
    );
  });

  it("prints chains of 5,000 links without recursion", () => {
    const x: Expression = { kind: "name", name: "x" };
    let sum: Expression = x;
    let power: Expression = x;
    let path: Expression = x;
    for (let link = 1; link < 5000; link += 1) {
      sum = { kind: "binary", operator: "+", left: sum, right: x };
      power = { kind: "binary", operator: "**", left: x, right: power };
      path = { kind: "attribute", object: path, attribute: "x" };
    }
    expect(printExpression(sum)).toBe(Array(5000).fill("x").join(" + "));
    expect(printExpression(power)).toBe(Array(5000).fill("x").join(" ** "));
    expect(printExpression(path)).toBe(Array(5000).fill("x").join("."));
  });

  it("writes an integer that CPython refuses in decimal in hexadecimal", () => {
    const source = `0x${"f".repeat(7000)}`;
    expect(printExpression(parseExpression(source))).toBe(source);
  });
});
