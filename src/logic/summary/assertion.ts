import { parseExpression } from "../../ir/expression/parse.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { clauseId, evidenceId } from "../../ir/hash.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import type { Evidence, Span } from "../../ir/provenance.ts";
import type { ProvedClause } from "./summarize.ts";

const RULE = "symbolic-execution";

/** A proved clause as the IR has it, with the evidence that it cites. */
export function assertionOf(
  { category, text, rationale, span }: ProvedClause,
  ir: IR,
  place: Span | null,
  assumptions: string[],
): { assertion: Assertion; evidence: Evidence } {
  const expression = expressionText(text);
  const names = new Set(namesOf(parseExpression(expression.text)));
  const subjects = [...ir.signature.parameters.map(({ name }) => name), "result"];
  const evidence: Evidence = {
    id: evidenceId(RULE, span ?? place, text),
    rule: RULE,
    message:
      category === "precondition"
        ? `Symbolic execution of the body: every input that violates it ends in an exception. ${rationale}`
        : `Symbolic execution of the body: ${rationale}.`,
    span: span ?? place,
    text: null,
  };
  const assertion: Assertion = {
    id: clauseId(category, expression.text),
    category,
    expression,
    rationale,
    // Nothing that rests on real numbers is proposed: a precondition of a function over floats is proved without them.
    verdict: { status: "proved", by: "z3", assumptions: assumptions.filter((one) => one !== "float-as-real") },
    locked: false,
    applies_to: [...new Set(subjects)].filter((subject) => names.has(subject)),
    provenance: { source: "symbolic", confidence: 1, author: null, timestamp: null, evidence_refs: [evidence.id] },
  };
  return { assertion, evidence };
}
