import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { alphaText } from "./alpha.ts";

const same = (a: string, b: string) => alphaText(parseExpression(a)) === alphaText(parseExpression(b));

describe("text that does not depend on bound names", () => {
  it.each([
    ["all(x > 0 for x in xs)", "all(y > 0 for y in xs)"],
    ["[lambda a, b: a + c][0]", "[lambda p, q: p + c][0]"],
    ["{k: v for k, v in d}", "{a: b for a, b in d}"],
    ["all(any(y in x for y in x) for x in xs)", "all(any(x in y for x in y) for y in xs)"],
    ["[x for x in x]", "[y for y in x]"],
  ])("%s is %s", (a, b) => expect(same(a, b)).toBe(true));

  it.each([
    ["all(x > 0 for x in xs)", "all(x > 0 for x in ys)"],
    ["all(x > y for x in xs)", "all(y > y for y in xs)"],
    ["all(a in b for a in xs for b in xs)", "all(b in a for a in xs for b in xs)"],
    ["[x for x in x]", "[x for x in y]"],
  ])("%s is not %s", (a, b) => expect(same(a, b)).toBe(false));
});
