import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf, unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { ParameterFact } from "../../signatures/facts.ts";
import { ENTRIES } from "./lexicon/entries.ts";
import { compilePattern } from "./pattern.ts";
import { templateOf } from "./template.ts";
import { understand } from "./understand.ts";
import type { Scope } from "./understanding.ts";

const OPEN: Scope = { function_name: null, parameters: null, returns: null };

const named = (...names: string[]): Scope => ({
  ...OPEN,
  parameters: names.map(
    (name): ParameterFact => ({
      name,
      type_hint: null,
      kind: "positional_or_keyword",
      default: null,
      description: null,
    }),
  ),
});

/** What is read, and from which parameters. */
function reading(prose: string, scope: Scope = OPEN): string {
  const { complete, parameters, postconditions } = understand(prose, scope);
  return complete
    ? `${parameters.map(({ name }) => name).join(", ")}: ${postconditions.map(({ expression }) => expression).join()}`
    : "incomplete";
}

/** Names that stand for themselves in every expression. */
const GLOBALS = new Set(
  "result len sum max min sorted list tuple set dict str int float abs round range enumerate zip map any all next bin oct hex ord chr isinstance type reversed complex True False math functools itertools collections statistics bisect cmath re".split(
    " ",
  ),
);

describe("a request in plain English defines the result", () => {
  test.each([
    ["count how many vowels a word has", "incomplete"],
    [
      "Write a function to find the smallest odd number in a list of integers.",
      "items: result == min(x for x in items if x % 2 != 0)",
    ],
    ["Please write a python function to reverse a tuple.", "items: result == items[::-1]"],
    ["check whether the word is a palindrome or not", "word: result == (word == word[::-1])"],
    ["return the product of the digits of an integer", "number: result == math.prod(int(d) for d in str(abs(number)))"],
    ["count the elements of a list that are smaller than k", "items, k: result == len([x for x in items if x < k])"],
    [
      "remove all consonants from the given text",
      "text: result == ''.join([c for c in text if not (c.isalpha() and c not in 'aeiouAEIOU')])",
    ],
    ["sort a list of words by length", "items: result == sorted(items, key=lambda x: len(x))"],
    ["find the nth tetrahedral number", "n: result == n * (n + 1) * (n + 2) // 6"],
    [
      "check if an integer is divisible by both m and n",
      "number, m, n: result == (number % m == 0 and number % n == 0)",
    ],
    ["find the area of a rhombus", "p, q: result == p * q / 2"],
    ["find the volume of a cone with radius r and height h", "r, h: result == math.pi * r ** 2 * h / 3"],
    ["square every number in a list", "items: result == [x ** 2 for x in items]"],
    ["the most common word in a text", "text: result == max(text.split(), key=text.split().count)"],
    ["the most common character in a text", "text: result == max(text, key=text.count)"],
    ["compute the length of the longest word in a sentence", "text: result == max(len(x) for x in text.split())"],
    [
      "Given a list of numbers, return the sum of the negative ones.",
      "items: result == sum(x for x in items if x < 0)",
    ],
    [
      "Return True if every word in a list starts with a vowel.",
      "items: result == all(x[:1] in tuple('aeiouAEIOU') for x in items)",
    ],
    ["Write a function that, given an integer n, returns its square", "n: result == n ** 2"],
    ["takes a list of integers and returns the largest one", "items: result == max(items)"],
    [
      "takes a list of integers and returns the largest odd number",
      "items: result == max(y for y in items if y % 2 != 0)",
    ],
    ["given a list of words, return the shortest word", "items: result == min(items, key=lambda y: len(y))"],
    ["takes a list of integers and returns the negative numbers", "items: result == [y for y in items if y < 0]"],
    [
      "given a list of numbers, return the sum of the even numbers",
      "items: result == sum(x for x in items if x % 2 == 0)",
    ],
    ["takes two integers and returns their product", "first, second: result == first * second"],
  ])("%s", (prose, expected) => {
    expect(reading(prose)).toBe(expected);
  });
});

describe("types that the words give", () => {
  test.each([
    ["the sum of two integers a and b", "a: int, b: int -> int"],
    ["the product of three numbers a, b and c", "a: int | float, b: int | float, c: int | float -> int | float"],
    ["concatenate two strings", "first: str, second: str -> str"],
    ["the square of a float x", "x: float -> float"],
    ["the largest integer in a list of integers", "items: list[int] -> int"],
    ["the most frequent element in a list of strings", "items: list[str] -> str"],
  ])("%s", (prose, expected) => {
    const { parameters, returns } = understand(prose, OPEN);
    expect(`${parameters.map(({ name, type_hint }) => `${name}: ${type_hint}`).join(", ")} -> ${returns}`).toBe(
      expected,
    );
  });
});

