import { describe, expect, it } from "vitest";
import { ExpressionText } from "../ir.ts";
import { MAX_LENGTH, parseExpression } from "./parse.ts";
import { expressionText, sameExpression } from "./text.ts";

describe("expressionText", () => {
  it("stores canonical text when the language has all of it", () => {
    expect(expressionText("( x>0 )  # positive")).toEqual({ text: "x > 0", unsupported: [] });
  });

  it("stores the text verbatim, with the constructs, when it does not", () => {
    expect(expressionText("x  ==  f'{y}'")).toEqual({ text: "x  ==  f'{y}'", unsupported: ["f_string"] });
    expect(expressionText("x ===")).toEqual({ text: "x ===", unsupported: ["invalid_syntax"] });
  });

  it("always fits the model", () => {
    for (const text of ["x".repeat(MAX_LENGTH + 1), Array(3000).fill("a").join("<"), `'${"\u0001".repeat(7000)}'`])
      expect(ExpressionText.safeParse(expressionText(text)).success).toBe(true);
    expect(expressionText("x".repeat(MAX_LENGTH + 1))).toEqual({
      text: `${"x".repeat(MAX_LENGTH - 1)}…`,
      unsupported: ["too_long"],
    });
  });
});

describe("sameExpression", () => {
  it.each([
    ["x>0", "(x) > 0", true],
    ["'a' 'b'", '"ab"', true],
    ["1.0", "1.00", true],
    ["1.0", "1", false],
    ["0x10", "16", true],
    ["a - b - c", "a - (b - c)", false],
    ["a and b and c", "(a and b) and c", false],
    ["x", "y", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(sameExpression(parseExpression(a), parseExpression(b))).toBe(same);
  });
});
