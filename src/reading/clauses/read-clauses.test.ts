import { describe, expect, it } from "vitest";
import type { ParameterFact } from "../../signatures/facts.ts";
import { combine } from "../combine.ts";
import { readClauses } from "./read-clauses.ts";

function parameter(name: string, type_hint: string): ParameterFact {
  return { name, type_hint, kind: "positional_or_keyword", default: null, description: null };
}

const known = { parameters: [parameter("xs", "list[int]"), parameter("n", "int")] };

function postconditions(prose: string, general: string[] = []): string[] {
  const facts = general.map((expression) => ({ expression, rationale: "words" }));
  return combine(readClauses(prose, known), facts).map(({ expression }) => expression);
}

function preconditions(prose: string): string[] {
  return readClauses(prose, known).flatMap((clause) => clause.preconditions.map(({ expression }) => expression));
}

describe("cases", () => {
  it("are read in a request as in a docstring", () => {
    const cases = ["implies(n > 9, result == 8)", "implies(not n > 9 and n <= 9, result == 5)"];
    expect(postconditions("Return 5 if n is at most 9, and 8 if n is more than 9.")).toEqual(cases);
    expect(
      postconditions("Write a function f(n: int) -> int that returns 5 if n is at most 9, and 8 if n is more than 9."),
    ).toEqual(cases);
  });
});

describe("what callers have to ensure", () => {
  it.each([
    ["You may assume that n is a positive integer.", ["n > 0"]],
    ["It is guaranteed that xs is non-empty and n is at most 5.", ["len(xs) > 0 and n <= 5"]],
    ["Constraints:\n- 1 <= n <= 100\n- xs has at most 50 elements\n", ["1 <= n <= 100", "len(xs) <= 50"]],
    ["Zork n (n >= 1).", ["n >= 1"]],
    ["Zork n, where 1 <= n < len(xs).", ["1 <= n < len(xs)"]],
  ])("is read from %j", (prose, expected) => {
    expect(preconditions(prose)).toEqual(expected);
  });

  it.each([
    "Return n if n is positive.",
    "The result is positive.",
    "Find an index i (1 <= i <= n).",
    "If n is positive.",
    "n is the number of gadgets.",
  ])("is not read from %j", (prose) => {
    expect(preconditions(prose)).toEqual([]);
  });
});

describe("cases of the result", () => {
  it.each([
    ["If xs is empty, return None.", ["implies(len(xs) == 0, result is None)"]],
    ["If the list is empty, the result is 0.", ["implies(len(xs) == 0, result == 0)"]],
    ["Return -1 for an empty list.", ["implies(len(xs) == 0, result == -1)"]],
    ["For negative n return an empty list.", ["implies(n < 0, result == [])"]],
    ["Returns 1 if n is even, otherwise -1.", ["result == (1 if n % 2 == 0 else -1)"]],
    ["Return True if n is in xs, False otherwise.", ["result == (n in xs)"]],
    ["Return False if n is in xs, else True.", ["result == (n not in xs)"]],
    ["If n is negative, raise a ValueError.", ["implies(n < 0, raises(ValueError))"]],
    ["Zork xs; raise TypeError if xs is empty.", ["implies(len(xs) == 0, raises(TypeError))"]],
    [
      "If xs is empty, return 0. If n is odd, return 1.",
      ["implies(len(xs) == 0, result == 0)", "implies(len(xs) != 0 and n % 2 == 1, result == 1)"],
    ],
  ])("are read from %j", (prose, expected) => {
    expect(postconditions(prose)).toEqual(expected);
  });

  it.each([
    "Return -1 if there is none.",
    "If n is prime, return 0.",
    "If xs is empty, return the default.",
    "Return True if n is even.",
    "Return None if it is missing.",
    "Increment the count if n is even.",
    "Return n if n is even, or its zork otherwise.",
  ])("are not read from %j", (prose) => {
    expect(postconditions(prose)).toEqual([]);
  });

  it("are exceptions to what the rest of the prose defines", () => {
    const prose = "Return the maximum of xs, or None if xs is empty.";
    expect(readClauses(prose, known).map(({ start, end }) => prose.slice(start, end))).toEqual([
      ", or None if xs is empty.",
    ]);
    expect(postconditions(prose, ["result == max(xs)"])).toEqual(["result == (None if len(xs) == 0 else max(xs))"]);
  });

  it("guard what the rest of the prose says without defining the result", () => {
    expect(postconditions("If xs is empty, return 0.", ["result > 0"])).toEqual([
      "implies(len(xs) == 0, result == 0)",
      "implies(len(xs) != 0, result > 0)",
    ]);
  });
});
