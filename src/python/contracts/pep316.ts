import { MAX_LENGTH, parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { DocLine, Docstring } from "../facts/docstring.ts";

/**
 * How a contract's text reads: an `expression`, also one with constructs outside the language, or too deep or long to be parsed; `broken` when it is
 * written like one but is none; else `prose`.
 */
export type Reading = "expression" | "broken" | "prose";

export interface DocContract {
  section: "pre" | "post" | "inv" | "raises";
  text: string;
  reading: Reading;
  from: number;
  to: number;
}

interface DocContracts {
  contracts: DocContract[];
  /** Indices of the lines that contracts take up. */
  used: Set<number>;
}

const HEADER = /^(\s*):?(pre|post|inv|raises)(?:\[([\w\s,.]*)\])?::?(?:\s+(.*))?$/;

/** Most lines of one contract, and the characters that are read per docstring to find out where contracts of several lines end. */
const MAX_LINES = 200;
const MAX_READ = 1_000_000;

const known = new WeakMap<Docstring, DocContracts>();

/**
 * Contracts in a docstring, after PEP 316 and CrossHair's reading of it: `pre:`, `post:`, `post[x]:`, `inv:` and `raises:`, each with an expression on its
 * own line or an indented block below, one expression a line; a line that is no expression goes on in the next ones. A section of nothing but prose is
 * left alone, unless the docstring has other contracts: then its `pre`, `post` and `inv` lines are listed, as `prose`, and not used.
 */
export function docContracts(docstring: Docstring): DocContracts {
  const before = known.get(docstring);
  if (before) return before;
  const { lines } = docstring;
  const contracts: DocContract[] = [];
  const used = new Set<number>();
  const budget = { left: MAX_READ };
  for (let index = 0; index < lines.length; ) {
    const header = HEADER.exec(lines[index]?.text ?? "");
    const section = header?.[2];
    if (!header || (section !== "pre" && section !== "post" && section !== "inv" && section !== "raises")) {
      index += 1;
      continue;
    }
    const end = blockEnd(lines, index + 1, (header[1] ?? "").length);
    const found = sectionContracts(lines, index, end, section, header[4] ?? "", budget);
    if (found.some(({ reading }) => reading !== "prose")) {
      contracts.push(...found);
      for (let line = index; line < Math.max(end, index + 1); line += 1) used.add(line);
      index = Math.max(end, index + 1);
      continue;
    }
    const [first] = found;
    if (first && section !== "raises") contracts.push(first);
    index += 1;
  }
  const result = used.size > 0 ? { contracts, used } : { contracts: [], used };
  known.set(docstring, result);
  return result;
}

function blockEnd(lines: readonly DocLine[], from: number, indent: number): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.text === "") continue;
    if (line.indent <= indent) break;
    end = index + 1;
  }
  return end;
}

function sectionContracts(
  lines: readonly DocLine[],
  start: number,
  end: number,
  section: DocContract["section"],
  inline: string,
  budget: { left: number },
): DocContract[] {
  const parts = lines
    .slice(start + 1, end)
    .map((line, index) => ({ text: line.text.trim(), index: start + 1 + index }));
  if (inline !== "" && !inline.startsWith("#")) parts.unshift({ text: inline, index: start });
  const contracts: DocContract[] = [];
  for (let first = 0; first < parts.length; first += 1) {
    const head = parts[first];
    if (!head || head.text === "" || head.text.startsWith("#")) continue;
    let text = head.text;
    let last = first;
    let whole = isExpression(text);
    while (!whole && last + 1 < Math.min(parts.length, first + MAX_LINES) && text.length <= MAX_LENGTH) {
      last += 1;
      text = `${text}\n${parts[last]?.text ?? ""}`;
      if (text.length > MAX_LENGTH || text.length > budget.left) break;
      budget.left -= text.length;
      whole = isExpression(text) && isBalanced(text);
    }
    const read = whole ? text : head.text;
    contracts.push({
      section,
      text: read,
      reading: readingOf(read, whole),
      from: head.index,
      to: (whole ? parts[last]?.index : head.index) ?? head.index,
    });
    if (whole) first = last;
  }
  return contracts;
}

function isExpression(text: string): boolean {
  const constructs = unsupportedConstructs(parseExpression(text));
  return !constructs.includes("invalid_syntax");
}

/** Lines of open brackets alone are too deep to be parsed, but nothing whole. */
function isBalanced(text: string): boolean {
  if (!unsupportedConstructs(parseExpression(text)).includes("nesting_too_deep")) return true;
  const bare = unquoted(text);
  return bare.split(/[([{]/).length === bare.split(/[)\]}]/).length;
}

function unquoted(text: string): string {
  return text.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""');
}

/** A text that is too long to be parsed counts as an expression where it is written like one. */
function readingOf(text: string, whole: boolean): Reading {
  if (whole && text.length <= MAX_LENGTH) return "expression";
  if (!isWrittenLikeCode(text)) return "prose";
  return whole ? "expression" : "broken";
}

const WORD_OPERATORS = new Set("and or not in is if else for lambda async await".split(" "));

/** Brackets or operators, and nowhere two words in a row, as prose has them; texts in quotes do not count. */
function isWrittenLikeCode(text: string): boolean {
  const bare = unquoted(text);
  if (!/[<>([{+*%&|]|[=!]=/.test(bare)) return false;
  let after: string | null = null;
  for (const [token] of bare.matchAll(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu)) {
    const isWord = /^[\p{L}\p{N}_]/u.test(token);
    if (isWord && after !== null && !WORD_OPERATORS.has(after) && !WORD_OPERATORS.has(token)) return false;
    after = isWord ? token : null;
  }
  return true;
}
