import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";

/** What code does in the end: answers a value, raises an exception class, or decides between the two by a condition. */
export type Behaviour =
  | { kind: "return"; value: Expression }
  | { kind: "raise"; exception: Expression }
  | { kind: "branch"; test: Expression; body: Behaviour; otherwise: Behaviour };

/** Conditionals of a value become branches, as far as they are the value's outermost part. */
export function behaviourOf(value: Expression): Behaviour {
  if (value.kind !== "conditional") return { kind: "return", value };
  const { test, body, otherwise } = value;
  if (body.kind === "boolean" && otherwise.kind === "boolean" && isTruthValue(test)) {
    if (body.value && !otherwise.value) return { kind: "return", value: test };
    if (!body.value && otherwise.value)
      return { kind: "return", value: { kind: "unary", operator: "not", operand: test } };
  }
  return { kind: "branch", test, body: behaviourOf(body), otherwise: behaviourOf(otherwise) };
}

/** Whether an expression is a `bool` whatever its names stand for, comparisons of Python's own types assumed. */
export function isTruthValue(expression: Expression): boolean {
  switch (expression.kind) {
    case "comparison":
    case "boolean":
      return true;
    case "unary":
      return expression.operator === "not";
    case "logical":
      return expression.operands.every(isTruthValue);
    default:
      return false;
  }
}

/** Statements of a function body, not indented: an `if`/`elif` chain where there are branches. */
export function bodyOf(behaviour: Behaviour): string {
  return lines(behaviour).join("\n");
}

function lines(behaviour: Behaviour): string[] {
  if (behaviour.kind === "return") return [`return ${printExpression(behaviour.value)}`];
  if (behaviour.kind === "raise") return [`raise ${printExpression(behaviour.exception)}`];
  const chain: string[] = [];
  let rest: Behaviour = behaviour;
  for (let keyword = "if"; rest.kind === "branch"; keyword = "elif") {
    chain.push(`${keyword} ${printExpression(rest.test)}:`, ...indented(lines(rest.body)));
    rest = rest.otherwise;
  }
  return [...chain, "else:", ...indented(lines(rest))];
}

const indented = (block: readonly string[]): string[] => block.map((line) => `    ${line}`);
