import type { Expression } from "../../ir/expression/ast.ts";
import { namesOf } from "../../ir/expression/walk.ts";

/** What a clause says of the outcome wherever `condition` holds; a condition of null is no condition. */
export interface Case {
  condition: Expression | null;
  outcome: { kind: "return"; value: Expression } | { kind: "raise"; exception: Expression };
}

/** The cases that a postcondition defines; none when it defines no outcome. `yieldsBool` lets `result` itself stand for a truth value. */
export function casesOf(clause: Expression, yieldsBool: boolean): Case[] {
  switch (clause.kind) {
    case "logical":
      return clause.operator === "and" ? clause.operands.flatMap((operand) => casesOf(operand, yieldsBool)) : [];
    case "implies": {
      const inner = mentionsResult(clause.left)
        ? contrapositive(clause, yieldsBool)
        : casesOf(clause.right, yieldsBool);
      return mentionsResult(clause.left) ? inner : inner.map((one) => under(clause.left, one));
    }
    case "conditional": {
      if (mentionsResult(clause.test)) return [];
      const [then, otherwise] = [casesOf(clause.body, yieldsBool), casesOf(clause.otherwise, yieldsBool)];
      if (then.length === 0 || otherwise.length === 0) return [];
      return [
        ...then.map((one) => under(clause.test, one)),
        ...otherwise.map((one) => under(negated(clause.test), one)),
      ];
    }
    case "comparison":
      return equation(clause, yieldsBool);
    case "raises":
      return clause.exception.kind === "name"
        ? [{ condition: null, outcome: { kind: "raise", exception: clause.exception } }]
        : [];
    case "name":
      return yieldsBool && clause.name === "result" ? [always({ kind: "boolean", value: true })] : [];
    case "unary":
      return yieldsBool && clause.operator === "not" && isResult(clause.operand)
        ? [always({ kind: "boolean", value: false })]
        : [];
    default:
      return [];
  }
}

const always = (value: Expression): Case => ({ condition: null, outcome: { kind: "return", value } });

const isResult = (expression: Expression): boolean => expression.kind === "name" && expression.name === "result";

export const mentionsResult = (expression: Expression): boolean => namesOf(expression).includes("result");

function under(condition: Expression, { condition: inner, outcome }: Case): Case {
  if (inner === null) return { condition, outcome };
  return { condition: { kind: "logical", operator: "and", operands: [condition, inner] }, outcome };
}

/** `implies(result, c)` says that the result is false wherever `c` is. */
function contrapositive({ left, right }: Expression & { kind: "implies" }, yieldsBool: boolean): Case[] {
  if (!yieldsBool || mentionsResult(right)) return [];
  if (isResult(left)) return [under(negated(right), always({ kind: "boolean", value: false }))];
  if (left.kind === "unary" && left.operator === "not" && isResult(left.operand))
    return [under(negated(right), always({ kind: "boolean", value: true }))];
  return [];
}

/** `result == e`, `e == result`, `result is None`, and the first other side of a chain of them. */
function equation({ first, rest }: Expression & { kind: "comparison" }, yieldsBool: boolean): Case[] {
  const sides = [first, ...rest.map(({ operand }) => operand)];
  const [link] = rest;
  if (rest.length === 1 && link !== undefined && link.operator === "is") {
    if (!isResult(first)) return [];
    return link.operand.kind === "none" || (yieldsBool && link.operand.kind === "boolean")
      ? [always(link.operand)]
      : [];
  }
  if (rest.length === 1 && link !== undefined && yieldsBool && link.operator === "!=" && isResult(first))
    return link.operand.kind === "boolean" ? [always({ kind: "boolean", value: !link.operand.value })] : [];
  const cases: Case[] = [];
  for (const [index, { operator }] of rest.entries()) {
    const [left, right] = [sides[index], sides[index + 1]];
    if (operator !== "==" || left === undefined || right === undefined) continue;
    if (isResult(left) && !mentionsResult(right)) cases.push(always(right));
    else if (isResult(right) && !mentionsResult(left)) cases.push(always(left));
  }
  return cases.slice(0, 1);
}

const COMPLEMENT = { "==": "!=", "!=": "==", in: "not in", "not in": "in", is: "is not", "is not": "is" } as const;

/** The negation, without a `not` where Python has an operator for it that means the same of all values. */
export function negated(condition: Expression): Expression {
  if (condition.kind === "unary" && condition.operator === "not") return condition.operand;
  const [link, ...others] = condition.kind === "comparison" ? condition.rest : [];
  if (condition.kind === "comparison" && link !== undefined && others.length === 0 && link.operator in COMPLEMENT) {
    const operator = COMPLEMENT[link.operator as keyof typeof COMPLEMENT];
    return { ...condition, rest: [{ ...link, operator }] };
  }
  return { kind: "unary", operator: "not", operand: condition };
}
