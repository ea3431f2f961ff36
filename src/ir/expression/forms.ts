import type { Expression } from "./ast.ts";

/** True for what a comprehension can assign to. */
export function isTarget(expression: Expression): boolean {
  switch (expression.kind) {
    case "name":
    case "attribute":
    case "subscript":
      return true;
    case "starred":
      return isTarget(expression.value);
    case "list":
    case "tuple":
      return expression.items.every(isTarget);
    default:
      return false;
  }
}

/** A call, or the form of the language that a bare name stands for when it is called with exactly its arguments. */
export function specialForm(
  callee: Expression,
  positional: Expression[],
  keywords: { name: string | null; value: Expression }[],
): Expression {
  const call: Expression = { kind: "call", callee, arguments: positional, keywords };
  if (callee.kind !== "name" || keywords.length > 0 || positional.some((item) => item.kind === "starred")) return call;
  const [first, second] = positional;
  if (first === undefined) return call;
  if (callee.name === "old" && positional.length === 1) return { kind: "old", value: first };
  if (callee.name === "raises" && positional.length === 1) return { kind: "raises", exception: first };
  if (callee.name === "implies" && positional.length === 2 && second !== undefined)
    return { kind: "implies", left: first, right: second };
  return call;
}
