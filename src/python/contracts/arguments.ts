import type { Call, ExprNode } from "py-ast";

/** An argument of a library's call by position or keyword. */
export function argumentOf(call: Call | null, position: number, ...keywords: string[]): ExprNode | null {
  if (!call) return null;
  const keyword = call.keywords.find(({ arg }) => arg !== undefined && keywords.includes(arg));
  if (keyword) return keyword.value;
  const positional = call.args[position];
  return positional && call.args.slice(0, position + 1).every(({ nodeType }) => nodeType !== "Starred")
    ? positional
    : null;
}

/** The value of a plain string literal; null for anything else, bytes and f-strings included. */
export function stringOf(node: ExprNode | null | undefined): string | null {
  if (node?.nodeType !== "Constant" || node.quote_style === undefined || /b/i.test(node.quote_style)) return null;
  return typeof node.value === "string" ? node.value : null;
}
