import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { CallFacts, Finding } from "./finding.ts";
import { isPlainLiteral } from "./literal.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** The arguments of a call of the function with literals only; null for any other expression. */
export function callFacts(expression: Expression, functionName: string): CallFacts | null {
  if (!isCallOf(expression, functionName)) return null;
  if (!expression.arguments.every(isPlainLiteral)) return null;
  if (!expression.keywords.every(({ name, value }) => name !== null && isPlainLiteral(value))) return null;
  return {
    args: expression.arguments.map((argument) => printExpression(argument)),
    kwargs: expression.keywords.map(({ name, value }) => ({ name: name ?? "", literal: printExpression(value) })),
  };
}

function isCallOf(expression: Expression, name: string): expression is Call {
  return expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === name;
}

export function equation(call: CallFacts, returns: string): Finding["meaning"] {
  return { kind: "example", example: { ...call, returns, raises: null } };
}

/**
 * What a boolean expression that was stated to be true says about one call of the function: an example where it is an equation with a literal, else a
 * claim over `result`. Null when it contains no such call, several of them, or names that the function's result does not explain.
 */
export function claimOf(expression: Expression, functionName: string): Finding["meaning"] | null {
  if (expression.kind === "comparison" && expression.rest.length === 1) {
    const [link] = expression.rest;
    if (link && (link.operator === "==" || link.operator === "is")) {
      const left = callFacts(expression.first, functionName);
      if (left && isPlainLiteral(link.operand)) return equation(left, printExpression(link.operand));
      const right = callFacts(link.operand, functionName);
      if (right && isPlainLiteral(expression.first)) return equation(right, printExpression(expression.first));
    }
  }
  const about = aboutResult(expression, functionName);
  if (about === null) return null;
  const bare = about.expression.kind === "name";
  return {
    kind: "claim",
    call: about.call,
    expression: bare ? "bool(result)" : printExpression(about.expression),
  };
}

/** Functions that a claim may use: pure, and the same wherever the claim is judged. */
const PURE = new Set(
  "abs all any bool dict divmod enumerate float frozenset int isinstance len list max min pow range reversed round set sorted str sum tuple zip".split(
    " ",
  ),
);

/** The expression with its one call of the function replaced by `result`. */
export function aboutResult(
  expression: Expression,
  functionName: string,
): { call: CallFacts; expression: Expression } | null {
  if (unsupportedConstructs(expression).length > 0) return null;
  const calls = [...descendants(expression)].filter((node) => isCallOf(node.expression, functionName));
  const [only] = calls;
  if (calls.length !== 1 || !only) return null;
  const call = callFacts(only.expression, functionName);
  if (call === null) return null;
  const replaced = mapExpression(expression, (node) =>
    isCallOf(node, functionName) ? { kind: "name", name: "result" } : node,
  );
  for (const { expression: node } of descendants(replaced)) {
    if (node.kind === "name" && node.name !== "result" && !PURE.has(node.name)) return null;
    if (node.kind === "lambda" || node.kind === "comprehension" || node.kind === "dict_comprehension") return null;
    if (node.kind === "attribute" || node.kind === "starred" || node.kind === "slice") return null;
  }
  return { call, expression: replaced };
}

/** Claims of a text that is meant to be Python. */
export function claimIn(text: string, functionName: string): Finding["meaning"] | null {
  return claimOf(parseExpression(text), functionName);
}
