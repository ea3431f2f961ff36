import { isKnownName } from "../../holes/predicate.ts";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { modulesOf } from "../../ir/expression/library-modules.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { clauseId } from "../../ir/hash.ts";
import type { Assertion, AssertionCategory, Raises } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import type { ExpressionFact, SignatureFacts } from "../../signatures/facts.ts";
import { type MergeProblem, mergeProblem } from "./merge-problem.ts";

export interface FilteredClauses {
  assertions: Assertion[];
  problems: MergeProblem[];
}

/**
 * The clauses that apply to the function: written in the expression language, about its parameters and its result. What does not apply is never enforced and is named with its reason.
 */
export function clausesOf(
  category: AssertionCategory,
  facts: readonly ExpressionFact[],
  parameters: readonly string[],
  provenance: Provenance,
): FilteredClauses {
  const assertions = new Map<string, Assertion>();
  const problems: MergeProblem[] = [];
  for (const { expression: source, rationale } of facts) {
    const expression = expressionText(source);
    const parsed = parseExpression(source);
    const reason = inapplicable(category, parsed, expression.unsupported, parameters);
    if (reason !== null) {
      problems.push(mergeProblem(reason.code, `The ${category} \`${source}\` is not enforced: ${reason.detail}.`));
      continue;
    }
    const id = clauseId(category, expression.text);
    if (assertions.has(id)) continue;
    const names = namesOf(parsed);
    assertions.set(id, {
      id,
      category,
      expression,
      rationale: rationale === "" ? null : rationale,
      verdict: { status: "unknown", reason: "not_attempted", detail: "There is no code yet." },
      locked: false,
      applies_to: [...parameters, "result"].filter((name) => names.includes(name)),
      provenance,
    });
  }
  return { assertions: [...assertions.values()], problems };
}

/** Exceptions of the signature. A condition that does not apply is left out and the exception stays. */
export function raisesOf(
  facts: SignatureFacts["raises"],
  parameters: readonly string[],
  provenance: Provenance,
): { raises: Raises[]; problems: MergeProblem[] } {
  const raises = new Map<string, Raises>();
  const problems: MergeProblem[] = [];
  for (const { exception, when } of facts) {
    if (!/^[A-Za-z_][\w.]*$/.test(exception)) {
      problems.push(mergeProblem("not_an_exception", `\`${exception}\` is not the name of an exception class.`));
      continue;
    }
    let condition = when === null ? null : expressionText(when);
    if (when !== null && condition !== null) {
      const reason = inapplicable("precondition", parseExpression(when), condition.unsupported, parameters);
      if (reason !== null) {
        problems.push(
          mergeProblem(reason.code, `The condition \`${when}\` of ${exception} is not enforced: ${reason.detail}.`),
        );
        condition = null;
      }
    }
    const text = condition === null ? exception : `implies(${condition.text}, raises(${exception}))`;
    const id = clauseId("raises", text);
    raises.set(id, { id, exception, when: condition, description: null, provenance });
  }
  return { raises: [...raises.values()], problems };
}

function inapplicable(
  category: AssertionCategory,
  expression: Expression,
  unsupported: readonly string[],
  parameters: readonly string[],
): { code: string; detail: string } | null {
  if (unsupported.length > 0)
    return { code: "clause_not_expressible", detail: `the expression language has no ${unsupported.join(", ")}` };
  const known = new Set([...parameters, ...(category === "precondition" ? [] : ["result"])]);
  const modules = modulesOf(expression);
  const strangers = namesOf(expression).filter((name) => !known.has(name) && !isKnownName(name) && !modules.has(name));
  if (strangers.length > 0)
    return {
      code: "unknown_name",
      detail: `${strangers.join(", ")} ${strangers.length > 1 ? "are" : "is"} no parameter`,
    };
  if (category === "precondition") {
    for (const { expression: part } of descendants(expression)) {
      if (part.kind === "old" || part.kind === "raises")
        return { code: "clause_does_not_apply", detail: `a precondition cannot speak of \`${part.kind}\`` };
    }
  }
  if (namesOf(expression).every((name) => !known.has(name)) && !speaksOfRaising(expression))
    return { code: "clause_does_not_apply", detail: "it says nothing of the parameters or the result" };
  return null;
}

function speaksOfRaising(expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) if (part.kind === "raises") return true;
  return false;
}
