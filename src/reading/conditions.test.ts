import { describe, expect, it } from "vitest";
import type { ParameterFact } from "../signatures/facts.ts";
import { readCondition, readNounCondition } from "./conditions.ts";

function parameter(name: string, type_hint: string | null): ParameterFact {
  return { name, type_hint, kind: "positional_or_keyword", default: null, description: null };
}

const known = { parameters: [parameter("xs", "list[int]"), parameter("n", "int"), parameter("s", "str")] };

describe("readCondition", () => {
  it.each([
    ["n is positive", "n > 0"],
    ["n is a non-negative integer", "n >= 0"],
    ["n is an even number", "n % 2 == 0"],
    ["n is zero", "n == 0"],
    ["n is between 1 and 100", "1 <= n <= 100"],
    ["n is between 1 and 100 (exclusive)", "1 < n < 100"],
    ["n is in the range [0, 9)", "0 <= n < 9"],
    ["1 <= n <= 10^5", "1 <= n <= 10 ** 5"],
    ["1 ≤ n ≤ len(xs)", "1 <= n <= len(xs)"],
    ["xs is empty", "len(xs) == 0"],
    ["the list is not empty", "len(xs) != 0"],
    ["xs has at most 10**5 elements", "len(xs) <= 10 ** 5"],
    ["xs contains exactly three items", "len(xs) == 3"],
    ["s consists of lowercase English letters", "all('a' <= c <= 'z' for c in s)"],
    ["s contains only digits", "all(c.isdigit() for c in s)"],
    ["the length of xs is at least n", "len(xs) >= n"],
    ["n is even and positive", "n % 2 == 0 and n > 0"],
    ["n is less than 0 or greater than 100", "n < 0 or n > 100"],
    ["n is not in xs", "n not in xs"],
    ["xs does not contain n", "n not in xs"],
    ["xs contains only positive integers", "all(v > 0 for v in xs)"],
    ["all elements of xs are non-negative", "all(v >= 0 for v in xs)"],
    ["xs is a non-empty list of positive integers", "len(xs) > 0 and all(v > 0 for v in xs)"],
    ["the list is sorted in ascending order", "list(xs) == sorted(xs)"],
    ["n is divisible by 3", "n % 3 == 0"],
    ["n is None", "n is None"],
  ])("reads %s", (text, expression) => {
    expect(readCondition(text, known, "loose")).toBe(expression);
  });

  it.each([
    "n is large",
    "it is empty",
    "m is positive",
    "n is a positive string",
    "xs is even",
    "n is prime",
    "the number is positive and sorted",
    "n is not even or positive",
    "there is no such element",
    "n = 3",
    "os.remove(s)",
    "xs is sorted by length",
    "n is close to 3",
  ])("does not read %s", (text) => {
    expect(readCondition(text, known, "loose")).toBeNull();
  });

  it("takes `between` without its ends only where nothing hangs on them", () => {
    expect(readCondition("n is between 1 and 5", known, "exact")).toBeNull();
    expect(readCondition("n is between 1 and 5 (inclusive)", known, "exact")).toBe("1 <= n <= 5");
  });

  it("does not take a noun for one of several parameters it could mean", () => {
    const two = { parameters: [parameter("a", "list[int]"), parameter("b", "list[int]")] };
    expect(readCondition("the list is empty", two, "loose")).toBeNull();
  });

  it("does not take `the number` for a parameter where it may be an element", () => {
    expect(readCondition("the number is even", known, "exact")).toBeNull();
    expect(readCondition("the number is even", { parameters: [parameter("n", "int")] }, "exact")).toBe("n % 2 == 0");
  });
});

describe("readNounCondition", () => {
  it.each([
    ["an empty list", "len(xs) == 0"],
    ["negative n", "n < 0"],
    ["an empty string", "len(s) == 0"],
  ])("reads %s", (text, expression) => {
    expect(readNounCondition(text, known)).toBe(expression);
  });

  it.each(["empty input", "a list", "negative numbers", "an empty n"])("does not read %s", (text) => {
    expect(readNounCondition(text, known)).toBeNull();
  });
});
