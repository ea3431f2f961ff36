import { SyntaxProblem } from "./syntax-problem.ts";

/** Interpolated strings inside interpolated strings; CPython allows 150 levels. */
const MAX_INTERPOLATION_DEPTH = 50;

/**
 * End offset of the string literal that begins at `start` with `opening` (prefix and quotes). Follows replacement fields of f- and t-strings
 * as PEP 701 has them: quotes of the enclosing string may stand inside a field. Throws `SyntaxProblem` when the literal does not end.
 */
export function scanString(text: string, start: number, opening: string, depth = 0): number {
  if (depth > MAX_INTERPOLATION_DEPTH)
    throw new SyntaxProblem("nesting_too_deep", "string interpolation is nested too deeply");
  const prefix = opening.replace(/['"]+$/, "").toLowerCase();
  const quote = opening.slice(prefix.length);
  const raw = prefix.includes("r");
  const interpolated = prefix.includes("f") || prefix.includes("t");
  let position = start + opening.length;
  while (position < text.length) {
    if (text.startsWith(quote, position)) return position + quote.length;
    const character = text[position];
    if (character === "\\") position = afterBackslash(text, position, raw, interpolated);
    else if ((character === "\n" || character === "\r") && quote.length === 1) break;
    else if (interpolated && character === "{") {
      if (text[position + 1] === "{") position += 2;
      else position = scanField(text, position + 1, depth);
    } else position += 1;
  }
  throw new SyntaxProblem("invalid_syntax", `string literal at offset ${start} does not end`);
}

function afterBackslash(text: string, position: number, raw: boolean, interpolated: boolean): number {
  const next = text[position + 1];
  if (interpolated && (next === "{" || next === "}")) return position + 1;
  if (interpolated && !raw && next === "N" && text[position + 2] === "{") {
    const close = text.indexOf("}", position);
    if (close >= 0) return close + 1;
  }
  if (next === "\r" && text[position + 2] === "\n") return position + 3;
  return position + 2;
}

const NESTED_STRING = /(?:[bB][rR]?|[rR][bBfFtT]?|[uU]|[fF][rR]?|[tT][rR]?)?(?:'''|"""|'|")/y;
const NESTED_WORD = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;

/** Scans one replacement field whose `{` stands before `position`; answers the offset after its `}`. */
function scanField(text: string, start: number, depth: number): number {
  let position = start;
  let brackets = 0;
  while (position < text.length) {
    NESTED_STRING.lastIndex = position;
    const opening = NESTED_STRING.exec(text)?.[0];
    if (opening !== undefined) {
      position = scanString(text, position, opening, depth + 1);
      continue;
    }
    NESTED_WORD.lastIndex = position;
    const word = NESTED_WORD.exec(text)?.[0];
    if (word !== undefined) {
      position += word.length;
      continue;
    }
    const character = text[position] ?? "";
    position += 1;
    if (character === "#") while (position < text.length && !"\r\n".includes(text[position] ?? "")) position += 1;
    else if ("([{".includes(character)) brackets += 1;
    else if (brackets === 0 && character === "}") return position;
    else if (")]}".includes(character)) brackets -= 1;
    else if (brackets === 0 && character === ":") return scanFormat(text, position, depth);
    if (brackets < 0) break;
  }
  throw new SyntaxProblem("invalid_syntax", `replacement field at offset ${start} does not end`);
}

/** Scans a format specification, which may hold fields of its own, up to and including the `}` that closes the field. */
function scanFormat(text: string, start: number, depth: number): number {
  if (depth > MAX_INTERPOLATION_DEPTH)
    throw new SyntaxProblem("nesting_too_deep", "string interpolation is nested too deeply");
  let position = start;
  while (position < text.length) {
    if (text[position] === "}") return position + 1;
    position = text[position] === "{" ? scanField(text, position + 1, depth + 1) : position + 1;
  }
  throw new SyntaxProblem("invalid_syntax", `format specification at offset ${start} does not end`);
}
