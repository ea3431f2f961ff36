import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { apply, integer, real, symbol, type Term } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";

interface Named {
  symbol: Term;
  type: PythonType;
}

/** A comparison of floats by order. It holds when `term` does and no operand is `nan`. */
export interface Ordered {
  term: Term;
  operands: { constant: Named | null; nan: Term | null }[];
}

const OPERATORS: Partial<Record<ComparisonOperator, string>> = {
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "==": "=",
};

/**
 * A comparison between numbers of which at least one is a float, none of them computed: a name, an integer or float literal. CPython compares
 * ints and floats exactly (Objects/floatobject.c, `float_richcompare`), so that finite doubles and infinities are ordered as points of the real
 * line. Null for every other expression.
 */
export function orderOf(expression: Expression, lookup: (operand: Expression) => Named | null): Ordered | null {
  if (expression.kind !== "comparison") return null;
  const [link, ...others] = expression.rest;
  const operator = link === undefined ? undefined : OPERATORS[link.operator];
  if (link === undefined || others.length > 0 || operator === undefined) return null;
  const [left, right] = [operandOf(expression.first, lookup), operandOf(link.operand, lookup)];
  if (left === null || right === null || !(left.isFloat || right.isFloat)) return null;
  return { term: apply(operator, left.term, right.term), operands: [left, right] };
}

interface Operand {
  term: Term;
  constant: Named | null;
  nan: Term | null;
  isFloat: boolean;
}

function operandOf(expression: Expression, lookup: (operand: Expression) => Named | null): Operand | null {
  const literal = numberOf(expression);
  if (literal !== null) return { term: literal.term, constant: null, nan: null, isFloat: literal.isFloat };
  const constant = lookup(expression);
  if (constant === null) return null;
  if (constant.type.kind === "float")
    return { term: constant.symbol, constant, nan: nanOf(constant.symbol), isFloat: true };
  if (constant.type.kind !== "int") return null;
  return { term: apply("to_real", constant.symbol), constant, nan: null, isFloat: false };
}

function numberOf(expression: Expression): { term: Term; isFloat: boolean } | null {
  if (expression.kind === "integer") return { term: apply("to_real", integer(expression.value)), isFloat: false };
  if (expression.kind === "float") {
    const term = real(Number(expression.text.replaceAll("_", "")));
    return term === null ? null : { term, isFloat: true };
  }
  if (expression.kind !== "unary" || expression.operator !== "-") return null;
  const magnitude = numberOf(expression.operand);
  return magnitude === null ? null : { ...magnitude, term: apply("-", magnitude.term) };
}

/** The flag that says that a constant is `nan`. */
export const nanOf = (constant: Term): Term => symbol(`nan ${constant.slice(1, -1)}`);
