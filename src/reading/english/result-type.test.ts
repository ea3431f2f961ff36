import { expect, test } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { resultType } from "./result-type.ts";
import { parseType, showType } from "./types.ts";

const TYPES = new Map(
  Object.entries({
    n: "int",
    x: "float",
    q: "num",
    xs: "list[int]",
    fs: "list[float]",
    s: "str",
    any: "list[any]",
  }).map(([name, type]) => [name, parseType(type)]),
);

test.each([
  ["n + 1", "int"],
  ["n * x", "float"],
  ["n + q", "num"],
  ["n / n", "float"],
  ["n ** 2", "int"],
  ["n ** n", null],
  ["-n // 2", "int"],
  ["max(xs) ** 2", "int"],
  ["min(xs, key=lambda y: abs(y - n))", "int"],
  ["sum(xs)", "int"],
  ["sum(fs)", "num"],
  ["max(fs)", "float"],
  ["sum(y * y for y in xs if y > 0)", "int"],
  ["[y / 2 for y in xs]", "list[float]"],
  ["sorted(s.split())", null],
  ["max(n, 3)", "int"],
  ["xs[0] if n > 0 else n", "int"],
  ["xs[1:]", "list[int]"],
  ["math.prod([n, n])", "int"],
  ["all(y > 0 for y in xs)", "bool"],
  ["max(any)", null],
  ["unknown + 1", null],
])("the type of %s is %s", (text, expected) => {
  const type = resultType(parseExpression(text), TYPES);
  expect(type && showType(type)).toBe(expected);
});
