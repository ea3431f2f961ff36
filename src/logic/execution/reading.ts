import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";

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
  return readable(mapExpression(substitute(expression, replacements), tidied));
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

/** The same with literals worked out, as a person would write it. */
function tidied(expression: Expression): Expression {
  if (expression.kind === "subscript") return itemOfDisplay(expression) ?? expression;
  if (expression.kind !== "binary" || (expression.operator !== "+" && expression.operator !== "-")) return expression;
  const { operator, left, right } = expression;
  if (right.kind !== "integer") return expression;
  const amount = operator === "+" ? right.value : -right.value;
  if (left.kind === "integer") return { kind: "integer", value: left.value + amount };
  if (left.kind !== "binary" || left.right.kind !== "integer" || (left.operator !== "+" && left.operator !== "-"))
    return amount === 0n ? left : expression;
  const whole = amount + (left.operator === "+" ? left.right.value : -left.right.value);
  if (whole === 0n) return left.left;
  const value = whole < 0n ? -whole : whole;
  return { kind: "binary", operator: whole < 0n ? "-" : "+", left: left.left, right: { kind: "integer", value } };
}

function itemOfDisplay({ object, index }: Expression & { kind: "subscript" }): Expression | null {
  if ((object.kind !== "tuple" && object.kind !== "list") || index.kind !== "integer") return null;
  const item = object.items[Number(index.value)];
  return item === undefined || object.items.some(({ kind }) => kind === "starred") ? null : item;
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
