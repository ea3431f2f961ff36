import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";

const texts = new WeakMap<Expression, string>();

/** Canonical text, remembered for as long as the expression is. */
export function printed(expression: Expression): string {
  const known = texts.get(expression);
  if (known !== undefined) return known;
  const text = printExpression(expression);
  texts.set(expression, text);
  return text;
}

/** Negation over truth values: `not not e` is `e`. */
export function not(expression: Expression): Expression {
  if (expression.kind === "unary" && expression.operator === "not") return expression.operand;
  return { kind: "unary", operator: "not", operand: expression };
}

/** Conjunction of what is not equal by its text. */
export function all(expressions: readonly Expression[]): Expression {
  const distinct = [...new Map(expressions.map((expression) => [printed(expression), expression])).values()];
  const [only] = distinct;
  if (only === undefined) return { kind: "boolean", value: true };
  return distinct.length === 1 ? only : { kind: "logical", operator: "and", operands: distinct };
}

export function implies(left: Expression, right: Expression): Expression {
  return { kind: "implies", left, right };
}
