import type { Entry } from "./entry.ts";
import { compilePattern, type Step } from "./pattern.ts";
import { parseType, type Type } from "./types.ts";

/** A sequence of steps with what it means. */
export interface Rule {
  entry: Entry;
  steps: readonly Step[];
  types: readonly Type[];
}

/** Rules by the word or the category with which they can begin. */
export interface Grammar {
  byWord: ReadonlyMap<string, readonly Rule[]>;
  byCategory: ReadonlyMap<string, readonly Rule[]>;
  byToken: readonly Rule[];
}

export function grammarOf(entries: readonly Entry[]): Grammar {
  const byWord = new Map<string, Rule[]>();
  const byCategory = new Map<string, Rule[]>();
  const byToken: Rule[] = [];
  const push = (map: Map<string, Rule[]>, key: string, rule: Rule) => {
    const rules = map.get(key);
    if (rules === undefined) map.set(key, [rule]);
    else rules.push(rule);
  };
  for (const entry of entries) {
    const types = entry.types.map(parseType);
    for (const steps of compilePattern(entry.pattern)) {
      const rule: Rule = { entry, steps, types };
      const [first] = steps;
      if (first === undefined) continue;
      if (first.kind === "word") for (const word of first.words) push(byWord, word.replace(/^[=+]/, ""), rule);
      else if (first.kind === "slot") push(byCategory, first.category, rule);
      else if (first.kind === "token") byToken.push(rule);
      else throw new SyntaxError(`begins with an introduction: ${entry.pattern}`);
    }
  }
  return { byWord, byCategory, byToken };
}
