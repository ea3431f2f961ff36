import type { Expression } from "../../ir/expression/ast.ts";

const OPPOSITE = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
  in: "not in",
  "not in": "in",
  is: "is not",
  "is not": "is",
} as const;

/**
 * The opposite of a condition in the words in which people say it: `x >= 1` for `x < 1`. Beside NaN, and for objects with an order of their own, a comparison and its opposite may both be false.
 */
export function negated(expression: Expression): Expression {
  if (expression.kind === "unary" && expression.operator === "not") {
    const inside = negated(expression.operand);
    return inside.kind === "unary" ? expression.operand : { ...expression, operand: inside };
  }
  const [only, ...others] = expression.kind === "comparison" ? expression.rest : [];
  if (expression.kind === "comparison" && only !== undefined && others.length === 0 && isSize(expression.first, only)) {
    const operator = only.operator === "==" ? (">" as const) : ("==" as const);
    return { ...expression, rest: [{ ...only, operator }] };
  }
  if (expression.kind === "comparison" && only !== undefined && others.length === 0)
    return { ...expression, rest: [{ ...only, operator: OPPOSITE[only.operator] }] };
  return { kind: "unary", operator: "not", operand: expression };
}

/** Whether it is `len(x) == 0` or `len(x) > 0`, of which each is the negation of the other. */
const isSize = (first: Expression, { operator, operand }: { operator: string; operand: Expression }): boolean =>
  first.kind === "call" &&
  first.callee.kind === "name" &&
  first.callee.name === "len" &&
  operand.kind === "integer" &&
  operand.value === 0n &&
  (operator === "==" || operator === ">");
