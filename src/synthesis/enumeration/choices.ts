import type { Entry } from "./entry.ts";
import type { Task } from "./enumerate.ts";
import { CHOICE_WORDS } from "./score.ts";
import { FAILURE, type Value } from "./values.ts";
import { type Hints, stemsOfWords } from "./words.ts";

/** What the search met on its way: terms by the examples they fit, conditions by the examples on which they hold, both as bits, cheapest first. */
export interface Choices {
  terms: Map<number, Entry[]>;
  conditions: Map<number, Entry[]>;
}

const MAX_CHOICES = 60;

/**
 * Programs `if c: return a` else `return b` from terms that fit some of the examples (divide and conquer of Alur, Radhakrishna and Udupa, EUSolver, TACAS 2017,
 * with trees of one decision). Each branch explains at least one example, the two together all.
 */
export function unifyChoices({ terms, conditions }: Choices, task: Task, hints: Hints): Entry[] {
  const all = (1 << task.outcomes.length) - 1;
  if (task.outcomes.length < 3) return [];
  const price = stemsOfWords(CHOICE_WORDS).some((root) => hints.stems.has(root)) ? 2 : 5;
  const found: Entry[] = [];
  for (const [thenMask, thens] of terms) {
    for (const [otherMask, others] of terms) {
      if ((thenMask | otherMask) !== all) continue;
      for (const [held, tests] of conditions) {
        if (held === 0 || held === all || (held & ~thenMask) !== 0 || (~held & all & ~otherMask) !== 0) continue;
        for (const then of thens) {
          for (const otherwise of others) {
            for (const condition of tests) found.push(choice(condition, then, otherwise, price, task));
          }
        }
      }
    }
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, MAX_CHOICES);
}

function choice(condition: Entry, then: Entry, otherwise: Entry, price: number, task: Task): Entry {
  const values = task.rows.map((_, row): Value => {
    const holds = condition.values[row];
    if (holds === FAILURE) return FAILURE;
    return (holds === true ? then.values[row] : otherwise.values[row]) ?? null;
  });
  return {
    type: then.type,
    cost: price + condition.cost + then.cost + otherwise.cost,
    values,
    form: { kind: "choice", condition, then, otherwise },
    constant: false,
    bound: false,
  };
}
