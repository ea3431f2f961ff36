import { describe, expect, it } from "vitest";
import type { ParameterFact } from "../../signatures/facts.ts";
import { blank } from "../mapped-text.ts";
import { findExamples } from "./find-examples.ts";

function parameter(name: string): ParameterFact {
  return { name, type_hint: null, kind: "positional_or_keyword", default: null, description: null };
}

const scope = { function_name: "f", parameters: [parameter("x"), { ...parameter("y"), default: "0" }] };

function outcomes(text: string): string[] {
  return findExamples(text, scope).flatMap(({ meaning }) =>
    meaning.kind === "example"
      ? [`${meaning.example.args.join(", ")} => ${meaning.example.returns ?? `raises ${meaning.example.raises}`}`]
      : meaning.kind === "set_up"
        ? []
        : [`${meaning.call.args.join(", ")} ? ${meaning.kind === "claim" ? meaning.expression : meaning.value}`],
  );
}

describe("findExamples", () => {
  it.each([
    ["f(2) == 4", ["2 => 4"]],
    ["f(2) = 4", ["2 => 4"]],
    ["f(2) -> 4", ["2 => 4"]],
    ["f(2) ==> 4", ["2 => 4"]],
    ["f('a', 1) ➞ true", ["'a', 1 => True"]],
    ["`f([1, 2])` should return `3`.", ["[1, 2] => 3"]],
    ["f(2)   # returns 'db'", ["2 => 'db'"]],
    ["f(-1) raises ValueError.", ["-1 => raises ValueError"]],
    ["f(2) == 4, f(3) == 9 and f(4) returns 16.", ["2 => 4", "3 => 9", "4 => 16"]],
    ["f(y=1, x=2) == 3", ["2, 1 => 3"]],
    ["assert f(\n  [1,\n   2]) == 3", ["[1, 2] => 3"]],
    ["assert 3 == f(1)", ["1 => 3"]],
    ["assert f(1)", ["1 ? bool(result)"]],
    ["assert set(f(1)) == {1, 2}", ["1 ? set(result) == {1, 2}"]],
    [">>> xs = [1, 2]\n>>> f(xs)\n3", ["[1, 2] => 3"]],
    [">>> f(3)\n['a',\n 'b']", ["3 => ['a', 'b']"]],
    [">>> f(3) == 4\nTrue", ["3 => 4"]],
    [">>> f(3) == 4\nFalse", ["3 ? (result == 4) == False"]],
    ["Input: x = 3, y = 4\nOutput: 5\nExplanation: because it is so", ["3, 4 => 5"]],
    ["Input: [1, 2]\nOutput: 3", ["[1, 2] => 3"]],
    ["For x = 3, the output is 5.", ["3 => 5"]],
    ["if X = 3 and y = 1 then the result should be 'a'", ["3, 1 => 'a'"]],
    ["For example: [1, 2] -> 3", ["[1, 2] => 3"]],
    ["f(2) is approximately 1.41", ["2 ? 1.41"]],
  ])("reads %j", (text, expected) => {
    expect(outcomes(text)).toEqual(expected);
  });

  it.each([
    "f(n) == f(n - 1) + 1",
    "f(2) == 1 + 3 = 4",
    "f(a) => True",
    "f(2) returns 3 elements",
    "2 * f(2) == 8",
    "f(2) + f(3) == 5",
    "g(2) == 4",
    "if f(2) == 4 then stop",
    "f() == 1",
    "f(1, 2, 3) == 1",
    "f({[]: 1}) == 1",
    ">>> f(3)\n3.14...",
    ">>> f(3)  # doctest: +ELLIPSIS\n'a...'",
    ">>> print(f(3))\n4",
    ">>> f(3)",
    "Input: z = 3\nOutput: 4",
    "For x = 3 things are fine.",
    "f(2) == 4x",
  ])("reads no example in %j", (text) => {
    expect(outcomes(text)).toEqual([]);
  });

  it("takes headings and bullets along and leaves every other word", () => {
    const text = "Zork it.\n\nExamples:\n- f(2) == 4  # twice two\n- f(3) == 6\n\nBe quick.";
    expect(blank(text, findExamples(text, scope)).split(/\s+/).join(" ")).toBe("Zork it. Be quick.");
  });

  it("takes no value of a sequence that is defined under the function's name for a result", () => {
    expect(outcomes("f(n) = f(n - 1) + 1\nf(0) = 3\nf(1) = 4\n")).toEqual(["0 => 3", "1 => 4"]);
    expect(outcomes("f(n) = f(n - 1) + 1\nf(0) = 3\nf(2) = [3, 4, 5]\n")).toEqual([]);
  });
});
