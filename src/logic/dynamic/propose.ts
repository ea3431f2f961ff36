import { parseExpression } from "../../ir/expression/parse.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { clauseId, evidenceId } from "../../ir/hash.ts";
import type { Assertion } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import { type FloatReach, guardOf } from "./guard.ts";
import type { Slot } from "./input.ts";
import type { Claim } from "./mine.ts";
import type { Profile } from "./profiles.ts";
import { holdsFloat } from "./shape.ts";

/** Confidence of what was only observed: always below what was proved or declared. */
const CONFIDENCE = { always: 0.85, conditional: 0.75 } as const;

/**
 * The test that arguments are of the profile, for the parameters whose type is assumed and, where `reach` limits floats, for those that hold them; empty when there is none, null
 * when one cannot be tested. Of parameters that calls `changed` it is tested on entry.
 */
export function guardOfProfile(
  slots: readonly Slot[],
  profile: Profile,
  reach: FloatReach | null,
  changed: ReadonlySet<string> = new Set(),
): string | null {
  const tests: string[] = [];
  for (const [index, slot] of slots.entries()) {
    const shape = profile[index];
    if (shape === undefined || slot.kind === "var_keyword") continue;
    if (!slot.assumed && (reach === null || !holdsFloat(shape))) continue;
    const own = slot.kind === "var_positional" ? { kind: "tuple_of" as const, element: shape } : shape;
    const subject = changed.has(slot.name) ? `old(${slot.name})` : slot.name;
    const test = guardOf(own, subject, reach ?? "finite");
    if (test === null) return null;
    const omitted = slot.optional && slot.kind !== "var_positional" ? `${subject} is None or ` : "";
    tests.push(omitted !== "" || test.includes(" or ") ? `(${omitted}(${test}))` : test);
  }
  return tests.join(" and ");
}

export const guarded = (guard: string, text: string): string => (guard === "" ? text : `implies(${guard}, ${text})`);

/** The claim as a postcondition with its evidence; null when it is too long for a clause or outside the language. */
export function proposal(
  claim: Claim,
  text: string,
  names: readonly string[],
): { assertion: Assertion; evidence: Evidence } | null {
  const expression = expressionText(text);
  if (expression.unsupported.length > 0 || expression.text.length > 600) return null;
  const strength =
    claim.wrong === 0
      ? ""
      : ` It rejects ${claim.rejects} of ${claim.wrong} wrong results that no clause before it rejects.`;
  const cases = claim.kind === "conditional" ? `, ${claim.cases} of them under its condition` : "";
  const message = `Held in all ${claim.executions} executions${cases}.${strength}`;
  const evidence: Evidence = {
    id: evidenceId("dynamic-invariant", null, `${expression.text} ${message}`),
    rule: "dynamic-invariant",
    message,
    span: null,
    text: null,
  };
  const mentioned = new Set(namesOf(parseExpression(expression.text)));
  return {
    evidence,
    assertion: {
      id: clauseId("postcondition", expression.text),
      category: "postcondition",
      expression,
      rationale: "Observed in executions, not proved.",
      verdict: { status: "tested", executions: claim.executions },
      locked: false,
      applies_to: names.filter((name) => mentioned.has(name)),
      provenance: {
        source: "dynamic",
        confidence: claim.kind === "conditional" ? CONFIDENCE.conditional : CONFIDENCE.always,
        author: null,
        timestamp: null,
        evidence_refs: [evidence.id],
      },
    },
  };
}
