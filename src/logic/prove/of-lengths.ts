import type { Expression } from "../../ir/expression/ast.ts";

/** Operators that compare numbers or calculate with whole ones. */
const COMPARING: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const WHOLE: ReadonlySet<string> = new Set(["+", "-", "*"]);

/** Whether an expression is of lengths and literals only: the items of what it measures, floats or not, are then no part of it. */
export function isOfLengths(expression: Expression): boolean {
  switch (expression.kind) {
    case "integer":
    case "boolean":
      return true;
    case "unary":
      return (expression.operator === "-" || expression.operator === "not") && isOfLengths(expression.operand);
    case "binary":
      return WHOLE.has(expression.operator) && isOfLengths(expression.left) && isOfLengths(expression.right);
    case "comparison":
      return (
        isOfLengths(expression.first) &&
        expression.rest.every(({ operator, operand }) => COMPARING.has(operator) && isOfLengths(operand))
      );
    case "logical":
      return expression.operands.every(isOfLengths);
    case "call": {
      const { callee, keywords } = expression;
      const [only, ...others] = expression.arguments;
      return (
        callee.kind === "name" &&
        callee.name === "len" &&
        only?.kind === "name" &&
        others.length === 0 &&
        keywords.length === 0
      );
    }
    default:
      return false;
  }
}
