import type { Expression } from "../../ir/expression/ast.ts";
import type { ExecutedParameter } from "../execution/execution.ts";
import type { PythonType } from "../types/python-type.ts";
import type { IsInteger } from "./simplify.ts";

/** Which expressions over the parameters are integers wherever they have a value. */
export function integersOver(parameters: readonly ExecutedParameter[]): IsInteger {
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  const typeOf = (expression: Expression): PythonType | null => {
    if (expression.kind === "name") return types.get(expression.name) ?? null;
    if (expression.kind === "old") return typeOf(expression.value);
    if (expression.kind === "subscript" && expression.index.kind !== "slice") {
      const container = typeOf(expression.object);
      return container?.kind === "sequence" ? container.element : null;
    }
    return null;
  };
  const isInteger = (expression: Expression): boolean => {
    switch (expression.kind) {
      case "integer":
        return true;
      case "unary":
        return expression.operator !== "not" && isInteger(expression.operand);
      case "binary":
        return (
          ["+", "-", "*", "//", "%"].includes(expression.operator) &&
          isInteger(expression.left) &&
          isInteger(expression.right)
        );
      case "call": {
        const { callee } = expression;
        if (callee.kind !== "name") return false;
        if (callee.name === "len") return true;
        return (
          ["abs", "min", "max"].includes(callee.name) &&
          expression.arguments.length > 0 &&
          expression.arguments.every(isInteger)
        );
      }
      default:
        return typeOf(expression)?.kind === "int";
    }
  };
  return isInteger;
}
