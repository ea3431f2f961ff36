import type { Expression } from "../ir/expression/ast.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";

/** Canonical source of a Python annotation; null for what is none: literals, calls, operators other than `|` (PEP 484, 585, 586, 604). */
export function annotationText(source: string): string | null {
  if (source.includes("\n")) return null;
  const expression = parseExpression(source);
  return isAnnotation(expression) ? printExpression(expression) : null;
}

function isAnnotation(expression: Expression): boolean {
  switch (expression.kind) {
    case "none":
    case "name":
      return true;
    case "attribute":
      return isDotted(expression);
    case "string":
      return annotationText(expression.value) !== null;
    case "binary":
      return expression.operator === "|" && isAnnotation(expression.left) && isAnnotation(expression.right);
    case "subscript": {
      if (!isDotted(expression.object)) return false;
      const items = expression.index.kind === "tuple" ? expression.index.items : [expression.index];
      const { object } = expression;
      const name = object.kind === "attribute" ? object.attribute : object.kind === "name" ? object.name : "";
      if (name === "Literal") return items.every(({ kind }) => LITERALS.has(kind));
      if (name === "Annotated") return items.slice(0, 1).every(isAnnotation);
      return items.every(isArgument);
    }
    default:
      return false;
  }
}

const LITERALS: ReadonlySet<Expression["kind"]> = new Set([
  "integer",
  "string",
  "bytes",
  "boolean",
  "none",
  "unary",
  "attribute",
]);

/** `...` stands for any length or any parameters, a list for parameters, `()` for no items. */
function isArgument(expression: Expression): boolean {
  if (expression.kind === "ellipsis") return true;
  if (expression.kind === "list" || expression.kind === "tuple") return expression.items.every(isArgument);
  return isAnnotation(expression);
}

function isDotted(expression: Expression): boolean {
  return expression.kind === "name" || (expression.kind === "attribute" && isDotted(expression.object));
}
