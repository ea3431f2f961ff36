import { readCondition, readNounCondition } from "../conditions.ts";
import { readValue } from "../quantities.ts";
import type { Known } from "../subjects.ts";
import { type Clause, type ClauseRule, NOTHING, words } from "./clause.ts";

const MODAL = "(?:(?:should|must|will|shall|would|can|to|just|simply)\\s+)*";
const RETURN = `(?:(?:(?:then|the\\s+(?:function|method|program)|it|you|this\\s+function)\\s+)*${MODAL}(?:returns?|outputs?|gives?|yields?)|(?:then\\s+)?(?:the\\s+)?(?:result|output|answer|return\\s+value)\\s+${MODAL}(?:be|is))\\s+`;

const IF_FIRST = new RegExp(
  `^\\s*(?:[-*•]\\s+)?(?:note(?:\\s+that)?\\s*[:,]?\\s+)?(?:(?:and|but|also|however)\\b,?\\s+)?(?:if|when|whenever|in\\s+case(?:\\s+that)?|for|on|given)\\s+([\\s\\S]+?)\\s*(?:,\\s*|\\s+)(?:then\\s+)?${RETURN}([\\s\\S]+?)(?:\\s*[,;.]?\\s*(?:and\\s+|or\\s+)?(?:else|otherwise)\\s*,?\\s*(?:${RETURN})?([\\s\\S]+?))?[.!;]*\\s*$`,
  "i",
);
const RETURN_FIRST = new RegExp(
  `^\\s*(?:[-*•]\\s+)?(?:note(?:\\s+that)?\\s*[:,]?\\s+)?(?:(?:and|but|also)\\s+)?${RETURN}([\\s\\S]+?)\\s+(?:if|when|whenever|for|on|in\\s+case)\\s+([\\s\\S]+?)(?:\\s*[,;.]?\\s*(?:and\\s+|or\\s+)?(?:(?:${RETURN})?([^\\s,;][^,;]*?)\\s+otherwise|(?:else|otherwise)\\s*,?\\s*(?:${RETURN})?([\\s\\S]+?)))?[.!;]*\\s*$`,
  "i",
);
/** "Write a function parcel(grams: int) -> int that ...": names and types are read elsewhere. */
const ASKED =
  /^\s*(?:please\s+)?(?:write|create|implement|define|make|build)\s+(?:me\s+)?(?:an?\s+|the\s+)?(?:python\s+)?(?:function|method)\b[^.!?]*?\b(?:that|which)\s+(?=(?:returns?|outputs?|gives?|yields?)\b)/i;
/** A last clause with a comma, a semicolon, `or` or `and` before it. */
const LAST = new RegExp(
  `(?:\\s*[,;]\\s*(?:(?:and|or|but)\\s+)?|\\s+or\\s+|\\s*\\((?:or\\s+)?)(?:${RETURN})?([^,;()]+?)\\s+(?:if|when|for|in\\s+case)\\s+([^,;]+?)\\)?[.!;]*\\s*$`,
  "i",
);

/** "If xs is empty, return None." and "For negative n, return -1; otherwise return n." */
export const caseFirst: ClauseRule = {
  name: "case_first",
  read(sentence, known) {
    const [, condition, value, otherwise] = IF_FIRST.exec(sentence.replace(ASKED, "")) ?? [];
    return condition === undefined || value === undefined
      ? null
      : whole(sentence, known, { condition, value, otherwise });
  },
};

/**
 * "Return None for an empty list." and "Returns 1 if n is even, else 0." A lone "return True if ..." is not read here: whether the result is False
 * otherwise is a question of its own.
 */
export const caseLast: ClauseRule = {
  name: "case_last",
  read(sentence, known) {
    const [, value, condition, before, after] = RETURN_FIRST.exec(sentence.replace(ASKED, "")) ?? [];
    if (condition === undefined || value === undefined) return null;
    const otherwise = before ?? after;
    if (otherwise === undefined && /^(?:`?(?:true|false)`?)$/i.test(value.trim())) return null;
    return whole(sentence, known, { condition, value, otherwise });
  },
};

/** "..., or -1 if xs is empty": the rest of the sentence remains to be read. */
export const caseAtEnd: ClauseRule = {
  name: "case_at_end",
  read(sentence, known) {
    const match = LAST.exec(sentence);
    if (!match || match.index === 0) return null;
    const [phrase, value = "", condition = ""] = match;
    const read = caseOf(condition, value, known);
    if (read === null || /\botherwise\b/i.test(phrase)) return null;
    if (/^(?:true|false)$/i.test(read.value)) return null;
    return {
      ...NOTHING,
      start: match.index,
      end: sentence.length,
      cases: [{ ...read, rationale: `The request says "${words(phrase).replace(/^[,;(]\s*/, "")}".` }],
    };
  },
};

function whole(
  sentence: string,
  known: Known,
  parts: { condition: string; value: string; otherwise: string | undefined },
): Clause | null {
  const read = caseOf(parts.condition, parts.value, known);
  const otherwise = parts.otherwise === undefined ? null : readValue(parts.otherwise, known);
  if (read === null || (parts.otherwise !== undefined && otherwise === null)) return null;
  return {
    ...NOTHING,
    start: 0,
    end: sentence.length,
    cases: [{ ...read, rationale: `The request says "${words(sentence)}".` }],
    otherwise,
  };
}

function caseOf(condition: string, value: string, known: Known): { condition: string; value: string } | null {
  const when = readCondition(condition, known, "exact") ?? readNounCondition(condition, known);
  const result = when === null ? null : readValue(value, known);
  return when === null || result === null ? null : { condition: when, value: result };
}