describe("the number at the least or greatest distance", () => {
  const values = (prose: string, scope: Scope = OPEN) => {
    const { complete, ambiguities, postconditions } = understand(prose, scope);
    expect([complete, postconditions]).toEqual([false, []]);
    return ambiguities.flatMap(({ readings }) => readings.map(({ value }) => value));
  };

  test.each([
    ["the closest number to zero in a list", "min", "items", "0"],
    ["find the integer in a list of integers that is nearest to k", "min", "items", "k"],
    ["the element of a list closest to a given number", "min", "items", "number"],
    ["return the nearest value to k from a list", "min", "items", "k"],
    ["the number farthest from k in a list", "max", "items", "k"],
    ["given a list of integers and a number k, return the closest number to k", "min", "items", "k"],
  ])("is open on ties: %s", (prose, call, items, point) => {
    const distance = (name: string) => (point === "0" ? `abs(${name})` : `abs(${name} - ${point})`);
    expect(values(prose)).toEqual([
      `result == ${call}(${items}, key=lambda x: ${distance("x")})`,
      `result == max(x for x in ${items} if ${distance("x")} == ${call}(${distance("y")} for y in ${items}))`,
    ]);
  });

  test("is open as a part of something else", () => {
    expect(values("the square of the closest number to zero in a list")[0]).toBe(
      "result == min(items, key=lambda x: abs(x)) ** 2",
    );
  });

  test("is not read without anything to choose from", () => {
    expect(understand("the closest number to k", OPEN).ambiguities).toEqual([]);
  });

  test("differs from extremes whose usual meaning is the first one", () => {
    expect(reading("the longest word in a list of words")).toBe("items: result == max(items, key=lambda x: len(x))");
  });
});

describe("names", () => {
  test("come from the scope in its order where the prose fixes none", () => {
    expect(reading("count the even numbers in a list", named("values"))).toBe(
      "values: result == len([x for x in values if x % 2 == 0])",
    );
  });

  test("of the scope that the prose mentions are matched by name", () => {
    expect(reading("find all elements of xs that are greater than limit", named("limit", "xs"))).toBe(
      "limit, xs: result == [x for x in xs if x > limit]",
    );
  });

  test("of the scope that the prose leaves unexplained make the reading incomplete", () => {
    expect(understand("find the sum of a list", named("xs", "start")).complete).toBe(false);
  });

  test("put what is searched before what is searched for", () => {
    expect(reading("count the occurrences of a character in a string")).toBe(
      "text, character: result == text.count(character)",
    );
  });

  test("of bound variables do not capture parameters", () => {
    expect(reading("find all elements of xs that are greater than x")).toBe(
      "xs, x: result == [x_1 for x_1 in xs if x_1 > x]",
    );
  });
});

describe("what is not certain is not claimed", () => {
  test("an unknown word is left unread", () => {
    const prose = "find the frobnicated sum of a list";
    const { complete, unread } = understand(prose, OPEN);
    expect(complete).toBe(false);
    expect(unread.map(({ start, end }) => prose.slice(start, end))).toContain("frobnicated");
  });

  test("two meanings that need equally much are offered as readings", () => {
    const { complete, ambiguities } = understand("calculate the harmonic sum of n-1", OPEN);
    expect(complete).toBe(false);
    expect(ambiguities[0]?.readings.length).toBeGreaterThan(1);
  });

  test("whether an array comes with its length is asked", () => {
    expect(understand("find the sum of an array", OPEN).ambiguities.map(({ clause }) => clause)).toEqual(["signature"]);
    expect(reading("find the sum of an array", named("arr", "n"))).toBe("arr, n: result == sum(arr)");
  });

  test("the type of a result is not its value", () => {
    expect(understand("Return a list of strings", OPEN).complete).toBe(false);
    expect(understand("Return a list of strings", named("xs")).complete).toBe(false);
  });

  test("an adjective that limits is never dropped", () => {
    expect(reading("find the sum of positive numbers in a list")).toContain("if x > 0");
  });

  test("a property of many is said of each, not of their list", () => {
    expect(reading("check if all strings in a list are empty")).toBe(
      "items: result == all(len(x) == 0 for x in items)",
    );
  });

  test("a check by regular expression leaves open what is returned", () => {
    expect(understand("check that a string starts with a digit using regex", OPEN).complete).toBe(false);
  });
});

describe("the lexicon", () => {
  test("stands in the language: patterns compile and templates parse", () => {
    for (const { pattern, parts } of ENTRIES) {
      expect(compilePattern(pattern).length, pattern).toBeGreaterThan(0);
      for (const template of Object.values(parts))
        expect(unsupportedConstructs(templateOf(template)), pattern).toEqual([]);
    }
  });
});

describe("any prose", () => {
  const vocabulary = fc.constantFrom(
    ..."find the sum of even numbers in a list string and or not that are greater than k n two is check whether sort by length each remove from first second largest with , . ( 3 'a' words digits tuple dictionary".split(
      " ",
    ),
  );
  const prose = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.array(vocabulary, { maxLength: 14 }).map((words) => words.join(" ")),
  );

  test("is read without failure, within its own range, and completely only as an expression over the parameters", () => {
    fc.assert(
      fc.property(prose, (text) => {
        const { complete, parameters, postconditions, unread } = understand(text, OPEN);
        for (const { start, end } of unread) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeLessThan(end);
        }
        if (!complete) return;
        expect(unread).toEqual([]);
        const names = new Set(parameters.map(({ name }) => name));
        expect(names.size).toBe(parameters.length);
        for (const { expression } of postconditions) {
          const parsed = parseExpression(expression);
          expect(unsupportedConstructs(parsed)).toEqual([]);
          for (const name of namesOf(parsed)) expect(names.has(name) || GLOBALS.has(name), name).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
