import type { ExpressionText } from "../ir.ts";
import type { Expression } from "./ast.ts";
import { MAX_LENGTH, parseExpression } from "./parse.ts";
import { printExpression } from "./print.ts";
import { unsupportedConstructs } from "./unsupported.ts";

/**
 * The stored form of a predicate: canonical text when the language has all of it, else the text verbatim with the constructs it lacks.
 * The canonical text is kept only while it is within the length limit, so that it parses again. A text over the limit is `too_long` and is cut,
 * its last character an ellipsis.
 */
export function expressionText(text: string): ExpressionText {
  const expression = parseExpression(text);
  const unsupported = unsupportedConstructs(expression);
  if (text.length > MAX_LENGTH) return { text: `${text.slice(0, MAX_LENGTH - 1)}…`, unsupported };
  if (unsupported.length > 0) return { text, unsupported };
  const canonical = printExpression(expression);
  return { text: canonical.length <= MAX_LENGTH ? canonical : text, unsupported };
}

/** True when two expressions have the same tree. Floats compare by value, text outside the language by its characters. */
export function sameExpression(a: Expression, b: Expression): boolean {
  return comparable(a) === comparable(b);
}

function comparable(expression: Expression): string {
  return printExpression(expression, (text) => `float(${Number(text.replaceAll("_", ""))})`);
}
