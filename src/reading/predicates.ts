import { negation, readQuantity } from "./quantities.ts";
import { type Known, readSubject, type Subject } from "./subjects.ts";

type Build = (subject: string) => string;

/** Words that say something of a value by themselves. `for` names the families they make sense for; an unknown family passes. */
export interface Adjective {
  pattern: RegExp;
  for: readonly Subject["family"][];
  build: Build;
}

const NUMBERS: Adjective["for"] = ["number"];
const SIZED: Adjective["for"] = ["list", "string", "dictionary", "set"];

export const ADJECTIVES: readonly Adjective[] = [
  { pattern: /^(?:strictly )?positive$/, for: NUMBERS, build: (x) => `${x} > 0` },
  { pattern: /^(?:strictly )?negative$/, for: NUMBERS, build: (x) => `${x} < 0` },
  { pattern: /^(?:non-?negative|natural)$/, for: NUMBERS, build: (x) => `${x} >= 0` },
  { pattern: /^non-?positive$/, for: NUMBERS, build: (x) => `${x} <= 0` },
  { pattern: /^(?:zero|0)$/, for: NUMBERS, build: (x) => `${x} == 0` },
  { pattern: /^non-?zero$/, for: NUMBERS, build: (x) => `${x} != 0` },
  { pattern: /^even$/, for: NUMBERS, build: (x) => `${x} % 2 == 0` },
  { pattern: /^odd$/, for: NUMBERS, build: (x) => `${x} % 2 == 1` },
  { pattern: /^empty$/, for: SIZED, build: (x) => `len(${x}) == 0` },
  { pattern: /^non-?empty$/, for: SIZED, build: (x) => `len(${x}) > 0` },
  { pattern: /^none|null$/, for: [], build: (x) => `${x} is None` },
  {
    pattern: /^sorted(?: in (?:ascending|increasing|non-?decreasing) order)?$/,
    for: ["list"],
    build: (x) => `list(${x}) == sorted(${x})`,
  },
  {
    pattern: /^sorted in (?:descending|decreasing|non-?increasing) order$/,
    for: ["list"],
    build: (x) => `list(${x}) == sorted(${x}, reverse=True)`,
  },
  {
    pattern: /^(?:distinct|unique|pairwise distinct|all different)$/,
    for: ["list"],
    build: (x) => `len(set(${x})) == len(${x})`,
  },
  { pattern: /^(?:lower-?case|in lower-?case)$/, for: ["string"], build: (x) => `${x}.islower()` },
  { pattern: /^(?:upper-?case|in upper-?case)$/, for: ["string"], build: (x) => `${x}.isupper()` },
];

const COMPARISONS: readonly [RegExp, string][] = [
  [/^(?:greater|more|larger|bigger|higher) than or equal to (.+)$/, ">="],
  [/^(?:less|fewer|smaller|lower) than or equal to (.+)$/, "<="],
  [/^(?:at least|no less than|not less than|no fewer than|a minimum of) (.+)$/, ">="],
  [/^(?:at most|no more than|not more than|no greater than|not greater than|up to|a maximum of) (.+)$/, "<="],
  [/^(?:strictly )?(?:greater|more|larger|bigger|higher) than (.+)$|^(?:above|over) (.+)$/, ">"],
  [/^(?:strictly )?(?:less|fewer|smaller|lower) than (.+)$|^(?:below|under) (.+)$/, "<"],
  [/^(?:equal to|exactly|the same as) (.+)$/, "=="],
  [/^(?:different from|not equal to|unequal to) (.+)$/, "!="],
];

const BETWEEN =
  /^(?:in the (?:inclusive )?range )?(?:between|from|of) (.+?) (?:and|to) (.+?)(?:,? ?\(?(inclusive|exclusive|both inclusive|inclusively)\)?)?$/;
const RANGE = /^in (?:the )?(?:range|interval) ?([[(]) ?(.+?), ?(.+?) ?([\])])$/;
const ELEMENTS = /^(.+?) (?:elements?|items?|entries|characters?|letters?|digits?)(?: long)?$/;
const LETTERS =
  /^(?:only )?(?:(lower-?case|upper-?case)(?: (english|latin|ascii))?(?: alphabetic)? (?:letters|characters)|(digits|decimal digits|letters|alphabetic characters|alphanumeric characters))(?: only)?$/;
const ONLY_ADJECTIVE = /^(?:only |just )?([a-z-]+) (?:integers|numbers|ints|floats|values|elements|strings)$/;

/** How freely a phrase is read: a precondition takes "between 1 and 10" as inclusive, a condition on which the result hangs does not. */
export type Manner = "exact" | "loose";

/** A predicate such as "greater than 3", "empty", "divisible by k" of a subject, as an expression; null when it is not read fully. */
export function readPredicate(phrase: string, subject: Subject, known: Known, manner: Manner): string | null {
  const text = phrase.trim().replace(/\s+/g, " ");
  if (!subject.each) return predicate(text, subject, known, manner);
  const inner = predicate(text, { expression: "v", family: "unknown", each: false }, known, manner);
  const taken = known.parameters.some(({ name }) => name === "v");
  return inner === null || taken ? null : `all(${inner} for v in ${subject.expression})`;
}

