import { readCondition } from "../conditions.ts";
import { type ClauseRule, NOTHING, words } from "./clause.ts";

const ASSUMED =
  /^\s*(?:[-*•]\s+)?(?:(?:(?:you|we|one)\s+(?:may|can|should|could)\s+(?:safely\s+|also\s+)?assume|(?:it\s+is|it's)\s+guaranteed|it\s+can\s+be\s+assumed|assume|assuming|suppose|note|notice|preconditions?:|requires?:?|constraints?:|input\s+constraints?:)\s*(?:that\s+)?:?\s*)+([\s\S]+?)[.!;,]*$/i;
const PLAIN = /^\s*(?:[-*•]\s+)?([\s\S]+?)[.!;,]*$/;
/** "is" and "must be" state a fact of the input; a sentence with these verbs or words is about the result or a case. */
const OTHER = /\b(?:return|returns|result|output|outputs|if|when|otherwise|else|raise|raises|unless)\b/i;

/** "You may assume that n is positive.", "n must be between 1 and 100.", "- 1 <= k <= len(xs)". */
export const assumption: ClauseRule = {
  name: "assumption",
  read(sentence, known) {
    if (OTHER.test(sentence)) return null;
    const stated = ASSUMED.exec(sentence)?.[1] ?? PLAIN.exec(sentence)?.[1];
    const expression = stated === undefined ? null : readCondition(stated, known, "loose");
    if (expression === null) return null;
    return {
      ...NOTHING,
      start: 0,
      end: sentence.length,
      preconditions: [{ expression, rationale: `The request says "${words(sentence)}".` }],
    };
  },
};

const ASIDE = /\s*\(([^()]*(?:\([^()]*\)[^()]*)?)\)/g;
const WHERE = /\s*,?\s+(?:where|such\s+that|with)\s+([^.;]+?)[.;]*$/i;

/** "... an integer n (n >= 1)", "..., where 1 <= k <= len(xs)": comparisons in signs, as an aside or at the end. */
export const aside: ClauseRule = {
  name: "aside",
  read(sentence, known) {
    const found = [...sentence.matchAll(ASIDE)].map((match) => ({ text: match[1] ?? "", match }));
    const where = WHERE.exec(sentence);
    if (where) found.push({ text: where[1] ?? "", match: where });
    for (const { text, match } of found) {
      if (!/[<>≤≥]|!=|≠/.test(text)) continue;
      const expression = readCondition(text.replace(/^(?:where|with)\s+/i, ""), known, "exact");
      if (expression === null) continue;
      return {
        ...NOTHING,
        start: match.index,
        end: match.index + match[0].length,
        preconditions: [{ expression, rationale: `The request says "${words(match[0])}".` }],
      };
    }
    return null;
  },
};
