import { describe, expect, it } from "vitest";
import type { Example, IR } from "../../ir/ir.ts";
import type { Sketch } from "../../logic/semantic-diff/sketch.fixture.ts";
import { irWith, openHole, suggesting } from "../holes.fixture.ts";
import { caseOf, featuresOf, namesIn } from "./form.ts";
import type { History } from "./history.ts";
import { suggest } from "./suggest.ts";

const NOW = Date.UTC(2026, 0, 1);

/** One answer to a hole of one function, as history. */
function answered(
  parts: Sketch,
  subject: string,
  value: string,
  more: Partial<ReturnType<typeof openHole>> = {},
): History {
  const hole = openHole(subject, more);
  const ir = irWith(parts, hole);
  return {
    as_of: NOW,
    decisions: [
      {
        clause: hole.clause,
        kind: hole.kind,
        about: caseOf(ir, hole),
        features: featuresOf(ir, hole, value),
        value,
        names: namesIn(ir, hole, value),
        accepted: true,
        at: NOW,
      },
    ],
  };
}

async function asked(
  history: History,
  parts: Sketch,
  subject: string,
  more: Partial<IR> = {},
  hole = openHole(subject),
) {
  return (await suggest({ ...irWith(parts, hole), ...more }, hole, history, null)).map(({ value }) => value);
}

const LISTS: Sketch = { parameters: { xs: "list[int]", limit: "int" }, returns: "int" };
const RAISING = "implies(len(xs) == 0, raises(KeyError))";

describe("what somebody answered before", () => {
  it("is suggested for another function with that function's names", async () => {
    const history = answered(LISTS, "empty xs", RAISING);
    expect(
      await asked(history, { name: "g", parameters: { rows: "list[str]" }, returns: "str" }, "empty rows"),
    ).toContain("implies(len(rows) == 0, raises(KeyError))");
  });

  it("is the first suggestion where rules are as unsure as ever", async () => {
    const history = answered(LISTS, "empty xs", RAISING);
    const hole = openHole("empty rows", {
      suggestions: [{ value: "implies(len(rows) == 0, result == 0)", rationale: "", confidence: 0.4 }],
    });
    const parts = { parameters: { rows: "list[int]" }, returns: "int" };
    expect((await asked(history, parts, "empty rows", {}, hole))[0]).toBe("implies(len(rows) == 0, raises(KeyError))");
  });

  it("takes other parameters by name or, where only one has the type, by type, and else is left out", async () => {
    const history = answered(LISTS, "empty xs", "implies(len(xs) == 0, result == limit)");
    const at = (parameters: Record<string, string>) => asked(history, { parameters, returns: "int" }, "empty rows");
    expect(await at({ rows: "list[int]", limit: "int", other: "int" })).toContain(
      "implies(len(rows) == 0, result == limit)",
    );
    expect(await at({ rows: "list[int]", most: "int" })).toContain("implies(len(rows) == 0, result == most)");
    expect((await at({ rows: "list[int]", most: "int", least: "int" })).join()).not.toContain("result ==");
    expect((await at({ rows: "list[int]", word: "str" })).join()).not.toContain("result == word");
  });

  it("is left out where the types do not go together", async () => {
    const history = answered(LISTS, "empty xs", "implies(len(xs) == 0, result == 7)");
    const text = "implies(len(rows) == 0, result == 7)";
    expect(await asked(history, { parameters: { rows: "list[int]" }, returns: "float" }, "empty rows")).toContain(text);
    expect(await asked(history, { parameters: { rows: "list[int]" }, returns: "str" }, "empty rows")).not.toContain(
      text,
    );
    const whole = answered(LISTS, "empty xs", "implies(xs == [], result == 7)");
    const own = "implies(rows == [], result == 7)";
    expect(await asked(whole, { parameters: { rows: "list[str]" }, returns: "int" }, "empty rows")).toContain(own);
    expect(await asked(whole, { parameters: { rows: "str" }, returns: "int" }, "empty rows")).not.toContain(own);
    expect(await asked(history, { parameters: { rows: "str" }, returns: "int" }, "empty rows")).toContain(text);
  });

  it("is left out where an example speaks against it", async () => {
    const history = answered(LISTS, "empty xs", "implies(len(xs) == 0, result == 7)");
    const examples: Example[] = [
      { call: "f([])", args: ["[]"], kwargs: {}, returns: "0", raises: null, source: "human", evidence_refs: [] },
    ];
    const parts = { parameters: { rows: "list[int]" }, returns: "int" };
    expect(await asked(history, parts, "empty rows", { examples })).not.toContain(
      "implies(len(rows) == 0, result == 7)",
    );
  });

  it("is left out for another question, and for the outcome of a call", async () => {
    const history = answered(LISTS, "empty xs", RAISING);
    expect((await asked(history, LISTS, "None xs")).join()).not.toContain("KeyError");
    const outcome = answered(LISTS, "outcome of f([1], 2)", "41");
    expect(await asked(outcome, LISTS, "outcome of f([1], 2)")).not.toContain("41");
  });

  it("gives the type of a parameter of the same name", async () => {
    const type = (name: string) => openHole(name, { clause: "signature", kind: "type", subject: name });
    const history = answered({ parameters: { when: null } }, "when", "datetime", { clause: "signature", kind: "type" });
    const parts = { parameters: { when: null, until: null } };
    expect((await asked(history, parts, "when", {}, type("when")))[0]).toBe("datetime");
    expect(await asked(history, parts, "until", {}, type("until"))).not.toContain("datetime");
  });

  it("defines a word as before, unless the text names what only that function has", async () => {
    const term = openHole("large", { clause: "intent", kind: "term", type_hint: "str" });
    const one = answered(LISTS, "large", "more than 100", { clause: "intent", kind: "term", type_hint: "str" });
    expect(await asked(one, { parameters: { n: "int" } }, "large", {}, term)).toEqual(["more than 100"]);
    const named = answered(LISTS, "large", "above limit", { clause: "intent", kind: "term", type_hint: "str" });
    expect(await asked(named, { parameters: { n: "int" } }, "large", {}, term)).toEqual([]);
  });
});

describe("a suggestion that was accepted", () => {
  it.each<[string, Sketch, ReturnType<typeof openHole>]>([
    ["condition", LISTS, openHole("postcondition")],
    ["reading", LISTS, openHole("empty xs", { suggestions: suggesting("len(xs) > 0", RAISING, "len(xs) == 0") })],
    [
      "type",
      { parameters: { count: null, xs: "list[int]" }, pre: ["count in xs"] },
      openHole("count", { clause: "signature", kind: "type", subject: "count" }),
    ],
  ])("as a %s never stands further back than before, however often it was", async (_, parts, hole) => {
    const before = await asked({ decisions: [], as_of: NOW }, parts, hole.subject, {}, hole);
    expect(before.length).toBeGreaterThan(0);
    for (const [index, value] of before.entries()) {
      let place = index;
      for (const times of [1, 2, 5, 20]) {
        const { decisions } = answered(parts, hole.subject, value, { clause: hole.clause, kind: hole.kind });
        const history = { as_of: NOW, decisions: Array.from({ length: times }, () => decisions).flat() };
        const now = (await asked(history, parts, hole.subject, {}, hole)).indexOf(value);
        expect(now, `${value} after ${times}`).toBeGreaterThanOrEqual(0);
        expect(now, `${value} after ${times}`).toBeLessThanOrEqual(place);
        place = now;
      }
      expect(place).toBe(0);
    }
  });
});
