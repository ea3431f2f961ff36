import { scanString } from "./scan-string.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** `start` and `end` are offsets in UTF-16 code units; `text` is verbatim except that names are in NFKC, as Python reads them. */
export interface Token {
  type: "name" | "keyword" | "number" | "string" | "operator" | "end";
  text: string;
  start: number;
  end: number;
}

/** The reserved words of Python 3.13 (soft keywords are names). */
const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** White space between tokens: the text stands inside brackets, so that line ends and comments count as such. */
const BLANK = /(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n)|#[^\r\n]*)+/y;
const STRING_START = /(?:[bB][rR]?|[rR][bBfFtT]?|[uU]|[fF][rR]?|[tT][rR]?)?(?:'''|"""|'|")/y;
const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
/** CPython ends a number before these words even when no blank stands between (`1if x else 2`). */
const WORD_AFTER_NUMBER = /(?:and|else|for|if|in|is|or|not)/y;
const WORD_CHARACTER = /[\p{XID_Continue}]/uy;
const OPERATOR = /\.\.\.|:=|\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%@&|^~<>()[\]{},:.=]/y;

/** Splits a text into Python's tokens, closed by one `end` token. Throws `SyntaxProblem` on text that is none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (true) {
    position += matchAt(BLANK, text, position)?.length ?? 0;
    if (position >= text.length) break;
    const token = tokenAt(text, position);
    tokens.push(token);
    position = token.end;
  }
  tokens.push({ type: "end", text: "", start: position, end: position });
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const opening = matchAt(STRING_START, text, start);
  if (opening !== null) {
    const end = scanString(text, start, opening);
    return { type: "string", text: text.slice(start, end), start, end };
  }
  const word = matchAt(NAME, text, start);
  if (word !== null) return wordToken(word, start);
  const number = matchAt(NUMBER, text, start);
  if (number !== null) {
    const end = start + number.length;
    if (matchAt(WORD_CHARACTER, text, end) !== null && matchAt(WORD_AFTER_NUMBER, text, end) === null)
      throw new SyntaxProblem("invalid_syntax", `invalid number literal at offset ${start}`);
    return { type: "number", text: number, start, end };
  }
  const operator = matchAt(OPERATOR, text, start);
  if (operator !== null) return { type: "operator", text: operator, start, end: start + operator.length };
  throw new SyntaxProblem("invalid_syntax", `unexpected character at offset ${start}`);
}

function wordToken(word: string, start: number): Token {
  const end = start + word.length;
  if (KEYWORDS.has(word)) return { type: "keyword", text: word, start, end };
  const name = word.normalize("NFKC");
  if (KEYWORDS.has(name)) throw new SyntaxProblem("invalid_syntax", `name reads as the keyword ${name}`);
  return { type: "name", text: name, start, end };
}

function matchAt(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? null;
}
