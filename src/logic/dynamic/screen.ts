import type { CheckOutcome } from "../../python/sandbox/contract.ts";
import type { Hypotheses } from "./hypotheses.ts";

/**
 * A clause that may be claimed. `cases` is a test whose truth makes a call count for it: the left side of an implication, or that a bound is reached; null for one of which every
 * call is a case.
 */
export interface Candidate {
  text: string;
  kind: "always" | "conditional" | "bound";
  cases: string | null;
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
    .slice(0, natural)
    .map((text, index) => ({ text, outcomes: column(clauses.length + index) }))
    .filter(({ outcomes }) => outcomes.every((outcome) => outcome === "true" || outcome === "false"));
  const partial = conditions
    .map((text, index) => ({ text, outcomes: column(clauses.length + index) }))
    .filter(({ outcomes }) => outcomes.some((outcome) => outcome === "true") && !outcomes.includes("not_applicable"));
  const always: Candidate[] = [];
  const conditional: (Candidate & { count: number })[] = [];
  for (const { text, outcomes } of clauseColumns) {
    const truths = outcomes.filter((outcome) => outcome === "true").length;
    if (truths === outcomes.length) always.push(unconditional(text));
    else if (truths >= MIN_CASES && !needsCases(text))
      for (const condition of conditionColumns)
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
            conditional.push({
              text: `implies(${premise}, ${text})`,
              kind: "conditional",
              cases: premise,
              count: cases.length,
            });
        }
  }
  const decided = truths.flatMap((truth, index) => {
    const values = column(clauses.length + conditions.length + index);
    return partial.flatMap((condition) => deciding(truth, values, condition.text, condition.outcomes));
  });
  const kept = conditional.sort((a, b) => b.count - a.count || a.text.length - b.text.length).slice(0, MAX_CONDITIONAL);
  return [...always, ...decided, ...kept];
}

/** Bounds and differences are only believed by how often they were nearly broken, which nobody counts under a condition. */
const needsCases = (text: string): boolean => almostEqual(text) !== null || attained(text) !== null;

function unconditional(text: string): Candidate {
  const near = almostEqual(text);
  if (near !== null) return { text, kind: "always", cases: near };
  const bound = attained(text);
  return bound === null ? { text, kind: "always", cases: null } : { text, kind: "bound", cases: bound };
}

/**
 * That two whole numbers that are said to differ lie next to each other or would be equal, which counts as a case of it: numbers far apart, and floats almost always, differ by chance. Null
 * for other clauses.
 */
export function almostEqual(text: string): string | null {
  const [, subject, other] = /^(result(?:\[\d\])?) != (\S+)$/.exec(text) ?? [];
  if (subject === undefined || other === undefined) return null;
  const whole = `isinstance(${subject}, int) and isinstance(${other}, int)`;
  return `not isinstance(${subject}, (int, float)) or ${whole} and abs(${subject} - ${other}) <= 1`;
}

/**
 * That a bound is reached, which counts as its case: values that only happened to stay below it hardly ever lie on it (Daikon justifies bounds the same way, by how often the extreme
 * value came up). Null for what is no constant bound; zero below is natural for what counts and measures.
 */
export function attained(text: string): string | null {
  if (/ in \(0, 1\)$/.test(text)) return text.replace(/ in \(0, 1\)$/, " == 1");
  const [, subject, operator, bound] = /^(result(?:\[\d\])?) (<=|<|>=|>) (-?\d+)$/.exec(text) ?? [];
  if (subject === undefined || operator === undefined || bound === undefined) return null;
  if (bound === "0" && operator.startsWith(">")) return null;
  const offset = operator === "<" ? -1n : operator === ">" ? 1n : 0n;
  return `${subject} == ${BigInt(bound) + offset}`;
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
    found.push({ text: `${truth} == (${condition})`, kind: "always", cases: null });
  else if (total && both + neither === 0 && only >= 3 && other >= 3)
    found.push({ text: `${truth} != (${condition})`, kind: "always", cases: null });
  else {
    const trues = values.filter((value) => value === "true").length;
    const falses = values.filter((value) => value === "false").length;
    if (both === trues && trues >= 4 && other + neither > 0)
      found.push({ text: `implies(${truth}, ${condition})`, kind: "conditional", cases: truth });
    if (only === trues && trues >= 4)
      found.push({ text: `implies(${truth}, not (${condition}))`, kind: "conditional", cases: truth });
    if (other === falses && falses >= 4)
      found.push({ text: `implies(not ${truth}, ${condition})`, kind: "conditional", cases: `not ${truth}` });
    if (neither === falses && falses >= 4 && both + other > 0)
      found.push({ text: `implies(not ${truth}, not (${condition}))`, kind: "conditional", cases: `not ${truth}` });
  }
  return found;
}
