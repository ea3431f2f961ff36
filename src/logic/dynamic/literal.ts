import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";

/** Python values as expressions: inputs are made, changed and printed in this form. */
export const NONE: Expression = { kind: "none" };

export function integer(value: bigint | number): Expression {
  const exact = BigInt(value);
  return exact < 0n
    ? { kind: "unary", operator: "-", operand: { kind: "integer", value: -exact } }
    : { kind: "integer", value: exact };
}

/** A float by its shortest literal; nan and the infinities have none and become a call of `float`. */
export function float(value: number): Expression {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    return { kind: "call", callee: { kind: "name", name: "float" }, arguments: [text(name)], keywords: [] };
  }
  if (value < 0 || Object.is(value, -0)) return { kind: "unary", operator: "-", operand: float(-value) };
  const digits = String(value);
  return { kind: "float", text: /[.e]/.test(digits) ? digits : `${digits}.0` };
}

export const boolean = (value: boolean): Expression => ({ kind: "boolean", value });
export const text = (value: string): Expression => ({ kind: "string", value });
export const list = (items: Expression[]): Expression => ({ kind: "list", items });
export const tuple = (items: Expression[]): Expression => ({ kind: "tuple", items });

/** A set display; the empty set has none. */
export function set(items: Expression[]): Expression {
  return items.length > 0 ? { kind: "set", items } : call("set", []);
}

export const call = (name: string, items: Expression[]): Expression => ({
  kind: "call",
  callee: { kind: "name", name },
  arguments: items,
  keywords: [],
});

/** The exact integer an expression denotes; null for anything else. */
export function integerValue(expression: Expression): bigint | null {
  if (expression.kind === "integer") return expression.value;
  if (expression.kind !== "unary" || expression.operator !== "-" || expression.operand.kind !== "integer") return null;
  return -expression.operand.value;
}

/** The float a literal denotes; null for anything else. */
export function floatValue(expression: Expression): number | null {
  if (expression.kind === "float") return Number(expression.text.replaceAll("_", ""));
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  const value = floatValue(expression.operand);
  return value === null ? null : -value;
}

export const printed = (expression: Expression): string => printExpression(expression);
