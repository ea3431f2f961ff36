import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { mapExpression } from "../../ir/expression/walk.ts";

/** Python's own form of an expression: `implies(a, b)` becomes `not a or b`, which has the same truth value and the same short circuit. */
export const executable = (expression: Expression): Expression =>
  mapExpression(expression, (part) =>
    part.kind === "implies"
      ? {
          kind: "logical",
          operator: "or",
          operands: [{ kind: "unary", operator: "not", operand: part.left }, part.right],
        }
      : part,
  );

/** The first construct of an expression that no code can stand for; null when there is none. */
export function notExecutable(expression: Expression): string | null {
  for (const { expression: part } of descendants(expression)) {
    if (part.kind === "old" || part.kind === "raises" || part.kind === "ellipsis") return part.kind;
    if (part.kind === "unsupported" && (part.construct !== "f_string" || /\b(?:result|old|implies)\b/.test(part.text)))
      return part.construct;
  }
  return null;
}
