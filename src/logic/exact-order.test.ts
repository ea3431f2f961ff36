import { describe, expect, it } from "vitest";
import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { exactOrder, isNumberName } from "./exact-order.ts";
import type { PythonType } from "./types/python-type.ts";

const TYPES: Record<string, PythonType> = { x: { kind: "float" }, n: { kind: "int" }, s: { kind: "str" } };

/** With `number` in place of the name of `x`'s being one. */
function exact(text: string): string | null {
  const found = exactOrder(parseExpression(text), (name) => TYPES[name] ?? null);
  return found === null ? null : printExpression(found).replaceAll(isNumberName("x"), "number");
}

describe("exactOrder", () => {
  it.each([
    ["x < 1", "number and x < 1"],
    ["0 <= x < 1.5", "(number and 0 <= x) and (number and x < 1.5)"],
    ["not x > n", "not (number and x > n)"],
    ["x != 2", "not (number and x == 2)"],
    ["n > 0 or x == -1", "n > 0 or (number and x == -1)"],
  ])("joins each comparison of %j with the truth that its floats are numbers", (text, expected) => {
    expect(exact(text)).toBe(printExpression(parseExpression(expected)));
  });

  it.each(["x + 1 > x", "x < s", "x", "x in (1.0, 2.0)", "x < 1e999", "abs(x) < 1", "x is None"])(
    "says nothing of %j, which is more than order",
    (text) => {
      expect(exact(text)).toBeNull();
    },
  );
});
