import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";

/** Readings of more parts than this help no reader. */
const MAX_PARTS = 150;

/** The expression with every name replaced by its own reading; null when one has none, or the whole is too long to be read. */
export function readingOf(
  expression: Expression,
  reading: (name: string) => Expression | null | undefined,
): Expression | null {
  const replacements = new Map<string, Expression>();
  for (const name of namesOf(expression)) {
    const known = reading(name);
    if (known === null) return null;
    if (known !== undefined) replacements.set(name, known);
  }
  return readable(substitute(expression, replacements));
}

export function readable(expression: Expression | null): Expression | null {
  if (expression === null) return null;
  let parts = 0;
  for (const { expression: part } of descendants(expression)) {
    parts += 1;
    if (parts > MAX_PARTS || part.kind === "unsupported") return null;
  }
  return expression;
}

const OPPOSITE = {
  "==": "!=",
  "!=": "==",
  in: "not in",
  "not in": "in",
  is: "is not",
  "is not": "is",
} as const;

/** The negated condition. Order is not turned round: `not x < y` is no `x >= y` for nan and for sets. */
export function negation(expression: Expression): Expression {
  if (expression.kind === "unary" && expression.operator === "not") return expression.operand;
  if (expression.kind === "comparison" && expression.rest.length === 1) {
    const [only] = expression.rest;
    const operator = only?.operator;
    if (only !== undefined && operator !== undefined && operator in OPPOSITE) {
      const opposite = OPPOSITE[operator as keyof typeof OPPOSITE];
      return { ...expression, rest: [{ ...only, operator: opposite }] };
    }
  }
  return { kind: "unary", operator: "not", operand: expression };
}

export const name = (text: string): Expression => ({ kind: "name", name: text });
