import { describe, expect, it } from "vitest";
import { sampleParameter } from "../../../ir/ir.sample.ts";
import type { Sketch } from "../../../logic/semantic-diff/sketch.fixture.ts";
import { irWith, openHole } from "../../holes.fixture.ts";
import { NO_HISTORY } from "../history.ts";
import { suggest } from "../suggest.ts";

const suggested = async (contract: Sketch, subject = "precondition 1 of f") => {
  const hole = openHole("missing", { subject });
  return (await suggest(irWith(contract, hole), hole, NO_HISTORY, null)).map(({ value }) => value);
};

describe("the grammar of conditions", () => {
  it.each<[string, Sketch, string]>([
    ["a number is not negative or positive", { parameters: { n: "int" } }, "n >= 0"],
    ["a quantity is within what it is called", { parameters: { hour: "int" } }, "0 <= hour < 24"],
    ["a collection has something in it", { parameters: { xs: "list[str]" } }, "len(xs) > 0"],
    ["a character is one", { parameters: { char: "str" } }, "len(char) == 1"],
    ["an index is one of its collection", { parameters: { xs: "list[int]", index: "int" } }, "0 <= index < len(xs)"],
    ["ends of a range are in order", { parameters: { low: "int", high: "int" } }, "low <= high"],
    ["what may be None is there", { parameters: { x: "int | None" } }, "x is not None"],
    [
      "a value of no declared type is of the type that its name suggests",
      { parameters: { text: null } },
      "isinstance(text, str)",
    ],
  ])("asks that %s", async (_, contract, expected) => {
    expect((await suggested(contract)).slice(0, 3)).toContain(expected);
  });

  it.each<[string, Sketch, string]>([
    ["a count is not negative", { parameters: { xs: "list[int]" }, returns: "int" }, "result >= 0"],
    [
      "of a value and an error there is one",
      { parameters: { x: "int" }, returns: "tuple[str | None, ValueError | None]" },
      "(result[0] is not None) ^ (result[1] is not None)",
    ],
    [
      "a list comes back as long as it was",
      { parameters: { xs: "list[int]" }, returns: "list[int]" },
      "len(result) == len(xs)",
    ],
    ["a number makes a list of that length", { parameters: { n: "int" }, returns: "list[int]" }, "len(result) == n"],
  ])("says that %s", async (_, contract, expected) => {
    expect((await suggested(contract, "postcondition 1 of f")).slice(0, 3)).toContain(expected);
  });

  it("says what the name of the function says", async () => {
    const contract: Sketch = { name: "sum_of_values", parameters: { xs: "list[int]" }, returns: "int" };
    expect((await suggested(contract, "postcondition 1 of f")).slice(0, 3)).toContain("result == sum(xs)");
  });

  it("never asks for what another clause says already", async () => {
    const found = await suggested({ parameters: { n: "int" }, pre: ["n > 0"] });
    expect(found).not.toContain("n >= 0");
    expect(found).not.toContain("n > 0");
  });
});

describe("what a contract says of one name", () => {
  it.each<[string, Sketch, string]>([
    ["a parameter of the same type", { parameters: { x: "int", y: "int" }, pre: ["x % 7 == 3"] }, "y % 7 == 3"],
    [
      "every element of another list",
      { parameters: { a: "list[int]", b: "list[int]" }, pre: ["all(v > 5 for v in a)"] },
      "all(v > 5 for v in b)",
    ],
    [
      "a parameter whose type is tested",
      {
        parameters: { left: sampleParameter("left").type_hint, right: sampleParameter("right").type_hint },
        pre: ["isinstance(left, int)"],
      },
      "isinstance(right, int)",
    ],
  ])("is suggested of %s first", async (_, contract, expected) => {
    expect((await suggested(contract))[0]).toBe(expected);
  });

  it("is suggested of the other case, and of the other end and the other extreme of a result", async () => {
    const cases = await suggested(
      { parameters: { xs: "list[int]" }, returns: "list[int]", post: ["implies(len(xs) == 0, len(result) == 0)"] },
      "postcondition 2 of f",
    );
    expect(cases).toContain("implies(len(xs) > 0, len(result) > 0)");
    const bounds = await suggested(
      { parameters: { xs: "list[int]" }, returns: "list[int]", post: ["max(result) <= max(xs)"] },
      "postcondition 2 of f",
    );
    expect(bounds).toContain("min(result) >= min(xs)");
    const ends = await suggested(
      { parameters: { s: "str" }, returns: "str", post: ["result.startswith('<')"] },
      "postcondition 2 of f",
    );
    expect(ends[0]).toBe("result.endswith('<')");
  });
});
