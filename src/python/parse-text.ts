import type { Module } from "py-ast";
import type { SyntaxProblem } from "./module.ts";
import { walkNodes } from "./parse-walk.ts";

/** What makes a text unfit for any Python parser: a NUL, or a surrogate without its pair (no UTF-8 exists for it). */
export function notText(source: string): SyntaxProblem | null {
  const nul = source.indexOf("\0");
  if (nul >= 0) return problemAt(source, nul, "The source contains a NUL character.");
  if (source.isWellFormed()) return null;
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(source);
  return problemAt(source, lone?.index ?? 0, "The source contains a surrogate without its pair.");
}

function problemAt(source: string, offset: number, message: string): SyntaxProblem {
  const lines = source.slice(0, offset).split(/\r\n?|\n/);
  const last = (lines.at(-1) ?? "").replace(/^\ufeff/, "");
  return { code: "not_text", message, line: lines.length, column: [...last].length };
}

/** Line and code point column of a position given in bytes, before a module exists; lines past the end mean the last one. */
export function positionAt(source: string, line: number, bytes: number): { line: number; column: number } {
  const within = textOfLine(source, line);
  const encoder = new TextEncoder();
  let rest = bytes;
  let column = 0;
  for (const char of within.text) {
    if (rest <= 0) break;
    rest -= encoder.encode(char).length;
    column += 1;
  }
  return { line: within.line, column };
}

export function textOfLine(source: string, line: number): { line: number; text: string } {
  const lines = source.replace(/^\ufeff/, "").split(/\r\n?|\n/);
  const within = Math.min(Math.max(line, 1), lines.length);
  return { line: within, text: lines[within - 1] ?? "" };
}

export interface PreparedText {
  text: string;
  /** Undoes, in the tree, what the preparation did to columns. */
  restorePositions(tree: Module): void;
}

/** Strings and comments as whole matches, or a form feed outside them with what stands before it in its line's indentation. */
const STRING_COMMENT_OR_FEED =
  /"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\[\s\S]|[^"\\\n\r])*"|'(?:\\[\s\S]|[^'\\\n\r])*'|#[^\n\r]*|(?<=^|[\n\r])([ \t\f]*\f)|\f/g;

/**
 * Rewrites what the parser does not know and CPython does: the byte order mark goes, a form feed inside a line becomes a space, and one in
 * an indentation takes what is before it along, as it resets the column (Python reference, 2.1.8). Columns of such lines are put right in
 * the tree afterwards.
 */
export function prepareText(source: string): PreparedText {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  if (!text.includes("\f")) return { text, restorePositions: () => undefined };
  const removed = new Map<number, number>();
  let line = 1;
  let counted = 0;
  const rewritten = text.replace(STRING_COMMENT_OR_FEED, (match, feed: string | undefined, offset: number) => {
    if (feed !== undefined) {
      line += text.slice(counted, offset).split(/\r\n?|\n/).length - 1;
      counted = offset;
      removed.set(line, feed.length);
      return "";
    }
    return match === "\f" ? " " : match;
  });
  return { text: rewritten, restorePositions: (tree) => shiftColumns(tree, removed) };
}

function shiftColumns(tree: Module, removed: Map<number, number>): void {
  for (const node of walkNodes(tree)) {
    if (node.nodeType === "Module") continue;
    if (node.lineno !== undefined && node.col_offset !== undefined) {
      node.col_offset += removed.get(node.lineno) ?? 0;
    }
    if (node.end_lineno !== undefined && node.end_col_offset !== undefined) {
      node.end_col_offset += removed.get(node.end_lineno) ?? 0;
    }
  }
}
