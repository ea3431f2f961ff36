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
    ["compute the length of the longest word in a sentence", "text: result == max(len(x) for x in text.split())"],
    [
      "Given a list of numbers, return the sum of the negative ones.",
      "items: result == sum(x for x in items if x < 0)",
    ],
    [
      "Return True if every word in a list starts with a vowel.",
      "items: result == all(x[:1] in tuple('aeiouAEIOU') for x in items)",
    ],
  ])("%s", (prose, expected) => {
    expect(reading(prose)).toBe(expected);
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
