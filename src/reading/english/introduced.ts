import type { ParameterFact } from "../../signatures/facts.ts";
import { sentencesIn } from "../sentences.ts";
import { Chart } from "./chart.ts";
import type { Constituent } from "./constituent.ts";
import { entry } from "./entry.ts";
import { blankFiller } from "./filler.ts";
import { type Grammar, grammarOf } from "./grammar.ts";
import { mergedInputs, nameInputs } from "./inputs.ts";
import { INPUTS } from "./lexicon/inputs.ts";
import { type Token, tokenize } from "./tokens.ts";
import { hintOf } from "./types.ts";

const OPEN = { function_name: null, parameters: null, returns: null };
const NOUN_PHRASES: ReadonlySet<string> = new Set(["TS", "TQ", "TY", "TP", "NM", "G2", "G3"]);
/** Inputs as nothing but their types and names. */
const DECLARATIONS = [
  ...INPUTS.filter(({ category }) => NOUN_PHRASES.has(category)),
  entry("I", "{t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("I", "{t:TY[T]} (called|named)? {name:#name}", ["T"], { v: "self" }, 0),
  entry("I", "{ordinal:#ordinal} {t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("I", "other|another {t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("I", "{g:G2[any]}", ["any"], { v: "g1" }, 0),
  entry("I", "{g:G3[any]}", ["any"], { v: "g1" }, 0),
  entry("I", "{a:I[any]} (,)? and {b:I[any]}", ["any"], { v: "a" }, 0),
  entry("I", "{a:I[any]} , {b:I[any]}", ["any"], { v: "a" }, 0),
];
/** Longest sentence that is searched, in tokens. */
const MAX_TOKENS = 80;
/** Most sentences that are searched for what a function is given. */
const MAX_SENTENCES = 4;

const TAKES: ReadonlySet<string> = new Set(["take", "accept", "receive"]);
const WITHIN: ReadonlySet<string> = new Set("in from of for on within among between over through".split(" "));
/** Verbs whose object is the result. */
const RESULTS: ReadonlySet<string> = new Set(
  "return output give create generate make build produce find get compute calculate print write construct yield define implement count".split(
    " ",
  ),
);

const INDEFINITE: ReadonlySet<string> = new Set(["a", "an", "given", "input", "specified", "particular"]);
/** Words before "given a list". */
const OPENS: ReadonlySet<string> = new Set(["be", ",", "that", "which"]);
/** Words before what something becomes. */
const BECOMES: ReadonlySet<string> = new Set(["to", "into", "as", "be", "without"]);

let grammar: Grammar | null = null;

const NAMED = /`([a-z_]\w*)`|\b(?:called|named)\s+["']?([a-z_]\w*)/g;
/** A word after a noun of type, where the phrase ends. */
const APPOSED =
  /\b(?:an?|given)\s+(?:[a-z-]+\s+)?(?:(?:list|array|tuple|set)\s+of\s+[a-z]+s|list|array|tuple|set|integer|int|float|number|string|dictionary|boolean)\s+([a-z_]\w*)(?=\s*(?:[,.;]|$|and\b))/g;

/** Identifiers that prose gives to what it introduces. A bare word after the type is one where the prose uses it again. */
function namesIn(prose: string): Set<string> {
  const apposed = [...prose.matchAll(APPOSED)].flatMap(([, word]) => word ?? []);
  const again = apposed.filter((word) => prose.split(new RegExp(`(?<!\\w)${word}(?!\\w)`)).length > 2);
  return new Set([...prose.matchAll(NAMED)].flatMap(([, quoted, called]) => quoted ?? called ?? []).concat(again));
}

function chartOf(prose: string, names: ReadonlySet<string>): { tokens: Token[]; found: Constituent[] } {
  const tokens = tokenize(prose, names);
  if (tokens.length > MAX_TOKENS) return { tokens, found: [] };
  // Compiled when the first prose is read, so that loading the module costs nothing.
  grammar ??= grammarOf(DECLARATIONS);
  return { tokens, found: new Chart(tokens, grammar).all() };
}

/**
 * The parameters that the words introduce, without a reading of what is done with them: what is taken or given, in the order of the words; where
 * nothing is, the one thing that something is looked for in. Empty where more than one could be meant.
 */
export function introducedParameters(prose: string): ParameterFact[] {
  const names = namesIn(prose);
  for (const { start, end } of sentencesIn(prose).slice(0, MAX_SENTENCES)) {
    const found = introducedIn(blankFiller(prose.slice(start, end)), names);
    if (found.length > 0) return found;
  }
  return [];
}

function introducedIn(sentence: string, names: ReadonlySet<string>): ParameterFact[] {
  const { tokens, found } = chartOf(sentence, names);
  const phrases = longest(found.filter(({ category }) => category === "I"));
  const chosen = chosenOf(phrases, tokens);
  const inputs = mergedInputs(chosen.flatMap(({ mentions }) => mentions));
  const named = inputs && nameInputs(inputs, OPEN);
  if (inputs === null || named === null) return [];
  return inputs.map(({ type, label }, index) => ({
    name: named.names[index] ?? label,
    type_hint: hintOf(type),
    kind: "positional_or_keyword",
    default: null,
    description: label.replaceAll("_", " ") || null,
  }));
}

/** From left to right, of those that overlap the longest, of these the one that needs the least. */
function longest(phrases: readonly Constituent[]): Constituent[] {
  const chosen: Constituent[] = [];
  const ordered = phrases.toSorted((a, b) => a.start - b.start || b.end - a.end || a.cost - b.cost);
  for (const phrase of ordered) if (phrase.start >= (chosen.at(-1)?.end ?? 0)) chosen.push(phrase);
  return chosen;
}

/** The words before a phrase: its determiners, and what they follow. */
function before({ start }: Constituent, tokens: readonly Token[]): { determiners: string[]; word: Token | undefined } {
  let at = start - 1;
  const determiners: string[] = [];
  for (; tokens[at]?.skippable === true; at--) determiners.push(tokens[at]?.text.toLowerCase() ?? "");
  return { determiners, word: tokens[at] };
}

/** What is taken, and what is named beside it; else what is mentioned, where nothing of it could be two things and nothing else could be given. */
function chosenOf(phrases: readonly Constituent[], tokens: readonly Token[]): Constituent[] {
  const isNamed = ({ mentions }: Constituent) => mentions.every(({ name }) => name !== null);
  const taken = phrases.filter((phrase) => isTaken(phrase, tokens));
  const named = phrases.filter((phrase) => isNamed(phrase) && isNew(phrase, tokens));
  if (taken.length > 0) return phrases.filter((phrase) => taken.includes(phrase) || named.includes(phrase));
  const mentioned = phrases.filter((phrase) => named.includes(phrase) || isMentioned(phrase, tokens));
  if (mentioned.filter((phrase) => !isNamed(phrase)).length > 1) return [];
  const others = phrases.filter((phrase) => !mentioned.includes(phrase) && isBareInput(phrase, tokens));
  const loose = tokens.some((token, index) => {
    if (mentioned.some(({ start, end }) => start <= index && index < end)) return false;
    if (token.name || token.lemmas.includes("nth")) return true;
    return INDEFINITE.has(token.text.toLowerCase()) && introducesOther(index, mentioned, tokens);
  });
  return others.length === 0 && !loose ? mentioned : [];
}

/** Whether a determiner stands before a thing that is no result and none of the phrases. */
function introducesOther(index: number, phrases: readonly Constituent[], tokens: readonly Token[]): boolean {
  let from = index;
  while (tokens[from - 1]?.skippable === true) from -= 1;
  let to = index;
  while (tokens[to]?.skippable === true) to += 1;
  const word = tokens[from - 1];
  return !phrases.some(({ start }) => start === to) && !some(word, RESULTS) && !some(word, BECOMES);
}

/** "convert tuple", "in list": without a determiner. */
function isBareInput(phrase: Constituent, tokens: readonly Token[]): boolean {
  const { determiners, word } = before(phrase, tokens);
  if (determiners.length > 0 || some(word, RESULTS)) return false;
  return some(word, WITHIN) || (word !== undefined && word === tokens[0]);
}

const some = (word: Token | undefined, words: ReadonlySet<string>) =>
  word?.lemmas.some((lemma) => words.has(lemma)) === true;

/** "takes a list", "Given a list": what the function is given, outright. */
function isTaken(phrase: Constituent, tokens: readonly Token[]): boolean {
  const { determiners, word } = before(phrase, tokens);
  const given = determiners.includes("given");
  return some(word, TAKES) || (given && (word === undefined || some(word, OPENS)));
}

/** Introduced as something new that is no result. */
function isNew(phrase: Constituent, tokens: readonly Token[]): boolean {
  const { determiners, word } = before(phrase, tokens);
  return determiners.some((each) => INDEFINITE.has(each)) && !some(word, RESULTS) && !some(word, BECOMES);
}

/** "in a list", "the given list", and the object of the verb that begins a sentence. */
function isMentioned(phrase: Constituent, tokens: readonly Token[]): boolean {
  const { determiners, word } = before(phrase, tokens);
  if (some(word, RESULTS)) return false;
  if (determiners.length === 0 && tokens[phrase.start]?.cardinal === null) return false;
  return determiners.includes("given") || some(word, WITHIN) || (word !== undefined && word === tokens[0]);
}

const RETURNS: ReadonlySet<string> = new Set(["return", "output", "produce", "yield"]);
/** What may follow the type of a result without changing it. */
const FOLLOWS: ReadonlySet<string> = new Set(
  "that which who containing contain where with of in from representing represent consisting consist made make . ! ;".split(
    " ",
  ),
);
const BOOLEAN = /\breturns?\s+(?:true|false|(?:true|false)\s+(?:if|when)|whether)\b/i;
const COUNT = /\breturns?\s+(?:the\s+)?(?:total\s+)?(?:number|count)\s+of\b|\breturns?\s+how\s+many\b/i;

/** The type of the result where the words say it outright: "returns a list of strings". Null where they say none, or several. */
export function statedReturn(prose: string): string | null {
  const stated = new Set<string>();
  if (BOOLEAN.test(prose)) stated.add("bool");
  if (COUNT.test(prose)) stated.add("int");
  const names = namesIn(prose);
  for (const { start, end } of sentencesIn(prose)) {
    const { tokens, found } = chartOf(prose.slice(start, end), names);
    for (const phrase of longest(found.filter(({ category }) => category === "TY"))) {
      const { determiners, word } = before(phrase, tokens);
      if (!determiners.includes("a") && !determiners.includes("an")) continue;
      if (word?.lemmas.some((lemma) => RETURNS.has(lemma)) !== true) continue;
      const [next, after] = tokens.slice(phrase.end);
      const hint = hintOf(phrase.types[0] ?? { name: "any", arguments: [] });
      if (hint === null) continue;
      if (next?.text === "or" && after?.text === "None") stated.add(`${hint} | None`);
      else if (next === undefined || next.lemmas.some((lemma) => FOLLOWS.has(lemma))) stated.add(hint);
    }
  }
  const [only] = stated;
  return stated.size === 1 && only !== undefined ? only : null;
}
