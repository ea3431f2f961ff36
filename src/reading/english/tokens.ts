import { cardinalOf, isPlural, lemmasOf, ordinalOf } from "./lemma.ts";

export interface Token {
  text: string;
  start: number;
  end: number;
  kind: "word" | "number" | "quoted" | "symbol";
  /** Base forms of a word; the text itself for anything else. */
  lemmas: readonly string[];
  plural: boolean;
  cardinal: number | null;
  ordinal: number | null;
  /** A determiner or filler that adds nothing: a rule may pass over it. */
  skippable: boolean;
  /** An identifier that may name a parameter. */
  name: boolean;
}

/** Words that a rule may pass over: articles, and adjectives that only say that something is an input. */
const SKIPPABLE: ReadonlySet<string> = new Set(
  "the a an given following specified particular provided supplied input said python new individual corresponding respective entire whole certain specific".split(
    " ",
  ),
);

const PATTERN =
  /"([^"\n]*)"|“([^”\n]*)”|‘([^’\n]*)’|`([^`\n]*)`|'((?:[^'\n]|'(?=\w))*?)'(?!\w)|(\d+(?:st|nd|rd|th)\b)|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(<=|>=|==|!=|\*\*|[^\s\w])/gu;

const ORDINAL_TAIL = /^(?:-|'|’|‘|`)?th\b/;

/** Cuts prose into tokens with their character ranges. A hyphen between words only separates; an `n-th` is one token. */
export function tokenize(prose: string, knownNames: ReadonlySet<string>): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  for (let match = pattern.exec(prose); match !== null; match = pattern.exec(prose)) {
    const start = match.index;
    let end = pattern.lastIndex;
    const quoted = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5];
    const word = match[8];
    if (quoted !== undefined) {
      tokens.push(quotedToken(quoted, start, end, knownNames));
      continue;
    }
    if (word !== undefined) {
      const tail = ORDINAL_TAIL.exec(prose.slice(end));
      if (word.length === 1 && tail !== null) {
        end += tail[0].length;
        pattern.lastIndex = end;
        tokens.push({ ...plain(word, start, end, "word"), lemmas: ["nth"], name: false });
        continue;
      }
      const merged = /^([a-z])th$/.exec(word);
      if (merged !== null) {
        tokens.push({ ...plain(merged[1] ?? word, start, end, "word"), lemmas: ["nth"], name: false });
        continue;
      }
      tokens.push(wordToken(word, start, end, knownNames));
      continue;
    }
    const text = match[0];
    if (text === "-" && joinsWords(prose, start)) continue;
    tokens.push(plain(text, start, end, match[6] !== undefined || match[7] !== undefined ? "number" : "symbol"));
  }
  return tokens.map((token, index) => (/^a$/i.test(token.text) ? article(token, tokens[index + 1]) : token));
}

/** An `a` is a name where no noun phrase can follow it. */
function article(token: Token, next: Token | undefined): Token {
  if (token.kind !== "word") return token;
  const alone =
    next === undefined ||
    next.kind === "symbol" ||
    /^(?:and|or|to|is|are|by|raised|modulo|divides|divided|from|b)$/i.test(next.text);
  return { ...token, name: alone, skippable: !alone };
}

/** Whether the hyphen stands between two words of at least two letters, or before a plain word: no minus sign. */
function joinsWords(prose: string, position: number): boolean {
  return /[A-Za-z0-9]$/.test(prose.slice(0, position)) && /^-[A-Za-z]{2}/.test(prose.slice(position, position + 3));
}

function plain(text: string, start: number, end: number, kind: Token["kind"]): Token {
  return {
    text,
    start,
    end,
    kind,
    lemmas: [text],
    plural: false,
    cardinal: kind === "number" ? cardinalOf(text) : null,
    ordinal: kind === "number" ? ordinalOf(text) : null,
    skippable: false,
    name: false,
  };
}

function quotedToken(text: string, start: number, end: number, knownNames: ReadonlySet<string>): Token {
  const name = knownNames.has(text) || /^[a-z]$/.test(text);
  return { ...plain(text, start, end, "quoted"), lemmas: [], name };
}

function wordToken(text: string, start: number, end: number, knownNames: ReadonlySet<string>): Token {
  const lower = text.toLowerCase();
  return {
    ...plain(text, start, end, "word"),
    lemmas: lemmasOf(text),
    plural: isPlural(text),
    cardinal: cardinalOf(lower),
    ordinal: ordinalOf(lower),
    skippable: SKIPPABLE.has(lower) && !(text === "A" && start > 0),
    name:
      knownNames.has(text) ||
      /^(?:[A-Za-z]|[xyz]s|nums)$/.test(text) ||
      /^[A-Za-z]+_?\d+$/.test(text) ||
      /^[a-z]+_[a-z_]+$/.test(text),
  };
}
