import { describe, expect, it } from "vitest";
import type { ParameterFact } from "../../signatures/facts.ts";
import { courtesy, introduction } from "./introductions.ts";

function parameter(name: string, type_hint: string | null): ParameterFact {
  return { name, type_hint, kind: "positional_or_keyword", default: null, description: null };
}

const known = { parameters: [parameter("xs", "list[int]"), parameter("k", "int")] };
const alone = { parameters: [parameter("words", "list[str]")] };

function conditions(sentence: string, scope = known): string[] | null {
  return introduction.read(sentence, scope)?.preconditions.map(({ expression }) => expression) ?? null;
}

describe("introduction", () => {
  it.each([
    ["You are given a list of integers xs and an integer k.", []],
    [
      "Given a non-empty list of positive integers xs, and a positive integer k.",
      ["len(xs) > 0 and all(v > 0 for v in xs)", "k > 0"],
    ],
    ["The input is an array xs.", []],
    ["This function takes in a positive integer k.", ["k > 0"]],
  ])("reads %j", (sentence, expected) => {
    expect(conditions(sentence)).toEqual(expected);
  });

  it("means the only parameter where no name stands", () => {
    expect(conditions("You are given a non-empty list of strings.", alone)).toEqual(["len(words) > 0"]);
  });

  it.each([
    "You are given a list of integers.",
    "You are given a list of strings xs.",
    "You are given a string k.",
    "You are given a list of integers xs and a float z.",
    "You are given a balanced list of integers xs.",
    "Given a list xs, return its sum.",
    "You are given a list xs that is a permutation.",
  ])("does not read %j", (sentence) => {
    expect(conditions(sentence)).toBeNull();
  });
});

describe("courtesy", () => {
  it.each(["Assume the input is always valid.", "You may assume that all inputs are valid.", "Thanks!"])(
    "reads %j",
    (sentence) => {
      expect(courtesy.read(sentence, known)).not.toBeNull();
    },
  );

  it.each(["Assume the input is valid JSON.", "Return whether the input is valid.", "Assume xs is valid."])(
    "does not read %j",
    (sentence) => {
      expect(courtesy.read(sentence, known)).toBeNull();
    },
  );
});
