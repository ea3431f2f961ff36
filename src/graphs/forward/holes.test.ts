import { describe, expect, it } from "vitest";
import { applyAnswer } from "../../holes/apply-answer.ts";
import type { Check, IR } from "../../ir/ir.ts";
import type { Ambiguity } from "../../signatures/facts.ts";
import { askedHoles, choose, refuse, suggestedAnswers } from "../holes/choose.ts";
import { noteConflicts } from "../holes/conflicts.ts";
import { NO_DECISIONS } from "../holes/decisions.ts";
import { clause, constraints, contract, example, intent, parameter, prompt, signature } from "./facts.fixture.ts";
import { detectHoles, implementationHole } from "./holes.ts";
import { merge } from "./merge.ts";

const NOTHING = { contradictions: [], ambiguities: [], no_signature: null };
const answered = (ir: IR, value: string, index = 0) => {
  const hole = ir.holes[index];
  if (hole === undefined) throw new Error("there is no hole");
  const at = "2026-01-01T00:00:00Z";
  return applyAnswer(ir, { hole: hole.id, reply: { kind: "value", value }, by: "someone", at, source: "human" });
};

const asking = (policy: "ask" | "auto" | "fail", threshold: number) =>
  ({ policy, threshold, asks: "critical", graph: "forward" }) as const;
const resolution = (ir: IR, policy: "ask" | "auto" | "fail", threshold: number) =>
  choose({ ir, decisions: NO_DECISIONS }, asking(policy, threshold));
const blockingHoles = (ir: IR) => askedHoles(ir, { asks: "critical" });

const contradictory = () => {
  const examples = [example(["1", "2"], "3"), example(["1", "2"], "4")];
  const { ir, contradictions } = merge(prompt(), intent(), signature(), constraints({ examples }));
  return detectHoles(ir, { ...NOTHING, contradictions });
};

const conflicting = () => {
  const ir = contract({ postconditions: [clause("result > a"), clause("result < a")] });
  const check: Check = {
    question: "clauses_consistent",
    status: "unsat",
    core: ir.assertions.map(({ id }) => id),
    model: null,
    reason: null,
    detail: null,
    left_out: [],
    assumptions: [],
  };
  return noteConflicts(ir, [check]);
};

describe("holes of a contract", () => {
  it("does not make a run wait for a type that is missing", () => {
    const ir = detectHoles(contract({}, { parameters: [parameter("a", null), parameter("b")] }), NOTHING);
    expect(ir.holes).toMatchObject([{ clause: "signature", kind: "type", subject: "param_a" }]);
    expect(resolution(ir, "ask", 0.7)).toBe("clear");
  });

  it("takes the answer to a type hole that nobody waits for", () => {
    const ir = detectHoles(contract({}, { parameters: [parameter("a", null)] }), NOTHING);
    const result = answered(ir, "list[int]");
    expect(result).toMatchObject({
      ok: true,
      ir: { signature: { parameters: [{ type_hint: "list[int]", provenance: { source: "human" } }] } },
    });
    expect(answered(ir, "list[")).toMatchObject({ ok: false });
  });

  it("waits for a signature, and takes a def line as its answer", () => {
    const ir = detectHoles(contract({}, { parameters: [] }), { ...NOTHING, no_signature: "nothing was read" });
    expect(resolution(ir, "ask", 0.7)).toBe("ask");
    expect(answered(ir, "add two numbers")).toMatchObject({ ok: false });
    expect(answered(ir, "def plus(x: int, *, y: int = 1) -> int")).toMatchObject({
      ok: true,
      ir: {
        signature: { name: "plus", parameters: [{ name: "x" }, { name: "y", default: "1" }] },
        holes: [{ status: "resolved" }],
      },
    });
  });

  it("waits where examples contradict each other, and takes the outcome that holds", () => {
    const ir = contradictory();
    expect(ir.holes[0]?.suggestions.map(({ value }) => value)).toEqual(["3", "4"]);
    const result = answered(ir, "4");
    expect(result).toMatchObject({
      ok: true,
      ir: { examples: [{ call: "add(1, 2)", args: ["1", "2"], returns: "4" }] },
    });
    expect(answered(ir, "raises(ValueError)")).toMatchObject({
      ok: true,
      ir: { examples: [{ returns: null, raises: "ValueError" }] },
    });
    expect(answered(ir, "open('x')")).toMatchObject({ ok: false });
    expect(result.ok && answered(result.ir, "3")).toMatchObject({
      ok: false,
      problem: { kind: "already_resolved", value: "4" },
    });
  });

  it("waits where clauses contradict each other, names them by id and withdraws the one that is chosen", () => {
    const ir = conflicting();
    const [first, second] = ir.assertions;
    expect(blockingHoles(ir)[0]?.constraints).toEqual([first?.id, second?.id]);
    const result = answered(ir, second?.id ?? "");
    expect(result.ok && result.ir.assertions.map(({ id }) => id)).toEqual([first?.id]);
    expect(result.ok && result.ir.signature.return_constraints).toEqual([first?.id]);
    expect(answered(ir, "postcondition_of_another")).toMatchObject({ ok: false });
    expect(noteConflicts(ir, ir.metadata.checks).holes).toHaveLength(1);
  });

  it("follows its policy: asks, takes a suggestion that is good enough, or ends with the ids of the clauses", () => {
    const ir = contradictory();
    expect([
      resolution(ir, "ask", 0.1),
      resolution(ir, "auto", 0.9),
      resolution(ir, "auto", 0.1),
      resolution(ir, "fail", 0),
    ]).toEqual(["ask", "ask", "auto", "fail"]);
    expect(
      suggestedAnswers({ ir, decisions: NO_DECISIONS }, asking("auto", 0.1), "2026-01-01T00:00:00Z"),
    ).toMatchObject([{ answer: { reply: { kind: "value", value: "3" }, source: "refinement" } }]);
    const [core] = conflicting().assertions;
    expect(() => refuse(conflicting(), { asks: "critical" })).toThrow(
      expect.objectContaining({
        code: "unfilled_holes",
        details: [expect.objectContaining({ detail: expect.stringContaining(core?.id ?? "?") })],
      }),
    );
  });

  it("makes a locked clause of an answer to a question of meaning", () => {
    const ambiguity: Ambiguity = {
      clause: "assertion",
      kind: "spec",
      subject: "order",
      question: "Which order?",
      type_hint: "bool",
      readings: [],
    };
    const ir = detectHoles(contract(), { ...NOTHING, ambiguities: [ambiguity] });
    expect(answered(ir, "result >= a")).toMatchObject({
      ok: true,
      ir: { assertions: [{ category: "postcondition", locked: true }] },
    });
    expect(answered(ir, "a > 0")).toMatchObject({ ok: true, ir: { assertions: [{ category: "precondition" }] } });
    expect(answered(ir, "whatever(x)")).toMatchObject({ ok: false });
  });

  it("has one implementation hole, which says what was tried last", () => {
    const once = implementationHole(contract(), "first", null, []);
    expect(implementationHole(once, "second", "tried", []).holes).toMatchObject([
      { clause: "implementation", description: "second", context: "tried" },
    ]);
  });
});
