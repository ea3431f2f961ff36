import { expressionText } from "../ir/expression/text.ts";
import { ClauseId } from "../ir/ids.ts";
import type { Assertion, AssertionCategory, IR } from "../ir/ir.ts";

/** Id of a clause that a question supposes; nothing outside of the question sees it. */
export const SUPPOSED = ClauseId.parse("supposed");

/** The IR with one more clause, for a question about it. */
export function supposing(ir: IR, category: AssertionCategory, text: string): IR {
  const assertion: Assertion = {
    id: SUPPOSED,
    category,
    expression: expressionText(text),
    rationale: null,
    verdict: { status: "unknown", reason: "not_attempted", detail: "" },
    locked: false,
    applies_to: [],
    provenance: { source: "static", confidence: 1, author: null, timestamp: null, evidence_refs: [] },
  };
  return { ...ir, assertions: [...ir.assertions.filter(({ id }) => id !== SUPPOSED), assertion] };
}

/** The IR without its postconditions and invariants: what calls it admits. */
export const callsOf = (ir: IR): IR => ({
  ...ir,
  assertions: ir.assertions.filter(({ category }) => category === "precondition"),
});
