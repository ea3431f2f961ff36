import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../ir/canonical.ts";
import { clauseId, effectId, parameterId } from "../ir/hash.ts";
import { declared } from "../ir/ir.sample.ts";
import { type Hole, IR } from "../ir/ir.ts";
import type { HoleAnswer } from "./answer.ts";
import { type Applied, applyAnswer } from "./apply-answer.ts";
import { AT, answerTo, irWith, openHole, suggesting } from "./holes.fixture.ts";
import { undo } from "./undo.ts";

function applied(ir: IR, answer: HoleAnswer): Extract<Applied, { ok: true }> {
  const result = applyAnswer(ir, answer);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  IR.parse(result.ir);
  return result;
}

function problemOf(ir: IR, answer: HoleAnswer) {
  const result = applyAnswer(ir, answer);
  return result.ok ? null : result.problem;
}

const HUMAN = { source: "human", author: "ada", timestamp: AT, confidence: 1 };
const CLOSEST = {
  name: "closest",
  parameters: { xs: "list[int]", limit: null },
  returns: null,
  pre: ["len(xs) < 100"],
  post: ["result in xs"],
};

const HOLES = {
  limit: openHole("limit", { clause: "signature", kind: "type", subject: parameterId("limit") }),
  returns: openHole("returns", { clause: "signature", kind: "type", subject: "return" }),
  empty: openHole("empty", { suggestions: suggesting("implies(len(xs) == 0, result == 0)", "len(xs) > 0") }),
  tie: openHole("tie"),
  doubt: openHole("doubt", {
    subject: clauseId("postcondition", "result in xs"),
    constraints: [clauseId("postcondition", "result in xs")],
  }),
  outcome: openHole("outcome", { subject: "outcome of closest([1, -1], 3)" }),
  name: openHole("name", { clause: "signature", kind: "term", subject: clauseId("signature", "closest") }),
  word: openHole("word", { clause: "intent", kind: "term", subject: "close", type_hint: "str" }),
  other: openHole("other", { clause: "intent", kind: "spec", subject: "other", type_hint: "str" }),
  concept: openHole("concept", { clause: "intent", kind: "entity", subject: "concept" }),
  summary: openHole("summary", { clause: "intent", kind: "spec", subject: "intent", type_hint: "str" }),
  effects: openHole("effects", { clause: "effect", kind: "spec", subject: "effects" }),
  code: openHole("code", { clause: "implementation", kind: "function", subject: "closest" }),
};

const all = irWith(CLOSEST, ...Object.values(HOLES));

/** Answers that do not speak of each other. */
const INDEPENDENT: readonly HoleAnswer[] = [
  answerTo(HOLES.limit, "float | None"),
  answerTo(HOLES.returns, "int"),
  answerTo(HOLES.empty, { kind: "suggestion", suggestion: 0 }),
  answerTo(HOLES.tie, "all(result >= v for v in xs if abs(v) == abs(result))"),
  answerTo(HOLES.doubt, "result in xs"),
  answerTo(HOLES.outcome, "1"),
  answerTo(HOLES.name, "nearest"),
  answerTo(HOLES.word, "by absolute difference"),
  answerTo(HOLES.other, "It is fast."),
  answerTo(HOLES.concept, "number line"),
  answerTo(HOLES.summary, "Find the closest number."),
  answerTo(HOLES.effects, "io stdout"),
];

