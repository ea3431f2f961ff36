import { describe, expect, test } from "vitest";
import { parseModule } from "../parse.ts";
import { constantReturns } from "./constant-returns.ts";

function returnsOf(body: string) {
  const lines = body.split("\n").map((line) => `    ${line}`);
  const parsed = parseModule(`def f(x):\n${lines.join("\n")}\n`);
  const fn = parsed.ok ? parsed.module.functions[0] : undefined;
  if (!parsed.ok || !fn) throw new Error("not Python");
  return constantReturns(parsed.module, fn);
}

const ROWS: [title: string, body: string, values: string[], complete: boolean][] = [
  ["literals", "if x:\n    return 'a'\nreturn None", ["'a'", "None"], true],
  ["each value once", "if x:\n    return 1\nreturn 1", ["1"], true],
  ["folded arithmetic", "return -7 // 2 + 2 ** 3", ["4"], true],
  ["the sign of a remainder", "return -7 % 3", ["2"], true],
  ["a true division", "return 7 / 2", ["3.5"], true],
  ["an integral float keeps its point", "return 2.0", ["2.0"], true],
  ["a variable that holds a literal", "n = 3\nm = n * 2\nreturn (n, m)", ["(3, 6)"], true],
  ["a variable assigned on one way only", "n = 3\nif x:\n    n = 4\nreturn n", [], false],
  ["a variable that a loop changes", "n = 0\nfor _ in x:\n    n += 1\nreturn n", [], false],
  ["a list that may have been changed", "n = [1]\nn.append(2)\nreturn n", [], false],
  ["a variable that a nested function assigns", "n = 1\ndef g():\n    nonlocal n\n    n = 2\ng()\nreturn n", [], false],
  ["something unknown beside a literal", "if x:\n    return 1\nreturn x", ["1"], false],
  ["what is yielded", "yield 1\nyield", ["1", "None"], true],
  ["no statement at all", "x.y", [], true],
  ["statements of nested functions are not counted", "def g():\n    return 1\nreturn 2", ["2"], true],
];

describe("constant returns", () => {
  test.each(ROWS)("%s", (_title, body, values, complete) => {
    expect(returnsOf(body)).toMatchObject({ values, complete });
  });

  test("statements are counted with their place", () => {
    expect(returnsOf("if x:\n    return 1\nreturn x")).toMatchObject({
      count: 2,
      statements: [
        { kind: "return", value: "1", span: { line: 3, column: 8 } },
        { kind: "return", value: null, span: { line: 4, column: 4 } },
      ],
    });
  });
});
