import { SIMPLE_ESCAPES } from "../ir/expression/string-literal.ts";
import type { MappedText } from "./mapped-text.ts";

const OPENING = /^([rRuU]?)("""|'''|"|')/;
const ESCAPE = /^\\(?:(\r\n?|\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/;

/**
 * The value of a string literal that stands at `start` of the prompt, with the place of every character (Python reference, 2.4.1.1).
 * `\N{...}` and unknown escapes stay as written; literals other than plain and raw strings give null.
 */
export function stringText(prompt: string, start: number, end: number): MappedText | null {
  const opening = OPENING.exec(prompt.slice(start, end));
  const [whole, prefix = "", quote = ""] = opening ?? [];
  if (whole === undefined || !prompt.slice(0, end).endsWith(quote)) return null;
  const raw = prefix.toLowerCase() === "r";
  const last = end - quote.length;
  let text = "";
  const offsets: number[] = [];
  for (let at = start + whole.length; at < last; ) {
    const sequence = raw || prompt[at] !== "\\" ? null : ESCAPE.exec(prompt.slice(at, Math.min(last, at + 10)));
    const value = sequence ? characterOf(sequence) : (prompt[at] ?? "");
    for (let unit = 0; unit < value.length; unit += 1) offsets.push(at);
    text += value;
    at += sequence ? sequence[0].length : 1;
  }
  return { text, offsets };
}

function characterOf([whole, newline, simple, octal, ...hex]: RegExpExecArray): string {
  if (newline !== undefined) return "";
  if (simple !== undefined) return SIMPLE_ESCAPES[simple] ?? whole;
  const code =
    octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex.find((digits) => digits) ?? "", 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
