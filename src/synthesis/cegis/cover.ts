import { type Assignment, evaluate, type Value } from "../term/evaluate.ts";
import { negation, simplify } from "../term/simplify.ts";
import { substitute } from "../term/substitute.ts";
import { boolean, integer, leavesOpen, type Term } from "../term/term.ts";
import { boundariesOf } from "./boundaries.ts";
import type { Questions } from "./questions.ts";
import type { Specification } from "./single-invocation.ts";

/** Results for some inputs: a term for each result of the specification. */
export type Choice = readonly Term[];

export type Cover =
  | { status: "covered"; choices: Choice[]; points: Assignment[] }
  | { status: "infeasible"; detail: string }
  | { status: "unknown"; detail: string };

const MAX_CHOICES = 24;

/**
 * Choices of which one is right at every input, for a specification without other variables: while some input has none, one is
 * made from the boundaries of the formula that is right there.
 */
export async function cover(specification: Specification, questions: Questions): Promise<Cover> {
  const { inputs, results, assuming, formula } = specification;
  const choices: Choice[] = [];
  const points: Assignment[] = [];
  while (choices.length < MAX_CHOICES) {
    const open = choices.map((choice) => negation(holdsFor(specification, choice)));
    const uncovered = await questions.ask([assuming, ...open], { wanted: inputs });
    if (uncovered.status === "unsat")
      return { status: "covered", choices: await needed(specification, choices, questions), points };
    if (uncovered.status === "unknown") return uncovered;
    const point = uncovered.model;
    points.push(point);
    const at = new Map([...point].map(([name, value]) => [name, constant(value)]));
    const possible = await questions.ask([simplify(substitute(formula, at))], { wanted: results });
    if (possible.status === "unknown") return possible;
    if (possible.status === "unsat") {
      if (leavesOpen(formula))
        return { status: "unknown", detail: "no result is right wherever a division by zero is left open" };
      const values = inputs.map(({ name }) => String(point.get(name))).join(", ");
      return { status: "infeasible", detail: `no result is right at (${values})` };
    }
    const choice = await choose(specification, point, possible.model, questions);
    if (choice === null) return { status: "unknown", detail: "no boundary of the constraints is right at some input" };
    choices.push(choice);
  }
  return { status: "unknown", detail: `more than ${MAX_CHOICES} cases` };
}

export const constant = (value: Value): Term => (typeof value === "bigint" ? integer(value) : boolean(value));

/** The condition under which a choice is right. */
export const holdsFor = ({ results, formula }: Specification, choice: Choice): Term =>
  simplify(
    substitute(formula, new Map(results.flatMap(({ name }, index) => (choice[index] ? [[name, choice[index]]] : [])))),
  );

/** A choice that is right at the point: the results one after the other, each so that the others can still be found. */
async function choose(
  specification: Specification,
  point: Assignment,
  model: Assignment,
  questions: Questions,
): Promise<Choice | null> {
  const { inputs, results } = specification;
  let { formula } = specification;
  const chosen: Term[] = [];
  for (const [index, result] of results.entries()) {
    const later = results.slice(index + 1);
    const value = model.get(result.name);
    const candidates = [
      ...boundariesOf(formula, result, inputs, later),
      ...(value === undefined ? [] : [constant(value)]),
    ];
    let found: Term | null = null;
    for (const candidate of candidates) {
      const rest = simplify(substitute(formula, new Map([[result.name, candidate]])));
      if (!(await possibleAt(rest, point, later.length > 0, questions))) continue;
      found = candidate;
      formula = rest;
      break;
    }
    if (found === null) return null;
    chosen.push(found);
  }
  return chosen;
}

async function possibleAt(formula: Term, point: Assignment, open: boolean, questions: Questions): Promise<boolean> {
  if (!open) return evaluate(formula, point) === true;
  const at = simplify(substitute(formula, new Map([...point].map(([name, value]) => [name, constant(value)]))));
  return (await questions.ask([at])).status === "sat";
}

/** The choices without those whose inputs the others cover. */
async function needed(
  specification: Specification,
  choices: readonly Choice[],
  questions: Questions,
): Promise<Choice[]> {
  let kept = [...choices];
  for (const choice of choices) {
    if (kept.length === 1) break;
    const others = kept.filter((other) => other !== choice);
    if (
      await questions.never([
        specification.assuming,
        ...others.map((other) => negation(holdsFor(specification, other))),
      ])
    )
      kept = others;
  }
  return kept;
}
