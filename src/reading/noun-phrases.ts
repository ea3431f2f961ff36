import type { ExpressionFact, ParameterFact } from "../signatures/facts.ts";
import { type Adjective, adjectiveOf, fits } from "./predicates.ts";
import { canonical } from "./quantities.ts";
import { familyOf, familyOfNoun, type Known, type Subject } from "./subjects.ts";

/** Verbs and prepositions after which a request names what it is given. */
const INTRODUCED =
  "(?:\\bgiven|\\btakes?(?:\\s+in)?|\\baccepts?|\\breceives?|\\bfor(?:\\s+(?:a|the)\\s+given)?|\\bof(?:\\s+(?:a|the)\\s+given)?|\\b(?:in|from)\\s+(?:a|the)\\s+given)";
const ADJECTIVE =
  "non-?empty|(?:strictly\\s+)?positive|(?:strictly\\s+)?negative|non-?negative|non-?positive|non-?zero|natural|even|odd|distinct|unique|sorted";
const NOUN =
  "integers?|numbers?|ints?|floats?|strings?|words?|lists?|arrays?|tuples?|dictionary|dictionaries|sequences?";
const COUNT = "(?:an?|the|two|three|four|some|as\\s+input\\s+an?)";

const PHRASE = new RegExp(
  `(${INTRODUCED}\\s+)?(?:${COUNT}\\s+)?(?:given\\s+)?((?:(?:${ADJECTIVE})\\s*,?\\s+(?:and\\s+)?)*)(${NOUN})(?:\\s+of\\s+((?:(?:${ADJECTIVE})\\s*,?\\s+)*)(integers|numbers|ints|floats|strings|words))?(\\s+\`?[A-Za-z_]\\w*\`?(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)\`?[A-Za-z_]\\w*\`?)*)?`,
  "gi",
);

/**
 * What the adjectives of "a non-empty list of positive integers xs" demand of parameters. The phrase has to name them, or introduce the only
 * parameter of its kind after words such as "given" or "takes".
 */
export function introducedConditions(prose: string, known: Known): ExpressionFact[] {
  const found: ExpressionFact[] = [];
  for (const match of prose.matchAll(PHRASE)) {
    const [whole, introduced, outer = "", noun = "", inner = "", innerNoun, tail = ""] = match;
    if (outer.trim() === "" && inner.trim() === "") continue;
    const family = familyOfNoun(noun);
    if (family === null || family === "any") continue;
    for (const parameter of meant(family, tail, introduced !== undefined, known)) {
      const subject: Subject = { expression: parameter.name, family, each: false };
      const parts = adjectivesIn(outer).map((adjective) => built(adjective, subject));
      if (innerNoun !== undefined && !known.parameters.some(({ name }) => name === "v")) {
        const element: Subject = {
          expression: "v",
          family: familyOfNoun(innerNoun) === "number" ? "number" : "string",
          each: false,
        };
        for (const adjective of adjectivesIn(inner)) {
          const part = element.family === "number" ? built(adjective, element) : null;
          if (part !== null) parts.push(`all(${part} for v in ${parameter.name})`);
        }
      }
      for (const part of parts)
        if (part !== null)
          found.push({
            expression: canonical(part),
            rationale: `The request says "${saidIn(whole, tail)}".`,
          });
    }
  }
  return found;
}

function adjectivesIn(text: string): Adjective[] {
  const single = text.toLowerCase().replace(/strictly\s+/g, "");
  return single
    .split(/[\s,]+/)
    .map((word) => adjectiveOf(word))
    .filter((adjective) => adjective !== null);
}

function built(adjective: Adjective, subject: Subject): string | null {
  return fits(adjective, subject) ? adjective.build(subject.expression) : null;
}

function meant(family: Subject["family"], tail: string, introduced: boolean, known: Known): ParameterFact[] {
  const named = (tail.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => word !== "and");
  const direct: ParameterFact[] = [];
  for (const name of named) {
    const parameter = known.parameters.find((candidate) => candidate.name === name);
    if (!parameter) break;
    direct.push(parameter);
  }
  const agree = (parameter: ParameterFact) => {
    const own = familyOf(parameter.type_hint);
    return own === "unknown" || own === family;
  };
  if (direct.length > 0) return direct.every(agree) ? direct : [];
  const [only] = known.parameters;
  return introduced && known.parameters.length === 1 && only && agree(only) ? [only] : [];
}

/** The phrase without the words after it that are no names. */
function saidIn(whole: string, tail: string): string {
  return whole
    .slice(0, whole.length - tail.length)
    .trim()
    .replace(/\s+/g, " ");
}
