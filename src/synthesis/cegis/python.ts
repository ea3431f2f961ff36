import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { call, integer } from "../../logic/dynamic/literal.ts";
import type { Operator, Term } from "../term/term.ts";

const COMPARISONS: Partial<Record<Operator, ComparisonOperator>> = {
  "=": "==",
  distinct: "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/**
 * The Python expression with a term's value, of ints and bools; null where there is none that is plain. SMT-LIB's `div` and `mod` leave no
 * negative remainder (theory Ints), Python's floor: they agree for positive divisors, and negative constants are turned around.
 */
export function expressionOf(term: Term): Expression | null {
  switch (term.kind) {
    case "integer":
      return integer(term.value);
    case "boolean":
      return { kind: "boolean", value: term.value };
    case "variable":
      return { kind: "name", name: term.name };
    case "call":
    case "quantified":
      return null;
    case "apply": {
      if (term.operator === "div" || term.operator === "mod") return quotient(term.operator, term.operands);
      const operands: Expression[] = [];
      for (const operand of term.operands) {
        const expression = expressionOf(operand);
        if (expression === null) return null;
        operands.push(expression);
      }
      return application(term.operator, operands);
    }
  }
}

function application(operator: Operator, operands: Expression[]): Expression | null {
  const [first, second, third] = operands;
  if (first === undefined) return null;
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) {
    if (operator === "distinct" && operands.length !== 2) return null;
    return { kind: "comparison", first, rest: operands.slice(1).map((operand) => ({ operator: comparison, operand })) };
  }
  switch (operator) {
    case "+":
    case "*":
      return operands.reduce((left, right) => ({ kind: "binary", operator, left, right }));
    case "-":
      if (operands.length === 1) return { kind: "unary", operator: "-", operand: first };
      return operands.reduce((left, right) => ({ kind: "binary", operator: "-", left, right }));
    case "abs":
      return call("abs", [first]);
    case "and":
    case "or":
      return operands.length === 1 ? first : { kind: "logical", operator, operands };
    case "not":
      return negated(first);
    case "=>":
      return operands.reduceRight((last, premise) => ({
        kind: "logical",
        operator: "or",
        operands: [negated(premise), last],
      }));
    case "xor":
      return operands.reduce((left, right) => ({
        kind: "comparison",
        first: left,
        rest: [{ operator: "!=", operand: right }],
      }));
    case "ite":
      return second === undefined || third === undefined
        ? null
        : { kind: "conditional", test: first, body: second, otherwise: third };
    default:
      return null;
  }
}

const negated = (operand: Expression): Expression => ({ kind: "unary", operator: "not", operand });

function quotient(operator: "div" | "mod", [first, ...divisors]: readonly Term[]): Expression | null {
  let left = first === undefined ? null : expressionOf(first);
  for (const divisor of divisors) {
    if (left === null || divisor.kind !== "integer" || divisor.value === 0n) return null;
    const magnitude = divisor.value < 0n ? -divisor.value : divisor.value;
    const floored: Expression = {
      kind: "binary",
      operator: operator === "div" ? "//" : "%",
      left,
      right: { kind: "integer", value: magnitude },
    };
    left = operator === "div" && divisor.value < 0n ? { kind: "unary", operator: "-", operand: floored } : floored;
  }
  return left;
}
