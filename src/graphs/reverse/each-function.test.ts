import { describe, expect, it } from "vitest";
import { moduleOf } from "../source.ts";
import { eachFunction } from "./each-function.ts";
import { parse } from "./parse.ts";

const file = (source: string) => ({ source, path: null, repo: null, commit: null, function: null, module_body: false });

function lengths(source: string, broken: string): (string | number)[] {
  return eachFunction<string | number>(
    moduleOf(file(source)),
    parse(file(source)),
    "lengths",
    (fn) => {
      if (fn.outline.name === broken) throw new Error("boom");
      return fn.outline.name.length;
    },
    (problem) => `${problem.analysis}: ${problem.code} ${problem.detail}`,
  );
}

describe("each function", () => {
  it("loses nothing of the others when one fails, and says what failed", () => {
    expect(lengths("def a(): pass\ndef bb(): pass\ndef ccc(): pass", "bb")).toEqual([
      1,
      "lengths: analysis_failed Error: boom",
      3,
    ]);
  });

  it("answers in the order of the selection for names that objects have of their own", () => {
    expect(lengths("def __proto__(): pass\ndef constructor(): pass\ndef toString(): pass", "")).toEqual([9, 11, 8]);
  });
});
