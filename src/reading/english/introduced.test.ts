import { describe, expect, test } from "vitest";
import { introducedParameters, statedReturn } from "./introduced.ts";

const parameters = (prose: string) =>
  introducedParameters(prose)
    .map(({ name, type_hint }) => `${name}: ${type_hint}`)
    .join(", ");

describe("parameters of a request that is not understood", () => {
  test.each([
    ["Write a function that takes a list of integers and frobnicates it", "items: list[int]"],
    ["It takes a list of integers xs and a string s and zorks", "xs: list[int], s: str"],
    ["Given an integer n and a list of words, zork the words", "n: int, items: list[str]"],
    ["Given two strings, zork them", "first: str, second: str"],
    ["You are given three numbers a, b and c. Zork them.", "a: int | float, b: int | float, c: int | float"],
    ["takes a float x and zorks", "x: float"],
    ["takes a list of integers called scores and zorks", "scores: list[int]"],
    ["takes a list of integers and an integer target and zorks target", "items: list[int], target: int"],
    ["find the zorkest thing in a list", "items: list"],
    ["zork a dictionary", "mapping: dict"],
    ["find the zork of two integers a and b", "a: int, b: int"],
  ])("%s", (prose, expected) => {
    expect(parameters(prose)).toBe(expected);
  });

  test.each([
    ["the result is none", "Return a list of strings that zork."],
    ["what something becomes is none", "turn the zorks into a list"],
    ["one of several things could be the other's content", "zork the letters of a word in a string"],
    ["a name stands for something that is not introduced", "zork the first k elements of a list"],
    ["something else is given that is not understood", "find a zork of a frob in a list"],
    ["nothing is introduced", "zork"],
  ])("are left out where %s", (_, prose) => {
    expect(parameters(prose)).toBe("");
  });
});

describe("the type of a result", () => {
  test.each([
    ["zork it and return an integer", "int"],
    ["It returns a list of strings.", "list[str]"],
    ["returns a string that zorks", "str"],
    ["returns an integer or None", "int | None"],
    ["Return True if it zorks", "bool"],
    ["returns the number of zorks", "int"],
  ])("is said by: %s", (prose, expected) => {
    expect(statedReturn(prose)).toBe(expected);
  });

  test.each([
    ["several are said", "Return a string. Return an integer."],
    ["a choice is said", "returns a string if it zorks"],
    ["a part of a tuple is said", "returns a string and an integer"],
    ["something is only mentioned", "zork a string"],
  ])("is open where %s", (_, prose) => {
    expect(statedReturn(prose)).toBeNull();
  });
});
