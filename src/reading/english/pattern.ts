import { parseType, type Type } from "./types.ts";

/** One step of a pattern: a word of a set, a constituent, or a parameter that the phrase introduces without naming it. */
export type Step =
  | { kind: "word"; words: ReadonlySet<string> }
  | { kind: "slot"; name: string; category: string; types: readonly Type[] }
  | { kind: "introduce"; name: string; type: Type }
  | { kind: "token"; name: string; token: "ordinal" | "cardinal" | "quoted" | "name" | "nth" | "pluralCardinal" };

/**
 * Compiles a pattern into the sequences it stands for. Words are lemmas, `=word` is the word as it stands, `+noun` its plural; `a|b` is one of
 * two words; `(x y)?` is optional; `(x y | z)` is one of two phrases; `{xs:list[T]}` is a slot for a value, `{p:P[T]}` for the category P over T, `{i:#ordinal}` for a token of that kind;
 * `<radius:num>` introduces a parameter; a backslash makes a parenthesis a token.
 */
export function compilePattern(text: string): Step[][] {
  const needed = text.replaceAll(PASSED_OVER, "");
  const { sequences, position } = alternatives(needed, 0);
  if (position !== needed.length) throw new SyntaxError(`no pattern: ${text}`);
  return sequences.filter((sequence) => sequence.length > 0);
}

/** Optional articles: a rule passes over them anyway. */
const PASSED_OVER = /\((?:the|an?|given)(?:\|(?:the|an?|given))*\)\?(?: |$)/g;

function alternatives(text: string, from: number): { sequences: Step[][]; position: number } {
  const found: Step[][] = [];
  let current: Step[][] = [[]];
  let position = from;
  while (position < text.length && text[position] !== ")") {
    const character = text[position];
    if (character === " ") position += 1;
    else if (character === "|") {
      found.push(...current);
      current = [[]];
      position += 1;
    } else if (character === "(") {
      const group = alternatives(text, position + 1);
      position = group.position + 1;
      const options = [...group.sequences];
      if (text[position] === "?") {
        options.push([]);
        position += 1;
      }
      current = current.flatMap((sequence) => options.map((option) => [...sequence, ...option]));
    } else {
      const piece = /^(?:\{[^}]*\}|<[^>]*>|\\[()]|[^\s()]+)/.exec(text.slice(position))?.[0] ?? "";
      if (piece === "") throw new SyntaxError(`no pattern: ${text}`);
      position += piece.length;
      const step = stepOf(piece);
      current = current.map((sequence) => [...sequence, step]);
    }
  }
  return { sequences: [...found, ...current], position };
}

function stepOf(piece: string): Step {
  const slot = /^\{(\w+):(?:#(\w+)|([A-Z][A-Z0-9]?)(?:\[(.*)\])?|(.+))\}$/.exec(piece);
  if (slot !== null) {
    const [, name = "", token, category, inner, value] = slot;
    if (token !== undefined) return { kind: "token", name, token: token as "ordinal" };
    // A capital alone is a type variable of a value; with two letters or brackets, or of the listed categories, it is a category.
    if (category !== undefined && (inner !== undefined || CATEGORIES.has(category)))
      return { kind: "slot", name, category, types: inner === undefined ? [] : splitTypes(inner) };
    return { kind: "slot", name, category: "V", types: [parseType(value ?? category ?? "any")] };
  }
  const introduced = /^<(\w+):(.+)>$/.exec(piece);
  if (introduced !== null)
    return { kind: "introduce", name: introduced[1] ?? "", type: parseType(introduced[2] ?? "any") };
  return { kind: "word", words: new Set(piece.startsWith("\\") ? [piece.slice(1)] : piece.split("|")) };
}

/** Categories that may stand in a slot without types. */
const CATEGORIES: ReadonlySet<string> = new Set([
  "S",
  "C",
  "N",
  "P",
  "A",
  "K",
  "L",
  "M",
  "G2",
  "G3",
  "TY",
  "TP",
  "TQ",
  "TS",
  "NM",
  "N1",
  "O",
  "I",
  "F",
  "CV",
]);

function splitTypes(text: string): Type[] {
  const wrapped = parseType(`list[${text}]`);
  return [...wrapped.arguments];
}
