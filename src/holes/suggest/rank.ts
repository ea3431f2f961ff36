import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { Example, IR } from "../../ir/ir.ts";
import { checkedType, testsType } from "./checked-types.ts";
import type { Candidate } from "./grammar/candidate.ts";
import { type Judgement, Trials } from "./trials.ts";

/** A candidate with what speaks for it. */
export interface Ranked extends Candidate {
  supported: number;
}

/** What the contract implies already, as far as is tried, is hardly what is missing. */
const IMPLIED = 0.03;
/** Fewer calls show nothing. */
const LEAST_CALLS = 3;
/** The least share of calls that a condition is taken to admit by chance: none is believed for that alone. */
const LEAST_RATE = 0.05;
/** Examples that count; more of the same add nothing. */
const MOST_EXAMPLES = 3;
/** What nobody has constrained yet is likelier what the missing clause speaks of. */
const UNCONSTRAINED = 2.5;

/**
 * Candidates by what speaks for them, the likeliest first: those that an example refutes are left out, and of those that agree on all small calls the likeliest stays. An example counts the more, the fewer
 * calls the condition admits by chance (the size principle: Tenenbaum and Griffiths, Generalization, similarity, and Bayesian inference, 2001).
 */
export function rank(
  ir: IR,
  about: "input" | "result",
  candidates: readonly Candidate[],
  observed: readonly Example[] = [],
): Ranked[] {
  const parsed = candidates.map(({ text }) => parseExpression(text));
  const trials = new Trials(ir, about, parsed, observed);
  const mentions = mentionsOf(ir, about);
  // A test of a type says something although an annotation promises it: annotations are not enforced.
  const ranked = candidates.flatMap((candidate, index): (Ranked & { key: string | null })[] => {
    const condition = parsed[index];
    if (condition === undefined) return [];
    const judged = trials.judge(condition);
    if (judged.refuted > 0) return [];
    const names = namesOf(condition).filter((name) => mentions.has(name));
    const constrained = Math.max(0, ...names.map((name) => mentions.get(name) ?? 0));
    const weight =
      (candidate.weight *
        (testsType(candidate.text) ? 1 : evidence(judged)) *
        (constrained === 0 ? UNCONSTRAINED : 1)) /
      (1 + constrained / 4);
    return [{ ...candidate, weight, supported: judged.supported, key: keyOf(judged) }];
  });
  const seen = new Set<string>();
  return ranked
    .toSorted((one, other) => other.weight - one.weight || (one.text < other.text ? -1 : 1))
    .filter(({ key }) => {
      if (key === null) return true;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map(({ key: _key, ...one }) => one);
}

/** What small calls and examples make of a weight. */
function evidence({ column, supported }: Judgement): number {
  const known = column.filter((one) => one !== null);
  const rate = known.length === 0 ? null : known.filter((one) => one).length / known.length;
  if (rate === 1 && known.length >= LEAST_CALLS) return IMPLIED;
  return rate === null ? 1 : (1 / Math.max(rate, LEAST_RATE)) ** Math.min(supported, MOST_EXAMPLES);
}

/** Equal for conditions that agree on all calls; null where the calls tell nothing apart. */
function keyOf({ column }: Judgement): string | null {
  if (column.includes(null) || !column.includes(true) || !column.includes(false)) return null;
  return column.map((one) => (one ? "1" : "0")).join("");
}

/** How many clauses of the kind speak of each name, tests of its type aside. */
function mentionsOf(ir: IR, about: "input" | "result"): Map<string, number> {
  const own = ir.assertions.filter(({ category }) => (category === "precondition") === (about === "input"));
  const names = about === "input" ? ir.signature.parameters.map(({ name }) => name) : ["result"];
  return new Map(
    names.map((name) => {
      const { whole, element } = checkedType(ir, name);
      const tests = Number(whole !== null) + Number(element !== null);
      return [name, Math.max(0, own.filter(({ applies_to }) => applies_to.includes(name)).length - tests)];
    }),
  );
}
