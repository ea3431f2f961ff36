import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { isLiteral } from "../../python/contracts/doctests.ts";

export interface ScannedLiteral {
  end: number;
  literal: string;
}

const SPOKEN: Readonly<Record<string, string>> = {
  true: "True",
  false: "False",
  null: "None",
  none: "None",
};

const WORD = /(?:True|False|None|true|false|null|none|set\(\))(?![\w(])/y;
const NUMBER = /[+-]?(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w])/y;
const STRING = /(?:[rRbB]{0,2})(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;

/** The Python literal of a text in canonical spelling; null for anything else. */
export function literalOf(text: string): string | null {
  const expression = parseExpression(text);
  return isPlainLiteral(expression) ? printExpression(expression) : null;
}

/** A literal whose evaluation cannot fail: `{[]: 1}` and `{[1]}` have its form and raise TypeError. */
export function isPlainLiteral(expression: Expression): boolean {
  return isLiteral(expression) && hashableInside(expression);
}

function hashableInside(expression: Expression): boolean {
  if (expression.kind === "set") return expression.items.every(isHashable);
  if (expression.kind === "dict")
    return expression.entries.every(({ key, value }) => key !== null && isHashable(key) && hashableInside(value));
  if (expression.kind === "list" || expression.kind === "tuple") return expression.items.every(hashableInside);
  return true;
}

function isHashable(expression: Expression): boolean {
  if (expression.kind === "tuple") return expression.items.every(isHashable);
  return (
    expression.kind !== "list" && expression.kind !== "set" && expression.kind !== "dict" && expression.kind !== "call"
  );
}

/** The literal that begins at an offset of running text; `true`, `false`, `null` and `none` are read as Python's. */
export function scanLiteral(text: string, at: number): ScannedLiteral | null {
  const word = matchAt(WORD, text, at);
  if (word !== null) return { end: at + word.length, literal: SPOKEN[word] ?? word };
  const plain = matchAt(STRING, text, at) ?? matchAt(NUMBER, text, at);
  const end = plain !== null ? at + plain.length : bracketEnd(text, at);
  if (end === null) return null;
  const literal = literalOf(text.slice(at, end));
  return literal === null ? null : { end, literal };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** Longest bracketed text that is looked at, in code units. */
const MOST = 4000;

/** Offset after the bracket that closes the one at an offset, strings skipped; null when it stays open. */
export function bracketEnd(text: string, at: number): number | null {
  const open: string[] = [];
  for (let index = at; index < Math.min(text.length, at + MOST); index += 1) {
    const character = text[index] ?? "";
    const closing = CLOSING[character];
    if (closing !== undefined) open.push(closing);
    else if (open.length === 0) return null;
    else if (character === '"' || character === "'") {
      const string = matchAt(STRING, text, index);
      if (string === null) return null;
      index += string.length - 1;
    } else if (")]}".includes(character)) {
      if (open.pop() !== character) return null;
      if (open.length === 0) return index + 1;
    }
  }
  return null;
}
