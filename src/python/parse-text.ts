import type { Module } from "py-ast";
import type { SyntaxProblem } from "./module.ts";

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
  const lines = source.replace(/^\ufeff/, "").split(/\r\n?|\n/);
  const within = Math.min(Math.max(line, 1), lines.length);
  let rest = bytes;
  let column = 0;
  for (const char of lines[within - 1] ?? "") {
    if (rest <= 0) break;
    rest -= new TextEncoder().encode(char).length;
    column += 1;
  }
  return { line: within, column };
}

export interface PreparedText {
  text: string;
  /** Undoes, in the tree, what the preparation did to columns. */
  restorePositions(tree: Module): void;
}

/** Rewrites what the parser does not know and CPython does, without moving anything. */
export function prepareText(source: string): PreparedText {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  return { text, restorePositions: () => undefined };
}
