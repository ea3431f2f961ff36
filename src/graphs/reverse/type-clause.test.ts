import { describe, expect, it } from "vitest";
import { literalValue } from "../../holes/literal.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import { resultIsA } from "./type-clause.ts";

/** Whether the clause of the type holds for a result. */
function passes(annotation: string, source: string): boolean | null {
  const test = resultIsA(annotation);
  const result = literalValue(source);
  if (test === null || result === null) return null;
  expect(expressionText(test).unsupported).toEqual([]);
  const values = new Map([["result", result]]);
  return holds(parseExpression(test), { values, old: null });
}

describe("the clause that an annotated result stands for", () => {
  it.each([
    ["int", "3", "'3'"],
    ["float", "3.5", "'3'"],
    ["str", "'a'", "1"],
    ["bool", "True", "1"],
    ["None", "None", "0"],
    ["list[int]", "[1, 2]", "[1, 'a']"],
    ["tuple[int, str]", "(1, 'a')", "(1, 2)"],
    ["tuple[int, ...]", "(1, 2)", "[1, 2]"],
    ["dict[str, int]", "{'a': 1}", "{'a': 'b'}"],
    ["set[int]", "{1}", "[1]"],
    ["int | None", "None", "'a'"],
    ["Optional[list[str]]", "['a']", "[1]"],
  ])("holds for values of %s alone", (annotation, good, bad) => {
    expect(passes(annotation, good)).toBe(true);
    expect(passes(annotation, bad)).toBe(false);
  });

  it("takes what a type checker takes: an int for a float, a bool for an int", () => {
    expect(passes("float", "3")).toBe(true);
    expect(passes("int", "True")).toBe(true);
    expect(passes("list", "['a', 1]")).toBe(true);
  });

  it("is none where no test tells, or where every value will do", () => {
    for (const annotation of [
      "Iterable[int]",
      "Sequence[int]",
      "Set[int]",
      "Account",
      "list[Account]",
      "Any",
      "object",
    ])
      expect(resultIsA(annotation)).toBeNull();
  });
});
