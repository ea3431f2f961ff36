import type { ParameterFact } from "../signatures/facts.ts";

export type Family = "list" | "string" | "number" | "dictionary" | "set" | "boolean" | "unknown";

/** What the words of a condition may refer to. */
export interface Known {
  parameters: readonly ParameterFact[];
}

/** What a condition is about. */
export interface Subject {
  expression: string;
  family: Family;
  /** The condition is about every element of `expression`. */
  each: boolean;
}

const FAMILIES: readonly [RegExp, Family][] = [
  [/^(?:typing\.)?(?:list|tuple|sequence|iterable|collection|deque)\b/i, "list"],
  [/^str\b/, "string"],
  [/^(?:int|float|complex|decimal|fraction|number)\b/i, "number"],
  [/^bool\b/, "boolean"],
  [/^(?:typing\.)?(?:dict|mapping|defaultdict|counter)\b/i, "dictionary"],
  [/^(?:typing\.)?(?:set|frozenset)\b/i, "set"],
];

/** Which kind of value a type stands for; unknown for unions and everything else. */
export function familyOf(type: string | null): Family {
  if (type === null) return "unknown";
  const optional = /^(?:typing\.)?Optional\[(.*)\]$/.exec(type)?.[1] ?? type.replace(/\s*\|\s*None$|^None\s*\|\s*/, "");
  if (/\|(?![^[]*\])/.test(optional)) return "unknown";
  return FAMILIES.find(([pattern]) => pattern.test(optional))?.[1] ?? "unknown";
}

const NOUNS: readonly [RegExp, Family | "any"][] = [
  [/^(?:lists?|arrays?|sequences?|tuples?|vectors?)$/, "list"],
  [/^(?:strings?|words?|texts?|sentences?|messages?|phrases?)$/, "string"],
  [/^(?:numbers?|integers?|ints?|floats?)$/, "number"],
  [/^(?:dictionary|dictionaries|dicts?|mappings?|maps?)$/, "dictionary"],
  [/^sets?$/, "set"],
  [/^(?:inputs?|arguments?|parameters?|values?)$/, "any"],
];

export function familyOfNoun(noun: string): Family | "any" | null {
  return NOUNS.find(([pattern]) => pattern.test(noun.toLowerCase()))?.[1] ?? null;
}

const LENGTH =
  /^(?:the\s+)?(?:length|size|number\s+of\s+(?:elements|items|entries|characters|letters|keys))\s+(?:of|in)\s+(.+)$/i;
const LENGTH_AFTER = /^(.+?)(?:'s|’s)\s+(?:length|size)$/i;
const EACH =
  /^(?:all|each|every)?\s*(?:of\s+)?(?:the\s+)?(?:elements?|items?|numbers?|integers?|values?|entries|characters?|letters?|strings?|words?)\s+(?:of|in)\s+(.+)$/i;
const NOUN =
  /^(?:the|this|that|both|all|given|input|its)?\s*(?:given\s+|input\s+|provided\s+|whole\s+|entire\s+)?([a-z]+)(?:\s+`?([A-Za-z_]\w*)`?)?$/i;

/**
 * The parameter, or the quantity of one, that a noun phrase names. With `named` only phrases that name a parameter outright are read, so that
 * "the list" is never taken for the value of one. Null for whatever else, and where more than one parameter could be meant.
 */
export function readSubject(text: string, known: Known, manner: "any" | "named" = "any"): Subject | null {
  const plain = text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/^[`'"]([A-Za-z_]\w*)[`'"]$|^`([^`]*)`$/, "$1$2");
  const direct = known.parameters.find(({ name }) => name === plain);
  if (direct) return { expression: direct.name, family: familyOf(direct.type_hint), each: false };
  const call = /^len\(\s*(.+?)\s*\)$/.exec(plain)?.[1];
  const length = call ?? LENGTH.exec(plain)?.[1] ?? LENGTH_AFTER.exec(plain)?.[1];
  if (length !== undefined) {
    const inner = readSubject(length, known, manner);
    return inner && !inner.each && sized(inner.family)
      ? { expression: `len(${inner.expression})`, family: "number", each: false }
      : null;
  }
  const each = EACH.exec(plain)?.[1];
  if (each !== undefined) {
    const inner = readSubject(each, known, manner);
    return inner && !inner.each && sized(inner.family) ? { ...inner, each: true } : null;
  }
  return nounSubject(plain, known, manner);
}

function sized(family: Family): boolean {
  return family !== "number" && family !== "boolean";
}

function nounSubject(plain: string, known: Known, manner: "any" | "named"): Subject | null {
  const [, noun = "", name] = NOUN.exec(plain) ?? [];
  const family = familyOfNoun(noun);
  if (family === null || (name === undefined && manner === "named")) return null;
  const fitting = known.parameters.filter((parameter) => {
    const own = familyOf(parameter.type_hint);
    if (name !== undefined && parameter.name !== name) return false;
    return (
      family === "any" || own === family || (own === "unknown" && (known.parameters.length === 1 || name !== undefined))
    );
  });
  const [only] = fitting;
  if (fitting.length !== 1 || !only) return null;
  if (family === "any" && name === undefined && known.parameters.length !== 1) return null;
  if (name === undefined && mayBeElement(family, known)) return null;
  const own = familyOf(only.type_hint);
  return { expression: only.name, family: own === "unknown" && family !== "any" ? family : own, each: false };
}

/** "The number" may be any element where another parameter is a collection of numbers, "the word" likewise. */
function mayBeElement(family: Family | "any", known: Known): boolean {
  const other = family === "number" ? /^[^[]*\[[^\]]*str\b|^str\b/ : /\b(?:int|float|bool)\b/;
  if (family !== "number" && family !== "string") return false;
  const rivals = known.parameters.filter(
    ({ type_hint }) => familyOf(type_hint) !== family && !other.test(type_hint ?? ""),
  );
  return rivals.length > 0;
}
