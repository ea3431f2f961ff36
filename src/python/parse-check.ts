import type { StmtNode } from "py-ast";
import type { PythonModule, SyntaxProblem } from "./module.ts";
import { bodiesOf } from "./parse-functions.ts";
import { childrenOf, type PythonNode } from "./parse-walk.ts";
import { lineText, offsetOf, pointColumnOf } from "./spans.ts";

/**
 * Deepest tree that is accepted. CPython's own limit is about 3,000 levels; real files stay below 100, and every analysis may use one or
 * more stack frames per level.
 */
const MAXIMUM_DEPTH = 1000;

/** Python's integer and its float and imaginary literals (Python reference, 2.4.5-2.4.7). */
const INTEGER = /^(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*)$/;
const FLOAT_OR_IMAGINARY =
  /^(?:(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*[jJ]?|[jJ]))$/;

/** What the parser accepts and CPython's grammar refuses, as far as the tree and its text show it; null when nothing is found. */
export function grammarProblem(module: PythonModule): SyntaxProblem | null {
  const tabs = module.source.includes("\t");
  const pending: { node: PythonNode; depth: number }[] = [{ node: module.tree, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, depth } = next;
    if (depth > MAXIMUM_DEPTH) return problem(module, node, "too_deep", "The source is nested too deeply.");
    const message = complaintAbout(module, node) ?? (tabs ? indentationComplaint(module, node) : null);
    if (message) return problem(module, node, "syntax_error", message);
    for (const child of childrenOf(node)) pending.push({ node: child, depth: depth + 1 });
  }
  return null;
}

function problem(module: PythonModule, node: PythonNode, code: SyntaxProblem["code"], message: string): SyntaxProblem {
  const line = node.lineno ?? 1;
  return { code, message, line, column: pointColumnOf(module, line, node.col_offset ?? 0) };
}

function complaintAbout(module: PythonModule, node: PythonNode): string | null {
  switch (node.nodeType) {
    case "Try":
    case "TryStar":
      return node.handlers.length === 0 && node.finalbody.length === 0 ? "expected 'except' or 'finally' block" : null;
    case "Constant":
      return typeof node.value === "number" || typeof node.value === "bigint" ? numberComplaint(module, node) : null;
    case "Expr":
      return node.value.nodeType === "NamedExpr" && startsTogether(node, node.value) ? "invalid syntax" : null;
    case "AnnAssign":
      return node.target.nodeType === "Tuple" || node.target.nodeType === "List"
        ? `only single target (not ${node.target.nodeType.toLowerCase()}) can be annotated`
        : null;
    default:
      return null;
  }
}

function startsTogether(one: PythonNode, other: PythonNode): boolean {
  return one.lineno === other.lineno && one.col_offset === other.col_offset;
}

function numberComplaint(module: PythonModule, node: PythonNode): string | null {
  const start = offsetOf(module, node.lineno ?? 1, node.col_offset ?? 0);
  const end = offsetOf(module, node.end_lineno ?? 1, node.end_col_offset ?? 0);
  const text = module.source.slice(start, end);
  // A position inside an f-string may not point at the literal itself: only what looks like a number is judged.
  if (!/^[\d.][\w.+-]*$/.test(text) || INTEGER.test(text) || FLOAT_OR_IMAGINARY.test(text)) return null;
  return /^0[\d_]+$/.test(text)
    ? "leading zeros in decimal integer literals are not permitted"
    : "invalid number literal";
}

/** Columns of an indentation with tabs every 8 columns and with tabs of one column: both must agree, as in CPython's tokenizer. */
function widths(indentation: string): { wide: number; narrow: number } {
  let wide = 0;
  let narrow = 0;
  for (const char of indentation.slice(indentation.lastIndexOf("\f") + 1)) {
    wide = char === "\t" ? (Math.floor(wide / 8) + 1) * 8 : wide + 1;
    narrow += 1;
  }
  return { wide, narrow };
}

function indentationOf(module: PythonModule, statement: StmtNode) {
  const found = /^[ \t\f]*/.exec(lineText(module, statement.lineno));
  const indentation = found?.[0] ?? "";
  return indentation.length === statement.col_offset ? widths(indentation) : null;
}

function indentationComplaint(module: PythonModule, node: PythonNode): string | null {
  const blocks = node.nodeType === "Module" ? [node.body] : bodiesOf(node as StmtNode);
  for (const block of blocks) {
    let first: { wide: number; narrow: number } | null = null;
    for (const statement of block) {
      const own = indentationOf(module, statement);
      if (!own) continue;
      first ??= own;
      if (own.wide !== first.wide || own.narrow !== first.narrow) {
        return "inconsistent use of tabs and spaces in indentation";
      }
    }
  }
  return null;
}
