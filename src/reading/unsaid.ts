import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { namesOf } from "../ir/expression/walk.ts";
import type { ExpressionFact } from "../signatures/facts.ts";
import type { Clause } from "./clauses/clause.ts";

/**
 * Preconditions that nothing takes back: where a request says "a non-empty list" in passing and also what happens when the list is empty,
 * callers may pass an empty one.
 */
export function unsaidPreconditions(facts: readonly ExpressionFact[], clauses: readonly Clause[]): ExpressionFact[] {
  const decided = new Set(
    clauses
      .flatMap(({ cases, raises }) => [...cases, ...raises])
      .map(({ condition }) => boundedSubject(condition))
      .filter((subject) => subject !== null),
  );
  return facts.filter(({ expression }) => {
    const subject = subjectOf(expression);
    return subject === null || !decided.has(subject);
  });
}

/** The left side of a condition that compares it with a constant: `n > m` leaves it open whether `n` may be negative. */
function boundedSubject(expression: string): string | null {
  const parsed = parseExpression(expression);
  if (parsed.kind !== "comparison") return null;
  const constant = parsed.rest.every(({ operand }) => namesOf(operand).length === 0);
  return constant ? subjectOf(expression) : null;
}

/** The left side of a comparison. */
function subjectOf(expression: string): string | null {
  const parsed = parseExpression(expression);
  return parsed.kind === "comparison" ? printExpression(parsed.first) : null;
}