describe("an answer", () => {
  it("to a type hole annotates the parameter or the result, locked by a human provenance", () => {
    const { ir } = applied(
      applied(all, answerTo(HOLES.limit, "float|None")).ir,
      answerTo(HOLES.returns, "list[ int ]"),
    );
    expect(ir.signature.parameters[1]).toMatchObject({ type_hint: "float | None", provenance: HUMAN });
    expect(ir.signature.returns).toMatchObject({ type_hint: "list[int]", provenance: HUMAN });
    expect(ir.holes[0]).toMatchObject({ status: "resolved", resolution: { value: "float | None", provenance: HUMAN } });
  });

  it.each(["5", "f()", "int +", "list[3]", "x < y", "int\nimport os"])("`%s` is no Python type", (value) => {
    expect(problemOf(all, answerTo(HOLES.limit, value))).toMatchObject({
      kind: "invalid_value",
      detail: expect.stringContaining("is not a Python type"),
      valid: expect.stringContaining("annotation"),
    });
  });

  it("to a spec hole becomes a locked clause that the signature refers to", () => {
    const { ir } = applied(all, answerTo(HOLES.empty, { kind: "suggestion", suggestion: 0 }));
    const id = clauseId("postcondition", "implies(len(xs) == 0, result == 0)");
    expect(ir.assertions.at(-1)).toMatchObject({ id, locked: true, applies_to: ["xs", "result"], provenance: HUMAN });
    expect(ir.signature.return_constraints).toEqual([id]);
    expect(ir.signature.parameters[0]?.constraints).toEqual([id]);
  });

  it("about what comes in alone becomes a precondition", () => {
    const { ir } = applied(all, answerTo(HOLES.empty, { kind: "suggestion", suggestion: 1 }));
    expect(ir.assertions.at(-1)).toMatchObject({ category: "precondition", expression: { text: "len(xs) > 0" } });
  });

  it.each([
    ["ys == []", "ys is no parameter"],
    ["len(xs) ==", "the expression language has no"],
    ["1 < 2", "says nothing"],
    ["xs > 3", "its types do not go together (xs: list[int])"],
  ])("`%s` is no clause of this function", (value, detail) => {
    const problem = problemOf(all, answerTo(HOLES.empty, value));
    expect(problem).toMatchObject({
      kind: "invalid_value",
      detail: expect.stringContaining(detail),
      valid: expect.stringContaining("xs, limit, result"),
    });
  });

  it("to a doubtful clause confirms it, puts it differently under the same id, or withdraws it", () => {
    const id = HOLES.doubt.constraints[0];
    expect(applied(all, answerTo(HOLES.doubt, "result in xs")).ir.assertions[1]).toMatchObject({
      id,
      locked: true,
      provenance: HUMAN,
    });
    expect(applied(all, answerTo(HOLES.doubt, "result in xs or result == 0")).ir.assertions[1]).toMatchObject({
      id,
      locked: true,
      expression: { text: "result in xs or result == 0" },
    });
    expect(applied(all, answerTo(HOLES.doubt, String(id))).ir.assertions.map((one) => one.id)).not.toContain(id);
  });

  it("to an outcome hole becomes an example in place of others of the same call", () => {
    const doubtful = {
      call: "closest([1, -1], 3)",
      args: ["[1, -1]", "3"],
      kwargs: {},
      returns: "-1",
      raises: null,
      source: "prompt" as const,
      evidence_refs: [],
    };
    const { ir } = applied({ ...all, examples: [doubtful] }, answerTo(HOLES.outcome, "1"));
    expect(ir.examples).toEqual([{ ...doubtful, returns: "1", source: "human" }]);
    expect(applied(all, answerTo(HOLES.outcome, "raises(ValueError)")).ir.examples[0]).toMatchObject({
      returns: null,
      raises: "ValueError",
    });
    expect(problemOf(all, answerTo(HOLES.outcome, "xs"))).toMatchObject({ kind: "invalid_value" });
  });

  it("to a conflict withdraws the clause that it names and no other", () => {
    const [one, two] = all.assertions.map(({ id }) => id);
    if (one === undefined || two === undefined) throw new Error("the sample has two clauses");
    const conflict = openHole("conflict", { subject: `conflict of ${one} ${two}`, constraints: [one, two] });
    const ir = irWith(CLOSEST, conflict);
    expect(applied(ir, answerTo(conflict, one)).ir.assertions.map(({ id }) => id)).toEqual([two]);
    expect(problemOf(ir, answerTo(conflict, "nothing"))).toMatchObject({
      kind: "invalid_value",
      valid: `one of ${one}, ${two}`,
    });
  });

  it("to a name hole renames the function in its examples, and a parameter in its clauses", () => {
    const named = openHole("parameter", { clause: "signature", kind: "term", subject: parameterId("xs") });
    const ir = irWith(CLOSEST, named);
    const renamed = applied(ir, answerTo(named, "numbers")).ir;
    expect(renamed.assertions.map(({ expression }) => expression.text)).toEqual([
      "len(numbers) < 100",
      "result in numbers",
    ]);
    expect(renamed.assertions.map(({ id }) => id)).toEqual(ir.assertions.map(({ id }) => id));
    for (const taken of ["limit", "class", "3x", "a b"])
      expect(problemOf(ir, answerTo(named, taken))).toMatchObject({ kind: "invalid_value" });
    expect(applied(all, answerTo(HOLES.name, "nearest")).ir).toMatchObject({
      signature: { name: "nearest" },
      metadata: { qualified_name: "nearest" },
    });
  });

  it("with a def line gives the whole signature", () => {
    const header = openHole("header", { clause: "signature", kind: "spec", subject: "signature" });
    const { signature } = applied(
      irWith(CLOSEST, header),
      answerTo(header, "def near(xs: list[int], *, by: float = 0.5) -> int | None"),
    ).ir;
    expect(
      signature.parameters.map(({ name, type_hint, kind, default: fallback }) => [name, type_hint, kind, fallback]),
    ).toEqual([
      ["xs", "list[int]", "positional_or_keyword", null],
      ["by", "float", "keyword_only", "0.5"],
    ]);
    expect(signature.returns.type_hint).toBe("int | None");
    expect(problemOf(irWith(CLOSEST, header), answerTo(header, "near(xs)"))).toMatchObject({ kind: "invalid_value" });
  });

  it("about effects stands in the place of what was not known", () => {
    const unknown = {
      id: effectId("unknown_call", "log"),
      effect_type: "unknown_call" as const,
      target: "log",
      description: "",
      via: [],
      provenance: declared,
    };
    const ir = { ...all, effects: [unknown] };
    expect(
      applied(ir, answerTo(HOLES.effects, "io stdout; filesystem read:path"))
        .ir.effects.map(({ effect_type, target }) => `${effect_type} ${target}`)
        .sort(),
    ).toEqual(["filesystem read:path", "io stdout"]);
    expect(applied(ir, answerTo(HOLES.effects, "none")).ir.effects).toEqual([]);
    expect(problemOf(ir, answerTo(HOLES.effects, "magic wand"))).toMatchObject({
      kind: "invalid_value",
      valid: expect.stringContaining("filesystem"),
    });
  });

  it("with code has to define the function of the contract", () => {
    expect(
      applied(all, answerTo(HOLES.code, "def closest(xs, limit):\n    return xs[0]")).ir.holes.at(-1)?.resolution
        ?.value,
    ).toContain("return xs[0]");
    for (const wrong of ["def closest(xs, limit)", "def other(xs, limit): pass", "def closest(xs): pass"])
      expect(problemOf(all, answerTo(HOLES.code, wrong))).toMatchObject({ kind: "invalid_value" });
  });

  it("in words becomes a criterion, a concept or the summary of the intent", () => {
    const said = [HOLES.word, HOLES.other, HOLES.concept, HOLES.summary].reduce(
      (ir, hole) => applied(ir, answerTo(hole, `About ${hole.subject}.`)).ir,
      all,
    );
    expect(said.intent).toMatchObject({
      summary: "About intent.",
      success_criteria: ["About close.", "About other."],
      domain_concepts: ["About concept."],
    });
  });

  it("`skip` withdraws the hole, and `dont_know` leaves it open for somebody else", () => {
    const skipped = applied(all, answerTo(HOLES.empty, { kind: "skip" })).ir;
    expect(skipped.holes[2]).toMatchObject({ status: "withdrawn", resolution: { value: "", provenance: HUMAN } });
    expect(skipped.assertions).toEqual(all.assertions);
    const unknown = applied(all, answerTo(HOLES.empty, { kind: "dont_know" })).ir;
    expect(unknown.holes[2]).toMatchObject({ status: "open", resolution: { value: "" } });
    expect(applied(unknown, answerTo(HOLES.empty, "len(xs) > 0")).ir.holes[2]).toMatchObject({ status: "resolved" });
  });

  it("to a hole that is not there, is answered already, or has no such suggestion is a typed problem", () => {
    expect(problemOf(irWith(CLOSEST), answerTo(HOLES.tie, "len(xs) > 0"))).toEqual({
      kind: "unknown_hole",
      hole: HOLES.tie.id,
    });
    const { ir } = applied(all, answerTo(HOLES.empty, "len(xs) > 0", "grace"));
    const stands = {
      kind: "already_resolved",
      hole: HOLES.empty.id,
      status: "resolved",
      by: "grace",
      at: AT,
      value: "len(xs) > 0",
    };
    expect(problemOf(ir, answerTo(HOLES.empty, "len(xs) > 1"))).toEqual({ ...stands, same: false });
    expect(problemOf(ir, answerTo(HOLES.empty, "len(xs) > 0"))).toEqual({ ...stands, same: true });
    expect(problemOf(all, answerTo(HOLES.empty, { kind: "suggestion", suggestion: 2 }))).toMatchObject({
      kind: "invalid_value",
      valid: "a suggestion from 0 to 1",
    });
  });

  it("of a machine is not locked", () => {
    const { ir } = applied(all, { ...answerTo(HOLES.empty, "len(xs) > 0"), source: "refinement" });
    expect(ir.assertions.at(-1)).toMatchObject({ locked: false, provenance: { source: "refinement" } });
  });
});

