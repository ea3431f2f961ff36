import type { Expression } from "../../ir/expression/ast.ts";

/** The parts of a conjunction; the expression itself when it is none. */
export const conjuncts = (expression: Expression): Expression[] =>
  expression.kind === "logical" && expression.operator === "and"
    ? expression.operands.flatMap(conjuncts)
    : [expression];
