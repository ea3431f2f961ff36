import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import type { PythonType } from "./python-type.ts";

const TEXT_METHODS = new Set([
  "startswith",
  "endswith",
  "removeprefix",
  "removesuffix",
  "isdigit",
  "isalpha",
  "lower",
  "upper",
]);
const ARITHMETIC = new Set(["-", "/", "//", "**"]);
const ORDERING = new Set(["<", "<=", ">", ">="]);

/**
 * The one kind of value for which a name's uses make sense when its annotation is missing: a number where it is ordered against or combined
 * with number literals (taken as `float`, of which every int is one), text where it is ordered against a string literal or has a string
 * method called. Null when there is no such use or they contradict each other.
 */
export function inferType(name: string, expressions: Expression[]): PythonType | null {
  const kinds = new Set<"float" | "str">();
  const isName = (expression: Expression | undefined) => expression?.kind === "name" && expression.name === name;
  const note = (one: Expression | undefined, other: Expression | undefined) => {
    if (!isName(one) || other === undefined) return;
    if (isNumberLiteral(other)) kinds.add("float");
    else if (other.kind === "string") kinds.add("str");
  };
  for (const root of expressions) {
    for (const { expression } of descendants(root)) {
      if (expression.kind === "comparison") {
        let left = expression.first;
        for (const { operator, operand } of expression.rest) {
          if (ORDERING.has(operator)) {
            note(left, operand);
            note(operand, left);
          }
          left = operand;
        }
      } else if (expression.kind === "binary" && ARITHMETIC.has(expression.operator)) {
        if (isName(expression.left) && isNumberLiteral(expression.right)) kinds.add("float");
        if (isName(expression.right) && isNumberLiteral(expression.left)) kinds.add("float");
      } else if (
        expression.kind === "call" &&
        expression.callee.kind === "attribute" &&
        isName(expression.callee.object)
      ) {
        if (TEXT_METHODS.has(expression.callee.attribute)) kinds.add("str");
      }
    }
  }
  const [only, ...others] = kinds;
  return only === undefined || others.length > 0 ? null : { kind: only };
}

function isNumberLiteral(expression: Expression): boolean {
  if (expression.kind === "unary") return isNumberLiteral(expression.operand);
  return expression.kind === "integer" || expression.kind === "float";
}
