import { readCondition } from "../conditions.ts";
import { type Family, familyOf, familyOfNoun, type Known } from "../subjects.ts";
import { type ClauseRule, NOTHING, words } from "./clause.ts";

const OPENING =
  /^\s*(?:(?:you(?:'re|\s+are|\s+will\s+be)|we(?:'re|\s+are))\s+given|given|(?:the\s+)?inputs?(?:\s+to\s+(?:this|the)\s+function)?\s+(?:is|are|will\s+be|consists?\s+of)|(?:(?:this|the)\s+function|(?:please\s+)?(?:write|create|implement|define)\s+an?\s+(?:python\s+)?function\s+(?:that|which))\s+(?:takes|accepts|receives|gets)(?:\s+in)?)\s+(?:as\s+(?:an?\s+)?input\s+)?/i;
const PHRASE =
  /^(?:(?:an?|the|one|two|three|four|some)\s+)?(?:given\s+)?((?:[a-z-]+,?\s+(?:and\s+)?)*?)(integers?|ints?|floats?|(?:real\s+)?numbers?|strings?|words?|texts?|lists?|arrays?|tuples?|dictionary|dictionaries|dicts?|sets?)(?:\s+of\s+((?:[a-z-]+\s+)*?)(integers|ints|numbers|floats|strings|words|characters))?(?:\s+([`']?[A-Za-z_]\w*[`']?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)[`']?[A-Za-z_]\w*[`']?)*))?\s*(?:as\s+(?:an?\s+)?(?:inputs?|arguments?|parameters?))?$/i;

/** "You are given a non-empty list of positive integers xs.": nothing but the parameters, their types and adjectives that are conditions. */
export const introduction: ClauseRule = {
  name: "introduction",
  read(sentence, known) {
    const opening = OPENING.exec(sentence)?.[0];
    if (opening === undefined) return null;
    const phrases = splitPhrases(
      sentence
        .slice(opening.length)
        .replace(/[.!;:]+\s*$/, "")
        .trim(),
      known,
    );
    const conditions = phrases.map((phrase) => phraseConditions(phrase, known));
    if (conditions.includes(null)) return null;
    const rationale = `The request says "${words(sentence)}".`;
    return {
      ...NOTHING,
      start: 0,
      end: sentence.length,
      preconditions: conditions.flatMap((each) => (each ?? []).map((expression) => ({ expression, rationale }))),
    };
  },
};

/** Phrases that commas or "and" join, unless a name follows them. */
function splitPhrases(text: string, known: Known): string[] {
  const joints = [...text.matchAll(/\s*,\s*(?:and\s+)?|\s+and\s+/g)].filter(({ index, 0: joint }) => {
    const next = /^[`']?([A-Za-z_]\w*)/.exec(text.slice(index + joint.length))?.[1];
    return (
      next !== undefined &&
      /^(?:an?|the|one|two|three)$/i.test(next) &&
      !known.parameters.some(({ name }) => name === next)
    );
  });
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: joint } of joints) {
    parts.push(text.slice(from, index));
    from = index + joint.length;
  }
  return [...parts, text.slice(from)];
}

/** What the adjectives of a phrase demand of the parameters it names, or of the only one; null when a word of it is not read. */
function phraseConditions(phrase: string, known: Known): string[] | null {
  const [, adjectives = "", noun = "", inner = "", innerNoun, tail] = PHRASE.exec(phrase.trim()) ?? [];
  const family = familyOfNoun(noun.replace(/^real\s+/i, ""));
  if (family === null || family === "any") return null;
  const names = tail?.match(/[A-Za-z_]\w*/g)?.filter((word) => word !== "and") ?? [];
  const [only] = known.parameters;
  const meant =
    names.length > 0
      ? names.map((name) => known.parameters.find((parameter) => parameter.name === name))
      : known.parameters.length === 1
        ? [only]
        : [];
  if (meant.length === 0) return null;
  const found: string[] = [];
  for (const parameter of meant) {
    if (parameter === undefined || !agrees(parameter.type_hint, family, innerNoun)) return null;
    const described = `${adjectives}${noun.replace(/s$/, "").replace(/ie$/, "y")}${innerNoun === undefined ? "" : ` of ${inner}${innerNoun}`}`;
    if (adjectives.trim() === "" && inner.trim() === "") continue;
    const article = /^[aeiou]/i.test(described) ? "an" : "a";
    const condition = readCondition(`${parameter.name} is ${article} ${described}`, known, "loose");
    if (condition === null) return null;
    found.push(condition);
  }
  return found;
}

/** The words name the type that is known; where none is, they are no more than an introduction either. */
function agrees(type: string | null, family: Family, innerNoun: string | undefined): boolean {
  const own = familyOf(type);
  if (own !== "unknown" && own !== family) return false;
  if (innerNoun === undefined || type === null || !/\[.*\b(?:int|float|str)\b/.test(type)) return true;
  return (familyOfNoun(innerNoun) === "number" ? /\b(?:int|float)\b/ : /\bstr\b/).test(type);
}

const COURTESY =
  /^\s*(?:note\s+that\s+|note:\s*)?(?:(?:you\s+(?:may|can|should)\s+)?assume\s+(?:that\s+)?)?(?:the\s+|all\s+(?:the\s+)?)?inputs?\s+(?:is|are|will\s+be)\s+(?:always\s+)?valid[.!]*\s*$|^\s*(?:thanks|thank\s+you|good\s+luck|please)[.!]*\s*$/i;

/** "Assume the input is always valid.": what is asked of the input stands elsewhere. */
export const courtesy: ClauseRule = {
  name: "courtesy",
  read(sentence) {
    return COURTESY.test(sentence) ? { ...NOTHING, start: 0, end: sentence.length } : null;
  },
};