function predicate(text: string, subject: Subject, known: Known, manner: Manner): string | null {
  const lower = text.toLowerCase();
  const negated = /^not (.+)$/i.exec(text)?.[1];
  if (negated !== undefined) {
    const inner = predicate(negated, subject, known, "exact");
    return inner === null ? null : negation(inner);
  }
  const adjective = adjectiveOf(lower);
  if (adjective) return fits(adjective, subject) ? adjective.build(subject.expression) : null;
  const x = subject.expression;
  for (const [pattern, sign] of COMPARISONS) {
    const bound = pattern.exec(text);
    if (!bound || !mayBeNumber(subject)) continue;
    const value = readQuantity(bound[1] ?? bound[2] ?? "", known);
    return value === null ? null : `${x} ${sign} ${value}`;
  }
  return between(text, subject, known, manner) ?? membership(text, subject, known);
}

export function adjectiveOf(word: string): Adjective | null {
  return ADJECTIVES.find(({ pattern }) => pattern.test(word)) ?? null;
}

export function fits(adjective: Adjective, subject: Subject): boolean {
  return adjective.for.length === 0 || subject.family === "unknown" || adjective.for.includes(subject.family);
}

function mayBeNumber(subject: Subject): boolean {
  return subject.family === "number" || subject.family === "unknown";
}

function between(text: string, subject: Subject, known: Known, manner: Manner): string | null {
  if (!mayBeNumber(subject)) return null;
  const interval = RANGE.exec(text);
  const words = interval ? null : BETWEEN.exec(text);
  const low = readQuantity(interval?.[2] ?? words?.[1] ?? "", known);
  const high = readQuantity(interval?.[3] ?? words?.[2] ?? "", known);
  if (low === null || high === null) return null;
  if (interval) {
    return `${low} ${interval[1] === "[" ? "<=" : "<"} ${subject.expression} ${interval[4] === "]" ? "<=" : "<"} ${high}`;
  }
  const ends = words?.[3] ?? (manner === "loose" ? "inclusive" : null);
  if (ends === null) return null;
  const sign = ends === "exclusive" ? "<" : "<=";
  return `${low} ${sign} ${subject.expression} ${sign} ${high}`;
}

function membership(text: string, subject: Subject, known: Known): string | null {
  const x = subject.expression;
  const factor = /^(?:evenly )?divisible by (.+)$|^a multiple of (.+)$/.exec(text);
  if (factor && mayBeNumber(subject)) {
    const value = readQuantity(factor[1] ?? factor[2] ?? "", known);
    return value === null ? null : `${x} % ${value} == 0`;
  }
  const container = /^(?:present |contained |found )?in (.+)$|^(?:an element|a member|an item) of (.+)$/.exec(text);
  if (!container) return null;
  const whole = readSubject(container[1] ?? container[2] ?? "", known);
  return whole && !whole.each && whole.family !== "number" && whole.expression !== x
    ? `${x} in ${whole.expression}`
    : null;
}

/** What "has", "contains" or "consists of" says of a collection. */
export function readContent(phrase: string, subject: Subject, known: Known, manner: Manner): string | null {
  const text = phrase.trim().replace(/\s+/g, " ");
  const x = subject.expression;
  if (subject.each || subject.family === "number" || subject.family === "boolean") return null;
  if (/^no (?:elements|items|entries|characters|letters)$/i.test(text)) return `len(${x}) == 0`;
  const letters = LETTERS.exec(text.toLowerCase());
  if (letters) return lettersOf(x, letters);
  const amount = ELEMENTS.exec(text)?.[1];
  if (amount !== undefined) {
    const size: Subject = { expression: `len(${x})`, family: "number", each: false };
    const compared = predicate(amount, size, known, manner);
    if (compared !== null) return compared;
    const exact = readQuantity(amount.replace(/^(?:only|just) /, ""), known);
    if (exact !== null) return `len(${x}) == ${exact}`;
  }
  const adjective = ONLY_ADJECTIVE.exec(text.toLowerCase())?.[1];
  const built = adjective === undefined ? null : adjectiveOf(adjective);
  return built && !known.parameters.some(({ name }) => name === "v") && manner === "loose"
    ? `all(${built.build("v")} for v in ${x})`
    : null;
}

function lettersOf(x: string, [, letterCase, alphabet, kind]: RegExpExecArray): string {
  if (letterCase !== undefined) {
    const lower = letterCase.startsWith("lower");
    if (alphabet === undefined) return `all(c.${lower ? "islower" : "isupper"}() for c in ${x})`;
    return `all(${lower ? "'a' <= c <= 'z'" : "'A' <= c <= 'Z'"} for c in ${x})`;
  }
  const method = kind?.includes("digits") ? "isdigit" : kind?.startsWith("alphanumeric") ? "isalnum" : "isalpha";
  return `all(c.${method}() for c in ${x})`;
}
