import { describe, expect, it } from "vitest";
import { holeView } from "./hole.fixture.ts";
import { renderContext, renderHole, renderPropagated, renderRefusal } from "./hole-text.ts";

const hole = holeView({
  context: "closest(xs=[]): `a`: 0; `b`: raises ValueError\nNo example has it.",
  suggestions: [
    { value: "implies(len(xs) == 0, result == 0)", rationale: "Nothing is closest to zero by zero.", confidence: 0.4 },
    { value: "len(xs) > 0", rationale: "", confidence: 0.35 },
  ],
});

describe("a hole as a question", () => {
  it("says what is asked, why it matters, and what can be answered", () => {
    expect(renderHole(hole, { index: 1, of: 3 })).toBe(`[1/3] What is the result when xs is empty?
      why: closest(xs=[]): \`a\`: 0; \`b\`: raises ValueError (? shows more)
  1  implies(len(xs) == 0, result == 0)  (40%)
       Nothing is closest to zero by zero.
  2  len(xs) > 0  (35%)
  1..2 take an option   or type a Python condition
  s skip   d don't know   u undo   ? context   q leave the run waiting`);
  });

  it("spells out what would command the terminal", () => {
    const text = renderHole(
      holeView({ description: "\u001b[2Jx", suggestions: [{ value: "\u001b]0;x", rationale: "", confidence: 1 }] }),
      {
        index: 1,
        of: 1,
      },
    );
    expect(text).not.toContain("\u001b");
  });

  it("shows on demand all of the context, what it depends on and what depends on it", () => {
    const type = holeView({ id: "hole_type", description: "The type of xs is not known." });
    const dependant = { ...hole, dependencies: ["hole_type"] };
    expect(renderContext(dependant, [type, dependant])).toContain("depends on: The type of xs is not known.");
    expect(renderContext(dependant, [type, dependant])).toContain("No example has it.");
    expect(renderContext(type, [type, dependant])).toContain(
      "what depends on it: What is the result when xs is empty?",
    );
  });
});

describe("a refused answer", () => {
  it("shows the counterexample, the clauses and the ways out", () => {
    const text = renderRefusal({
      code: "hole_contradiction",
      detail: "No call can meet the contract.",
      counterexample: { xs: "[1]", result: "-1" },
      core: [
        { clause: "post_1", text: "result in xs" },
        { clause: "post_2", text: "result < 0" },
      ],
      fixes: [{ text: "Drop `result in xs`." }],
      errors: [],
    });
    expect(text).toBe(`Refused: No call can meet the contract.
  For instance: xs = [1], result = -1
  These cannot hold together:
    result in xs
    result < 0
  Ways out, each of them checked:
    a. Drop \`result in xs\`.`);
  });
});

describe("what an answer led to", () => {
  it("is each reason once", () => {
    const change = { path: "/holes/x/suggestions", kind: "set", before: 1, after: 2 };
    expect(
      renderPropagated(
        holeView({
          changes: [
            { ...change, reason: "it cannot hold" },
            { ...change, reason: "it cannot hold" },
            { ...change, reason: null },
          ],
        }),
      ),
    ).toEqual(["  follows: it cannot hold"]);
  });
});
