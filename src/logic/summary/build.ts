import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";

/** Short ways to write expressions. */
export const name = (text: string): Expression => ({ kind: "name", name: text });
export const integer = (value: bigint | number): Expression =>
  value < 0
    ? { kind: "unary", operator: "-", operand: { kind: "integer", value: -BigInt(value) } }
    : { kind: "integer", value: BigInt(value) };
export const truth = (value: boolean): Expression => ({ kind: "boolean", value });
export const RESULT = name("result");

export const compare = (first: Expression, operator: ComparisonOperator, operand: Expression): Expression => ({
  kind: "comparison",
  first,
  rest: [{ operator, operand }],
});

export const call = (callee: string, ...operands: Expression[]): Expression => ({
  kind: "call",
  callee: name(callee),
  arguments: operands,
  keywords: [],
});

export const len = (value: Expression): Expression => call("len", value);
export const old = (value: Expression): Expression => ({ kind: "old", value });
export const raises = (exception: string): Expression => ({ kind: "raises", exception: name(exception) });

/** `a and b and c`; true when there is none. */
export function all(parts: readonly Expression[]): Expression {
  const [only, ...others] = parts;
  if (only === undefined) return truth(true);
  return others.length === 0 ? only : { kind: "logical", operator: "and", operands: [...parts] };
}

/** `a or b or c`; false when there is none. */
export function any(parts: readonly Expression[]): Expression {
  const [only, ...others] = parts;
  if (only === undefined) return truth(false);
  return others.length === 0 ? only : { kind: "logical", operator: "or", operands: [...parts] };
}

/** `implies(a, b)`, and `b` where `a` is true. */
export const implies = (left: Expression, right: Expression): Expression =>
  left.kind === "boolean" && left.value ? right : { kind: "implies", left, right };

/** The single comparisons of a chain. */
export function links(expression: Expression & { kind: "comparison" }): Expression[] {
  let left = expression.first;
  return expression.rest.map(({ operator, operand }) => {
    const link = compare(left, operator, operand);
    left = operand;
    return link;
  });
}

/** The value of an integer literal, negative ones too; null for anything else. */
export function literal(expression: Expression): bigint | null {
  if (expression.kind === "integer") return expression.value;
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  return expression.operand.kind === "integer" ? -expression.operand.value : null;
}
