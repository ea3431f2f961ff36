import type { CheckOutcome } from "../../python/sandbox/contract.ts";
import type { Hypotheses } from "./hypotheses.ts";

/** A clause that may be claimed. `premise` is its left side, by which its cases are counted; null for one that speaks of every call. */
export interface Candidate {
  text: string;
  premise: string | null;
}

/** A condition has to hold in so many calls before a clause under it is looked at. */
const MIN_CASES = 6;
/** So many clauses under conditions go on to the next executions. */
const MAX_CONDITIONAL = 90;

/**
 * The clauses that the outcomes allow: `rows` are outcomes by call, of the hypotheses' clauses, then conditions, then truths. A clause that held always is a candidate; one
 * that held or could be judged only under a condition is one under that condition.
 */
export function screen(
  { clauses, conditions, natural, truths }: Hypotheses,
  rows: readonly CheckOutcome[][],
): Candidate[] {
  const column = (index: number) => rows.map((row) => row[index] ?? "error");
  const clauseColumns = clauses.map((text, index) => ({ text, outcomes: column(index) }));
  const conditionColumns = conditions
    .map((text, index) => ({ text, isNatural: index < natural, outcomes: column(clauses.length + index) }))
    .filter(({ outcomes }) => outcomes.every((outcome) => outcome === "true" || outcome === "false"));
  const partial = conditions
    .map((text, index) => ({ text, outcomes: column(clauses.length + index) }))
    .filter(({ outcomes }) => outcomes.some((outcome) => outcome === "true") && !outcomes.includes("not_applicable"));
  const always: Candidate[] = [];
  const conditional: (Candidate & { cases: number })[] = [];
  for (const { text, outcomes } of clauseColumns) {
    const truths = outcomes.filter((outcome) => outcome === "true").length;
    if (truths === outcomes.length) always.push({ text, premise: null });
    else if (truths >= MIN_CASES)
      for (const condition of conditionColumns.filter(({ isNatural }) => isNatural || defines(text)))
        for (const [premise, wanted] of [
          [condition.text, "true"],
          [negated(condition.text), "false"],
        ] as const) {
          const cases = outcomes.filter((_, index) => condition.outcomes[index] === wanted);
          if (
            cases.length >= MIN_CASES &&
            cases.length < outcomes.length &&
            cases.every((outcome) => outcome === "true")
          )
            conditional.push({ text: `implies(${premise}, ${text})`, premise, cases: cases.length });
        }
  }
  const decided = truths.flatMap((truth, index) => {
    const values = column(clauses.length + conditions.length + index);
    return partial.flatMap((condition) => deciding(truth, values, condition.text, condition.outcomes));
  });
  const kept = conditional.sort((a, b) => b.cases - a.cases || a.text.length - b.text.length).slice(0, MAX_CONDITIONAL);
  return [...always, ...decided, ...kept.map(({ text, premise }) => ({ text, premise }))];
}

/** A clause that says what the result is, and not only how it lies: a condition that the code does not test may go with such a one alone. */
function defines(text: string): boolean {
  const value = /^result(?:\[\d\])? == (.*)$/.exec(text)?.[1];
  return value !== undefined && !/\bresult\b/.test(value);
}

export function negated(condition: string): string {
  return `not (${condition})`;
}

/** What a truth value and a condition have to do with each other. */
function deciding(
  truth: string,
  values: readonly CheckOutcome[],
  condition: string,
  outcomes: readonly CheckOutcome[],
): Candidate[] {
  const pairs = values.map((value, index) => [value, outcomes[index] ?? "error"] as const);
  const count = (value: CheckOutcome, outcome: CheckOutcome) =>
    pairs.filter(([a, b]) => a === value && b === outcome).length;
  const [both, only, other, neither] = [
    count("true", "true"),
    count("true", "false"),
    count("false", "true"),
    count("false", "false"),
  ];
  const judged = both + only + other + neither;
  const total = judged === pairs.length;
  const found: Candidate[] = [];
  if (total && only + other === 0 && both >= 3 && neither >= 3)
    found.push({ text: `${truth} == (${condition})`, premise: null });
  else if (total && both + neither === 0 && only >= 3 && other >= 3)
    found.push({ text: `${truth} != (${condition})`, premise: null });
  else {
    const trues = values.filter((value) => value === "true").length;
    const falses = values.filter((value) => value === "false").length;
    if (both === trues && trues >= 4 && other + neither > 0)
      found.push({ text: `implies(${truth}, ${condition})`, premise: truth });
    if (only === trues && trues >= 4) found.push({ text: `implies(${truth}, not (${condition}))`, premise: truth });
    if (other === falses && falses >= 4)
      found.push({ text: `implies(not ${truth}, ${condition})`, premise: `not ${truth}` });
    if (neither === falses && falses >= 4 && both + other > 0)
      found.push({ text: `implies(not ${truth}, not (${condition}))`, premise: `not ${truth}` });
  }
  return found;
}
