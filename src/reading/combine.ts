import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import type { ExpressionFact } from "../signatures/facts.ts";
import type { Case, Clause } from "./clauses/clause.ts";
import { negation, operand, resultIs } from "./quantities.ts";

/**
 * Postconditions of clauses together with what the rest of the prose says of the result. An exception ("or None if xs is empty") takes its cases out
 * of a general definition: `result == (None if len(xs) == 0 else max(xs))`. Without a definition each case is an implication of its own.
 */
export function combine(clauses: readonly Clause[], general: readonly ExpressionFact[]): ExpressionFact[] {
  const raised = clauses.flatMap(({ raises }) =>
    raises.map(({ exception, condition, rationale }) => ({
      expression: `implies(${condition}, raises(${exception}))`,
      rationale,
    })),
  );
  const wholes = clauses.flatMap(({ cases, otherwise }): Definition[] =>
    otherwise === null ? [] : [{ value: conditional(cases, otherwise), rationale: rationaleOf(cases) }],
  );
  const exceptions = clauses.flatMap(({ cases, otherwise }) => (otherwise === null ? cases : []));
  const definitions = [...wholes];
  const others: ExpressionFact[] = [];
  for (const fact of general) {
    const value = definedValue(fact.expression);
    if (value === null) others.push(fact);
    else definitions.push({ value, rationale: fact.rationale });
  }
  const defined = definitions.map(({ value, rationale }) => ({
    expression: `result == ${operand(conditional(exceptions, value))}`,
    rationale: [rationale, rationaleOf(exceptions)].filter((text) => text !== "").join(" "),
  }));
  const implied =
    defined.length > 0 ? [] : exceptions.map((each, index) => implication(exceptions.slice(0, index), each));
  return [...raised, ...defined, ...implied, ...others.map((fact) => outside(exceptions, fact))];
}

interface Definition {
  value: string;
  rationale: string;
}

function rationaleOf(cases: readonly Case[]): string {
  return [...new Set(cases.map(({ rationale }) => rationale))].join(" ");
}

/** A case counts where none before it does. */
function implication(earlier: readonly Case[], { condition, value, rationale }: Case): ExpressionFact {
  const guard = [...earlier.map((each) => negation(each.condition)), condition].map(operandOfAnd).join(" and ");
  return { expression: `implies(${guard}, ${resultIs(value)})`, rationale };
}

function outside(exceptions: readonly Case[], fact: ExpressionFact): ExpressionFact {
  if (exceptions.length === 0) return fact;
  const guard = exceptions.map(({ condition }) => operandOfAnd(negation(condition))).join(" and ");
  return { ...fact, expression: `implies(${guard}, ${fact.expression})` };
}

function operandOfAnd(expression: string): string {
  const parsed = parseExpression(expression);
  return parsed.kind === "logical" && parsed.operator === "or" ? `(${expression})` : expression;
}

/** `E` of `result == E`; null for any other predicate. */
export function definedValue(expression: string): string | null {
  const parsed = parseExpression(expression);
  if (parsed.kind !== "comparison" || parsed.rest.length !== 1) return null;
  const [link] = parsed.rest;
  if (parsed.first.kind !== "name" || parsed.first.name !== "result" || link?.operator !== "==") return null;
  return printExpression(link.operand);
}

/** `v if c else otherwise`; a choice between True and False is the condition itself. */
function conditional(cases: readonly Case[], otherwise: string): string {
  const [only] = cases;
  if (cases.length === 1 && only?.value === "True" && otherwise === "False") return only.condition;
  if (cases.length === 1 && only?.value === "False" && otherwise === "True") return negation(only.condition);
  return cases.reduceRight(
    (rest, each) => `${operand(each.value)} if ${each.condition} else ${operand(rest)}`,
    otherwise,
  );
}
