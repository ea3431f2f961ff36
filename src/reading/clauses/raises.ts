import { readCondition, readNounCondition } from "../conditions.ts";
import { type ClauseRule, NOTHING, words } from "./clause.ts";

const RAISE =
  "(?:(?:the\\s+function|it|this\\s+function|then|you)\\s+)*(?:(?:should|must|will|shall)\\s+)?(?:raises?|raising|throws?|throwing)\\s+(?:an?\\s+)?`?([A-Z]\\w*(?:Error|Exception|Interrupt|Iteration|Exit)|Exception)`?(?:\\s+(?:exception|error))?";
const WITH_MESSAGE = "(?:\\s+with\\s+(?:the\\s+|a\\s+)?message\\s+(?:\"[^\"]*\"|'[^']*'|`[^`]*`))?";
const AFTER = new RegExp(
  `(?:^|\\s*[,;]\\s*(?:(?:and|or|but)\\s+)?|\\s+and\\s+)${RAISE}${WITH_MESSAGE}\\s+(?:if|when|whenever|for|on|in\\s+case)\\s+([\\s\\S]+?)[.!;]*\\s*$`,
  "i",
);
const BEFORE = new RegExp(
  `^\\s*(?:[-*•]\\s+)?(?:(?:and|but|also)\\s+)?(?:if|when|whenever|for|on|in\\s+case)\\s+([\\s\\S]+?)\\s*(?:,\\s*|\\s+)${RAISE}${WITH_MESSAGE}[.!;]*\\s*$`,
  "i",
);

/** "Raise ValueError if n is negative." and "If n is negative, raise a ValueError." */
export const raising: ClauseRule = {
  name: "raising",
  read(sentence, known) {
    const before = BEFORE.exec(sentence);
    const after = before ? null : AFTER.exec(sentence);
    const match = before ?? after;
    const exception = before ? before[2] : after?.[1];
    const condition = before ? before[1] : after?.[2];
    if (!match || exception === undefined || condition === undefined || !/^[A-Z]/.test(exception)) return null;
    const when = readCondition(condition, known, "exact") ?? readNounCondition(condition, known);
    if (when === null) return null;
    const rationale = `The request says "${words(match[0]).replace(/^[,;]\s*/, "")}".`;
    return {
      ...NOTHING,
      start: match.index,
      end: sentence.length,
      raises: [{ exception, condition: when, rationale }],
    };
  },
};
