import { blank } from "../mapped-text.ts";
import { sentencesIn } from "../sentences.ts";
import type { Known } from "../subjects.ts";
import { aside, assumption } from "./assumptions.ts";
import { caseAtEnd, caseFirst, caseLast } from "./cases.ts";
import type { Clause, ClauseRule } from "./clause.ts";
import { courtesy, introduction } from "./introductions.ts";
import { raising } from "./raises.ts";

/** In the order in which they are tried; rules that read whole sentences come before those that read a part. */
export const CLAUSE_RULES: readonly ClauseRule[] = [
  courtesy,
  raising,
  assumption,
  introduction,
  caseFirst,
  caseLast,
  caseAtEnd,
  aside,
];

/** Without the rule that takes introductions away: what they introduce may be referred to. */
export const RULES_BUT_INTRODUCTIONS: readonly ClauseRule[] = CLAUSE_RULES.filter((rule) => rule !== introduction);

/** Most clauses that one sentence is searched for. */
const MOST = 6;
/** Longest sentence that is read, in code units. */
const LONGEST = 1000;

/** The clauses of prose that are understood wholly, with their positions in the prose, in order. */
export function readClauses(prose: string, known: Known, rules: readonly ClauseRule[] = CLAUSE_RULES): Clause[] {
  const found: Clause[] = [];
  if (known.parameters.length === 0) return found;
  for (const { start, end } of sentencesIn(prose)) {
    if (end - start > LONGEST) continue;
    let rest = prose.slice(start, end);
    for (let round = 0; round < MOST && /\w/.test(rest); round += 1) {
      const clause = firstClause(rest, known, rules);
      if (clause === null) break;
      found.push({ ...clause, start: start + clause.start, end: start + clause.end });
      rest = blank(rest, [clause]);
    }
  }
  return found;
}

function firstClause(sentence: string, known: Known, rules: readonly ClauseRule[]): Clause | null {
  const text = sentence.trimEnd();
  for (const rule of rules) {
    const clause = rule.read(text, known);
    if (clause !== null && clause.end > clause.start) return clause;
  }
  return null;
}
