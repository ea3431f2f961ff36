import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { irWith, openHole } from "../holes.fixture.ts";
import { featuresOf } from "./form.ts";
import { acceptance, type Decision, examplesOf, type History, NO_HISTORY } from "./history.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const hole = openHole("empty xs");
const ir = irWith({ parameters: { xs: "list[int]", n: "int" }, returns: "int" }, hole);

const decision = (features: readonly string[], accepted: boolean, parts: Partial<Decision> = {}): Decision => ({
  clause: "assertion",
  kind: "spec",
  about: "empty _",
  features,
  value: "v",
  names: [],
  accepted,
  at: NOW,
  ...parts,
});
const history = (...decisions: Decision[]): History => ({ decisions, as_of: NOW });
const times = (count: number, one: Decision) => history(...Array.from({ length: count }, () => one));

const TEXT = "implies(len(xs) == 0, result == 0)";
const own = featuresOf(ir, hole, TEXT);
const rows = irWith({ name: "g", parameters: { rows: "list[int]" }, returns: "int" });
const renamed = featuresOf(rows, openHole("empty rows"), TEXT.replace("xs", "rows"));
const otherConstant = featuresOf(rows, openHole("empty rows"), "implies(len(rows) == 0, result == -1)");
const otherCase = featuresOf(ir, openHole("None xs"), TEXT);
const unlike = featuresOf(ir, hole, "implies(len(xs) == 0, raises(ValueError))");

const confidences = fc.double({ min: 0, max: 1, noNaN: true });
const decisions = fc.array(
  fc.record({
    features: fc.constantFrom(own, renamed, otherConstant, otherCase, unlike),
    accepted: fc.boolean(),
    days: fc.nat(2000),
  }),
  { maxLength: 30 },
);
const past = decisions.map((all) =>
  history(...all.map(({ features, accepted, days }) => decision(features, accepted, { at: NOW - days * DAY }))),
);
const near = (a: number, b: number) => Math.abs(a - b) < 1e-12;

describe("how often suggestions like one are accepted", () => {
  it("is what the rule says where nothing like it was decided", () => {
    fc.assert(
      fc.property(confidences, fc.nat(20), fc.boolean(), (confidence, count, accepted) => {
        expect(near(acceptance(NO_HISTORY, hole, own, confidence), confidence)).toBe(true);
        expect(near(acceptance(times(count, decision(unlike, accepted)), hole, own, confidence), confidence)).toBe(
          true,
        );
        const elsewhere = times(count, decision(own, accepted, { clause: "intent" }));
        expect(near(acceptance(elsewhere, hole, own, confidence), confidence)).toBe(true);
      }),
    );
  });

  it("is not lowered by one more that was accepted, nor raised by one that was not, and stays between 0 and 1", () => {
    fc.assert(
      fc.property(past, confidences, fc.nat(2000), (before, confidence, days) => {
        const one = acceptance(before, hole, own, confidence);
        const with_ = (accepted: boolean) =>
          acceptance(
            { ...before, decisions: [decision(own, accepted, { at: NOW - days * DAY }), ...before.decisions] },
            hole,
            own,
            confidence,
          );
        expect(with_(true)).toBeGreaterThanOrEqual(one - 1e-12);
        expect(with_(false)).toBeLessThanOrEqual(one + 1e-12);
        expect(one).toBeGreaterThanOrEqual(0);
        expect(one).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("falls below that of an untried one of a third of the confidence when it was refused five times", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (confidence) => {
        const refused = acceptance(times(5, decision(renamed, false)), hole, own, confidence);
        expect(refused).toBeLessThan(acceptance(NO_HISTORY, hole, unlike, confidence / 3));
      }),
    );
  });

  it("is Laplace's rule of succession for a rule that is sure of half, counting texts that differ in names alone", () => {
    expect(acceptance(times(3, decision(renamed, true)), hole, own, 1 / 2)).toBeCloseTo(4 / 5);
    expect(acceptance(times(3, decision(renamed, false)), hole, own, 1 / 2)).toBeCloseTo(1 / 5);
  });

  it("counts the same text more than the same form, that more than another constant, and that more than another case", () => {
    const raised = [own, renamed, otherConstant, otherCase].map((features) =>
      acceptance(times(1, decision(features, true)), hole, own, 0.3),
    );
    expect(raised).toEqual(raised.toSorted((a, b) => b - a));
    expect(new Set(raised).size).toBe(4);
    expect(raised[3]).toBeGreaterThan(0.3);
  });

  it("counts what was decided long ago less", () => {
    const at = (days: number) => acceptance(times(1, decision(own, true, { at: NOW - days * DAY })), hole, own, 0.3);
    expect(at(0)).toBeGreaterThan(at(30));
    expect(at(90)).toBeCloseTo(acceptance(times(1, decision(renamed, true)), hole, own, 0.3));
  });
});

describe("the features of a suggestion", () => {
  it("are the same whatever parameters and bound names are called", () => {
    const [, shape] = featuresOf(ir, hole, "implies(len(xs) == 0, all(v < n for v in xs))");
    const other = irWith({ parameters: { items: "list[int]", top: "int" } });
    const text = "implies(len(items) == 0, all(item < top for item in items))";
    expect(featuresOf(other, openHole("empty items"), text)[1]).toBe(shape);
    expect(featuresOf(other, openHole("empty items"), text.replace("item < top", "top < item"))[1]).not.toBe(shape);
  });

  it("are those of types by the name of what has the type", () => {
    const type = (name: string) => openHole(name, { clause: "signature", kind: "type", subject: name });
    expect(featuresOf(ir, type("n"), "int")).toEqual(["same:type of n:int", "anywhere:int"]);
    expect(featuresOf(ir, type("return"), "int")).toEqual(["same:return of f:int", "anywhere:int"]);
  });

  it.each([
    openHole("code", { clause: "implementation", kind: "function" }),
    openHole("intent", { clause: "intent", subject: "intent" }),
    openHole("outcome of f([1], 2)"),
    openHole("conflict of a b"),
    openHole("header", { clause: "signature", kind: "spec" }),
  ])("are none for what is asked of one function alone: $clause $subject", (one) => {
    expect(featuresOf(ir, one, "result == 0")).toEqual([]);
  });
});

describe("examples for somebody else", () => {
  it("are the newest decisions about the same question, each text once", () => {
    const told = history(
      decision(own, false, { value: "a" }),
      decision(own, true, { value: "b" }),
      decision(own, true, { value: "a" }),
      decision(own, true, { value: "c", about: "None _" }),
      decision(own, true, { value: null }),
    );
    expect(examplesOf(told, "empty _")).toEqual([
      { value: "a", decision: "rejected" },
      { value: "b", decision: "accepted" },
    ]);
    expect(examplesOf(told, "empty _", 1)).toHaveLength(1);
    expect(examplesOf(told, null)).toEqual([]);
  });
});