describe("answers that do not speak of each other", () => {
  it("give the same IR in any order, byte for byte", () => {
    const inOrder = (answers: readonly HoleAnswer[]) =>
      canonicalJson(answers.reduce((ir, answer) => applied(ir, answer).ir, all));
    fc.assert(
      fc.property(fc.shuffledSubarray([...INDEPENDENT]), (answers) => {
        const sorted = INDEPENDENT.filter((answer) => answers.includes(answer));
        expect(inOrder(answers)).toBe(inOrder(sorted));
      }),
      { numRuns: 60 },
    );
  });

  it("are taken back byte for byte, the last one first", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...INDEPENDENT], { minLength: 1 }), (answers) => {
        let ir = all;
        const steps = answers.map((answer) => {
          const step = applied(ir, answer);
          const before = ir;
          ir = step.ir;
          return { before, changes: step.changes };
        });
        for (const { before, changes } of steps.toReversed()) {
          const undone = undo(ir, changes);
          if (!undone.ok) throw new Error(undone.detail);
          expect(canonicalJson(undone.ir)).toBe(canonicalJson(before));
          ir = undone.ir;
        }
      }),
      { numRuns: 60 },
    );
  });

  it("can be taken back out of order: what the other said stays", () => {
    const first = applied(all, answerTo(HOLES.empty, "len(xs) > 0"));
    const second = applied(first.ir, answerTo(HOLES.returns, "int"));
    const undone = undo(second.ir, first.changes);
    if (!undone.ok) throw new Error(undone.detail);
    expect(canonicalJson(undone.ir)).toBe(canonicalJson(applied(all, answerTo(HOLES.returns, "int")).ir));
    const changed: IR = {
      ...first.ir,
      assertions: first.ir.assertions.map((one) => ({ ...one, rationale: "edited" })),
    };
    expect(undo(changed, first.changes)).toMatchObject({ ok: false, detail: "it has changed since" });
  });
});

describe("every change", () => {
  it("names its hole, what changed and both states", () => {
    const { changes } = applied(all, answerTo(HOLES.returns, "int"));
    const hole: Hole | undefined = all.holes[1];
    expect(changes).toContainEqual({
      cause: hole?.id,
      subject: null,
      path: "/signature/returns/type_hint",
      kind: "set",
      position: null,
      before: null,
      after: "int",
      reason: null,
    });
    expect(changes.every(({ cause }) => cause === hole?.id)).toBe(true);
  });
});
