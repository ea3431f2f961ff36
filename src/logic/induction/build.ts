import type { BinaryOperator, ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { mapExpression } from "../../ir/expression/walk.ts";

/** Expressions from their parts, with the constants folded that closed forms would otherwise be full of. */

export const name = (id: string): Expression => ({ kind: "name", name: id });
export const integer = (value: bigint | number): Expression =>
  value < 0
    ? { kind: "unary", operator: "-", operand: { kind: "integer", value: -BigInt(value) } }
    : { kind: "integer", value: BigInt(value) };
export const old = (value: Expression): Expression => ({ kind: "old", value });

/** The value of an integer literal, with its sign; null for any other expression. */
export function integerOf(expression: Expression): bigint | null {
  if (expression.kind === "integer") return expression.value;
  if (expression.kind === "boolean") return null;
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  return expression.operand.kind === "integer" ? -expression.operand.value : null;
}

export function binary(left: Expression, operator: BinaryOperator, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

export function add(left: Expression, right: Expression): Expression {
  const [a, b] = [integerOf(left), integerOf(right)];
  if (a !== null && b !== null) return integer(a + b);
  if (a === 0n) return right;
  if (b === 0n) return left;
  return b !== null && b < 0n ? binary(left, "-", integer(-b)) : binary(left, "+", right);
}

export function subtract(left: Expression, right: Expression): Expression {
  const [a, b] = [integerOf(left), integerOf(right)];
  if (a !== null && b !== null) return integer(a - b);
  return b === 0n ? left : binary(left, "-", right);
}

export function multiply(left: Expression, right: Expression): Expression {
  const [a, b] = [integerOf(left), integerOf(right)];
  if (a !== null && b !== null) return integer(a * b);
  if (a === 0n || b === 0n) return integer(0);
  if (a === 1n) return right;
  if (b === 1n) return left;
  return binary(left, "*", right);
}

/** `start + step * times`, written as a difference where the step is one. */
export function advanced(start: Expression, step: Expression, times: Expression): Expression {
  const constant = integerOf(step);
  if (constant !== null && constant < 0n) return subtract(start, multiply(integer(-constant), times));
  if (step.kind === "binary" && step.operator === "-" && integerOf(step.left) === 0n)
    return subtract(start, multiply(step.right, times));
  return add(start, multiply(step, times));
}

export function compare(left: Expression, operator: ComparisonOperator, right: Expression): Expression {
  return { kind: "comparison", first: left, rest: [{ operator, operand: right }] };
}

export function call(callee: string, ...operands: Expression[]): Expression {
  return { kind: "call", callee: name(callee), arguments: operands, keywords: [] };
}

export function length(value: Expression): Expression {
  if (value.kind === "list" || value.kind === "tuple") return integer(value.items.length);
  return value.kind === "string" && value.value === "" ? integer(0) : call("len", value);
}

/** The same with sums of literals and lengths of displays worked out. */
export function folded(expression: Expression): Expression {
  return mapExpression(expression, (part) => {
    if (part.kind === "binary" && part.operator === "+") return add(part.left, part.right);
    if (part.kind === "binary" && part.operator === "-")
      return integerOf(part.left) === 0n && integerOf(part.right) === null
        ? { kind: "unary", operator: "-", operand: part.right }
        : subtract(part.left, part.right);
    if (part.kind !== "call" || part.callee.kind !== "name" || part.callee.name !== "len") return part;
    const [only, ...others] = part.arguments;
    return only === undefined || others.length > 0 ? part : length(only);
  });
}

export const at = (object: Expression, index: Expression): Expression => ({ kind: "subscript", object, index });

export function upTo(object: Expression, stop: Expression): Expression {
  return at(object, { kind: "slice", start: null, stop, step: null });
}

export function not(operand: Expression): Expression {
  if (operand.kind === "unary" && operand.operator === "not") return operand.operand;
  return { kind: "unary", operator: "not", operand };
}

export function and(...operands: Expression[]): Expression {
  const [only] = operands;
  if (only === undefined) return { kind: "boolean", value: true };
  return operands.length === 1 ? only : { kind: "logical", operator: "and", operands };
}

export function or(...operands: Expression[]): Expression {
  const [only] = operands;
  if (only === undefined) return { kind: "boolean", value: false };
  return operands.length === 1 ? only : { kind: "logical", operator: "or", operands };
}

export const implies = (left: Expression, right: Expression): Expression => ({ kind: "implies", left, right });

export interface Range {
  target: Expression;
  iterable: Expression;
}

/** `all(body for target in iterable ...)`, or the same with `any` or `sum`. */
export function over(
  which: "all" | "any" | "sum",
  body: Expression,
  ranges: Range[],
  conditions: Expression[] = [],
): Expression {
  const clauses = ranges.map((range, index) => ({
    ...range,
    conditions: index === ranges.length - 1 ? conditions : [],
  }));
  return call(which, { kind: "comprehension", form: "generator", element: body, clauses });
}
