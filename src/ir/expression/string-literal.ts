import type { Expression } from "./ast.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** What a backslash and one character stand for (Python reference, 2.4.1.1). */
export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\(?:(\r\n|\r|\n)|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))|\r\n|\r/g;
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

/**
 * Value of adjacent string literals (Python concatenates them). `text` is their verbatim source with what stands between.
 * Kept `unsupported`: f- and t-strings, `\N{...}` (needs Unicode's names), and escapes that put two surrogates side by side (Python keeps two
 * code points where a JavaScript string cannot tell them from one).
 */
export function stringLiteral(literals: readonly string[], text: string): Expression {
  const parts = literals.map(split);
  const bytes = parts.filter((part) => part.prefix.includes("b")).length;
  if (bytes > 0 && bytes < parts.length)
    throw new SyntaxProblem("invalid_syntax", "bytes and text literals side by side");
  if (parts.some((part) => part.prefix.includes("t"))) return { kind: "unsupported", construct: "t_string", text };
  if (parts.some((part) => part.prefix.includes("f"))) return { kind: "unsupported", construct: "f_string", text };
  const values = parts.map((part) => decode(part.body, part.prefix));
  if (values.some((value) => value === null)) return { kind: "unsupported", construct: "named_unicode_escape", text };
  const value = values.join("");
  if (bytes > 0) return { kind: "bytes", value };
  if (hasJoinedSurrogates(parts, value)) return { kind: "unsupported", construct: "surrogate_pair", text };
  return { kind: "string", value };
}

function split(literal: string): { prefix: string; body: string } {
  const match = /^([a-zA-Z]*)('''|"""|'|")([\s\S]*)\2$/.exec(literal);
  if (match === null) throw new SyntaxProblem("invalid_syntax", "malformed string literal");
  return { prefix: (match[1] ?? "").toLowerCase(), body: match[3] ?? "" };
}

/** Null when the body has an escape by Unicode name. */
function decode(body: string, prefix: string): string | null {
  const bytes = prefix.includes("b");
  if (bytes && /\P{ASCII}/u.test(body))
    throw new SyntaxProblem("invalid_syntax", "bytes literal with a non-ASCII character");
  if (prefix.includes("r")) return body.replace(/\r\n?/g, "\n");
  let named = false;
  const value = body.replace(ESCAPE, (whole, newline, octal, hex, short, long, other) => {
    if (whole[0] === "\r") return "\n";
    if (newline !== undefined) return "";
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (!bytes && short !== undefined) return String.fromCharCode(Number.parseInt(short, 16));
    if (!bytes && long !== undefined) return codePoint(long);
    if (other === "x" || (!bytes && (other === "u" || other === "U")))
      throw new SyntaxProblem("invalid_syntax", "truncated escape");
    if (!bytes && other === "N") named = true;
    return SIMPLE_ESCAPES[other] ?? whole;
  });
  return named ? null : value;
}

function codePoint(hex: string): string {
  const value = Number.parseInt(hex, 16);
  if (value > 0x10ffff) throw new SyntaxProblem("invalid_syntax", "escape beyond the last code point");
  return String.fromCodePoint(value);
}

/** True when two surrogates that the source wrote apart have become one code point of the JavaScript string. */
function hasJoinedSurrogates(parts: readonly { prefix: string; body: string }[], value: string): boolean {
  const escaped = parts.some((part) => !part.prefix.includes("r") && /\\[uU](?:0000)?[dD][89a-fA-F]/.test(part.body));
  if (!escaped) return false;
  const pieces = parts.flatMap((part) => decodePieces(part));
  return countCodePoints(value) !== pieces.reduce((total, piece) => total + countCodePoints(piece), 0);
}

/** The decoded value cut at every escape, so that counting code points per piece counts them as Python does. */
function decodePieces(part: { prefix: string; body: string }): string[] {
  if (part.prefix.includes("r")) return [part.body.replace(/\r\n?/g, "\n")];
  const pieces: string[] = [];
  let end = 0;
  for (const match of part.body.matchAll(ESCAPE)) {
    pieces.push(part.body.slice(end, match.index), decode(match[0], part.prefix) ?? "");
    end = match.index + match[0].length;
  }
  pieces.push(part.body.slice(end));
  return pieces;
}

function countCodePoints(text: string): number {
  return LONE_SURROGATE.test(text) || /[\uD800-\uDFFF]/.test(text) ? Array.from(text).length : text.length;
}
