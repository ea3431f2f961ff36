import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../ir/canonical.ts";
import { clauseId, parameterId } from "../ir/hash.ts";
import { sampleAssertion } from "../ir/ir.sample.ts";
import type { IR } from "../ir/ir.ts";
import { applyAnswer } from "./apply-answer.ts";
import { answerTo, irWith, openHole } from "./holes.fixture.ts";
import { keepLocked } from "./keep-locked.ts";

const holes = {
  type: openHole("type", { clause: "signature", kind: "type", subject: parameterId("x") }),
  returns: openHole("returns", { clause: "signature", kind: "type", subject: "return" }),
  spec: openHole("spec"),
  doubt: openHole("doubt", {
    subject: clauseId("postcondition", "result < 9"),
    constraints: [clauseId("postcondition", "result < 9")],
  }),
  outcome: openHole("outcome", { subject: "outcome of f(1)" }),
  word: openHole("word", { clause: "intent", kind: "term", subject: "fast", type_hint: "str" }),
  name: openHole("name", { clause: "signature", kind: "term", subject: "signature" }),
};
const made = irWith({ parameters: { x: null }, returns: null, post: ["result < 9"] }, ...Object.values(holes));

const answered = (...answers: [keyof typeof holes, string][]): IR =>
  answers.reduce((ir, [hole, value]) => {
    const result = applyAnswer(ir, answerTo(holes[hole], value));
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    return result.ir;
  }, made);

describe("what is made anew", () => {
  const all = answered(
    ["type", "int"],
    ["returns", "int"],
    ["spec", "result > x"],
    ["outcome", "2"],
    ["word", "at once"],
    ["name", "g"],
  );

  it("has everything that people answered", () => {
    const kept = keepLocked(all, { ...made, assertions: [sampleAssertion("postcondition", "result != 5")] });
    expect(kept.signature).toMatchObject({
      name: "g",
      parameters: [{ type_hint: "int" }],
      returns: { type_hint: "int" },
    });
    expect(kept.assertions.map(({ expression }) => expression.text)).toEqual(["result != 5", "result > x"]);
    expect(kept.examples).toMatchObject([{ call: "g(1)", returns: "2", source: "human" }]);
    expect(kept.intent.success_criteria).toEqual(all.intent.success_criteria);
    expect(kept.holes.filter(({ status }) => status === "resolved")).toHaveLength(6);
    expect(kept.signature.return_constraints).toEqual([clauseId("postcondition", "result > x")]);
    const cited = new Set(kept.assertions.flatMap(({ provenance }) => provenance.evidence_refs));
    expect(kept.metadata.evidence.map(({ id }) => id)).toEqual([...cited]);
  });

  it("gives way where it says something else of what is locked", () => {
    const [parameter] = made.signature.parameters;
    if (parameter === undefined) throw new Error("there is a parameter");
    const wrong: IR = { ...made, signature: { ...made.signature, parameters: [{ ...parameter, type_hint: "str" }] } };
    expect(keepLocked(all, wrong).signature.parameters[0]?.type_hint).toBe("int");
  });

  it("does not bring back a clause that a person withdrew", () => {
    const withdrawn = answered(["doubt", clauseId("postcondition", "result < 9")]);
    expect(keepLocked(withdrawn, made).assertions).toEqual([]);
  });

  it("stays as it is where nothing is locked, and the same when it is kept twice", () => {
    expect(canonicalJson(keepLocked(made, made))).toBe(canonicalJson(made));
    const orders = fc.shuffledSubarray<[keyof typeof holes, string]>([
      ["type", "int"],
      ["spec", "result > 0"],
      ["outcome", "2"],
      ["word", "at once"],
    ]);
    fc.assert(
      fc.property(orders, (answers) => {
        const before = answered(...answers);
        const once = keepLocked(before, made);
        expect(canonicalJson(keepLocked(before, once))).toBe(canonicalJson(once));
      }),
    );
  });
});
