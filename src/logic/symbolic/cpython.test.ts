import { describe, expect, it } from "vitest";
import type { CaseOutcome, FuzzCase } from "../../../scripts/oracles/fuzz-case.ts";
import { claimsOf, evaluated } from "../../../scripts/oracles/fuzz-script.ts";
import fixture from "./cpython.fixture.json" with { type: "json" };

/** Written by `npm run fuzz -- --cases 400 --seed 2026 --fixture src/logic/symbolic/cpython.fixture.json`. */
const CASES = fixture as unknown as (FuzzCase & { outcome: CaseOutcome })[];

const D = { d: "{1: 10, 2: 20}" };
const Q = { q: "{1, 2}" };
const yes: CaseOutcome = { value: "True", true: true };
const no: CaseOutcome = { value: "False", true: false };
const value = (text: string): CaseOutcome => ({ value: text, true: true });
const raises = (exception: string): CaseOutcome => ({ raises: exception });

describe("expressions on values", () => {
  it("mean what CPython answers, value and type or class of exception, with axioms that hold", {
    timeout: 60_000,
  }, () => {
    const answers = CASES.map((one) => {
      const claims = claimsOf(one, one.outcome);
      return { answer: "construct" in claims ? claims.construct : evaluated(claims), one };
    });
    expect(answers.filter(({ answer }) => answer !== "agrees" && answer !== "open")).toEqual([]);
    expect(answers.filter(({ answer }) => answer === "agrees").length).toBeGreaterThan(0.95 * CASES.length);
  });

  it.each<[string, Record<string, string>, CaseOutcome]>([
    ["1 in d", D, yes],
    ["10 in d", D, no],
    ["True in d", D, yes],
    ["2.0 in d", D, yes],
    ["'1' not in d", D, yes],
    ["2 in q", Q, yes],
    ["3 in q", Q, no],
    ["3 not in q", Q, yes],
    ["q in q", Q, no],
    ["{6, i} in {1, i}", { i: "1" }, no],
    ["[1] in q", Q, raises("TypeError")],
    ["[1] in d", D, raises("TypeError")],
    ["len(d)", D, value("2")],
    ["len(q) > 0", Q, yes],
    ["len(q) > 0", { q: "set()" }, no],
    ["[v for v in d]", D, value("[1, 2]")],
    ["sorted(q)", { q: "{3, 1}" }, value("[1, 3]")],
    ["sum(d.values())", D, value("30")],
    ["[k * v for k, v in d.items()]", D, value("[10, 40]")],
    ["d[3]", D, raises("KeyError")],
    ["xs[2]", { xs: "[1, 2]" }, raises("IndexError")],
    ["xs[-3]", { xs: "[1, 2]" }, raises("IndexError")],
    ["1 // i", { i: "0" }, raises("ZeroDivisionError")],
    ["i / 0", { i: "1" }, raises("ZeroDivisionError")],
    ["i % 0", { i: "1" }, raises("ZeroDivisionError")],
    ["min(xs)", { xs: "[]" }, raises("ValueError")],
    ["max([])", {}, raises("ValueError")],
    ["xs.index(3)", { xs: "[1]" }, raises("ValueError")],
    ["1 << i", { i: "-1" }, raises("ValueError")],
    ["i + s", { i: "1", s: "'a'" }, raises("TypeError")],
    ["s < i", { i: "1", s: "'a'" }, raises("TypeError")],
    ["len(i)", { i: "1" }, raises("TypeError")],
    ["xs[0] // d[3]", { ...D, xs: "[]" }, raises("IndexError")],
    ["d[3] // xs[0]", { ...D, xs: "[]" }, raises("KeyError")],
    ["i == 0 or 1 // i > 0", { i: "0" }, yes],
    ["all(1 // v > 0 for v in xs)", { xs: "[-1, 0]" }, no],
    ["all([1 // v > 0 for v in xs])", { xs: "[-1, 0]" }, raises("ZeroDivisionError")],
  ])("%s with %j is %j", (python, values, outcome) => {
    const claims = claimsOf({ python, values }, outcome);
    expect("construct" in claims ? claims.construct : evaluated(claims)).toBe("agrees");
  });

  it("would not agree with another value, type, exception or order of exceptions", () => {
    for (const [python, outcome] of [
      ["len(d)", value("3")],
      ["len(d) > 1", value("1")],
      ["d[3]", raises("IndexError")],
      ["d[3] // 0", raises("ZeroDivisionError")],
      ["{1: 2, 2: 3}", value("{2: 3, 1: 2}")],
    ] as const) {
      const claims = claimsOf({ python, values: D }, outcome);
      expect("construct" in claims ? claims.construct : evaluated(claims)).toBe("wrong");
    }
  });
});
