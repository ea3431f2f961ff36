import type { Expression } from "../ir/expression/ast.ts";
import { namesOf } from "../ir/expression/walk.ts";
import type { IR } from "../ir/ir.ts";
import { isKnownName } from "./predicate.ts";
import { typesOf } from "./try/inputs.ts";

/** The comparison that is false where another is true. */
export const OPPOSITE = {
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

/** Types whose values are in one order, so that `not x < 1` is `x >= 1`. */
const ORDERED: ReadonlySet<string> = new Set(["int", "bool", "str"]);

/** A condition that holds exactly where this one does not, for the types of the IR: as people say it where that is the same, else with `not`. */
export function oppositeIn(ir: IR, condition: Expression): Expression {
  const plain = negated(condition);
  if (condition.kind === "comparison" && condition.rest[0] !== undefined && isSize(condition.first, condition.rest[0]))
    return plain;
  const types = typesOf(ir);
  const isOrdered = namesOf(condition).every((name) => isKnownName(name) || ORDERED.has(types.get(name)?.kind ?? ""));
  return isOrdered ? plain : { kind: "unary", operator: "not", operand: condition };
}
