import { describe, expect, it } from "vitest";
import { evidenceId } from "../../ir/hash.ts";
import { sampleAssertion, sampleIr } from "../../ir/ir.sample.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { applyFindings } from "./apply.ts";
import type { DynamicFindings, SymbolicFindings } from "./findings.ts";

const proved: Verdict = { status: "proved", by: "z3", assumptions: [] };
const bounded: Verdict = { status: "bounded", bound: "4 iterations", assumptions: [] };
const tested: Verdict = { status: "tested", executions: 9 };
const refuted: Verdict = { status: "refuted", counterexample: { x: "1" }, observed: "returned 0" };
const vacuous: Verdict = { status: "vacuous", detail: "no input" };
const open: Verdict = { status: "unknown", reason: "budget", detail: "used up" };

const symbolic = (parts: Partial<SymbolicFindings> = {}): SymbolicFindings => ({
  verdicts: {},
  proposed: [],
  witnesses: [],
  evidence: [],
  problems: [],
  ...parts,
});
const dynamic = (parts: Partial<DynamicFindings> = {}): DynamicFindings => ({
  verdicts: {},
  proposed: [],
  examples: [],
  evidence: [],
  executions: 1,
  problems: [],
  ...parts,
});

const post = sampleAssertion("postcondition", "result >= x");
const other = sampleAssertion("postcondition", "result != 3");
const irWith = (...assertions: Assertion[]): IR => ({ ...sampleIr(), assertions });
const proposal = (text: string, verdict: Verdict, applies_to: string[] = []): Assertion => ({
  ...sampleAssertion("postcondition", text),
  verdict,
  applies_to,
});
const verdictOf = (ir: IR, { id }: Assertion) => ir.assertions.find((assertion) => assertion.id === id)?.verdict;

describe("applyFindings", () => {
  it.each([
    [proved, tested, proved],
    [bounded, tested, bounded],
    [open, tested, tested],
    [tested, undefined, tested],
    [open, undefined, open],
    [undefined, tested, tested],
    [vacuous, undefined, vacuous],
    [bounded, refuted, refuted],
    [open, refuted, refuted],
  ])("keeps of %o and %o the verdict that says more", (first, second, expected) => {
    const ir = applyFindings(
      irWith(post),
      symbolic({ verdicts: first === undefined ? {} : { [post.id]: first } }),
      dynamic({ verdicts: second === undefined ? {} : { [post.id]: second } }),
    );
    expect(verdictOf(ir, post)).toEqual(expected);
    expect(ir.metadata.problems.filter(({ code }) => code === "proof_contradicted")).toEqual([]);
  });

  it("believes an execution and not the proof that it contradicts, says so, and keeps no other proof of the function", () => {
    const ir = applyFindings(
      irWith(post, other),
      symbolic({ verdicts: { [post.id]: proved, [other.id]: proved }, proposed: [proposal("result == x", proved)] }),
      dynamic({ verdicts: { [post.id]: refuted } }),
    );
    expect(verdictOf(ir, post)).toEqual(refuted);
    expect(verdictOf(ir, other)).toMatchObject({ status: "unknown", detail: expect.stringContaining("withdrawn") });
    expect(ir.assertions).toHaveLength(2);
    expect(ir.metadata.problems).toContainEqual(
      expect.objectContaining({ code: "proof_contradicted", detail: expect.stringContaining("x = 1") }),
    );
  });

  it("withdraws proofs when an execution refutes a clause that was proposed as proved", () => {
    const claim = proposal("result == x", proved);
    const ir = applyFindings(
      irWith(other),
      symbolic({ verdicts: { [other.id]: proved }, proposed: [claim] }),
      dynamic({ verdicts: { [claim.id]: refuted, [other.id]: tested } }),
    );
    expect(ir.assertions.map(({ id }) => id)).toEqual([other.id]);
    expect(verdictOf(ir, other)).toEqual(tested);
  });

  it("adds proposals once, with the verdict that says most and the evidence of both sides", () => {
    const evidence = evidenceId("observed", null, "a");
    const seen = proposal("result == x", tested);
    const ir = applyFindings(
      irWith(post),
      symbolic({ proposed: [proposal("result == x", proved, ["x", "result"]), proposal("result >= x", proved)] }),
      dynamic({ proposed: [{ ...seen, provenance: { ...seen.provenance, evidence_refs: [evidence] } }] }),
    );
    expect(ir.assertions.map(({ expression, verdict }) => [expression.text, verdict.status])).toEqual([
      ["result >= x", "unknown"],
      ["result == x", "proved"],
    ]);
    const [, added] = ir.assertions;
    expect(added?.provenance.evidence_refs).toEqual([evidence]);
    expect(ir.signature.parameters.find(({ name }) => name === "x")?.constraints).toContain(added?.id);
    expect(ir.signature.return_constraints).toContain(added?.id);
  });

  it("keeps problems of both sides, each under its analysis", () => {
    const ir = applyFindings(
      irWith(),
      symbolic({ problems: [{ code: "not_executed", detail: "with" }] }),
      dynamic({ problems: [{ code: "fuel", detail: "ran out" }] }),
    );
    expect(ir.metadata.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ analysis: "symbolic", code: "not_executed" }),
        expect.objectContaining({ analysis: "dynamic", code: "fuel" }),
      ]),
    );
  });

  it("changes nothing when the same findings are applied again, or none", () => {
    const findings = [
      symbolic({ verdicts: { [post.id]: proved }, proposed: [proposal("result == x", proved, ["x"])] }),
      dynamic({ verdicts: { [other.id]: refuted }, problems: [{ code: "a", detail: "b" }] }),
    ] as const;
    const once = applyFindings(irWith(post, other), ...findings);
    expect(applyFindings(once, ...findings)).toEqual(once);
    expect(applyFindings(irWith(post), null, null)).toEqual(irWith(post));
  });
});
