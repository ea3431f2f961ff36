import type { SygusProblem, Target } from "../sygus/problem.ts";
import { type Assignment, evaluate, type Value } from "../term/evaluate.ts";
import { simplify } from "../term/simplify.ts";
import { substitute } from "../term/substitute.ts";
import { freeVariables, subterms, type Term } from "../term/term.ts";
import { constant } from "./cover.ts";
import type { Part } from "./partition.ts";
import type { Questions } from "./questions.ts";
import { instantiate, type Solution, type Solving } from "./solution.ts";
import { filled, type Shape, type Template, templateFor } from "./template.ts";
import { verify } from "./verify.ts";

/** Counterexamples of one shape before the next one is tried. */
const MAX_ROUNDS = 40;
/** Z3 resource units of a search for coefficients: a search that is not quick is seldom successful. */
const RLIMIT = 1_000_000;

/** Counterexamples that every search for the part has to meet. */
export type Counterexamples = Map<string, Value>[];

/**
 * Counterexample-guided search for the coefficients of templates (Solar-Lezama 2008), shape by shape: coefficients that meet the constraints
 * at all counterexamples so far are sought, then verified; a new counterexample makes the next round.
 */
export async function fillTemplates(
  problem: Pick<SygusProblem, "definitions" | "variables">,
  part: Part,
  shapes: readonly Shape[],
  counterexamples: Counterexamples,
  questions: Questions,
): Promise<Solving> {
  const prefix = freshPrefix(part);
  let detail = "no shape was tried";
  for (const shape of shapes) {
    const templates = new Map(part.targets.map((target) => [target.name, templateFor(target, shape, prefix)]));
    const solving = await fillShape(problem, part, templates, counterexamples, questions);
    if (solving.status === "solved") return solving;
    detail = solving.detail;
  }
  return { status: "unknown", detail };
}

async function fillShape(
  problem: Pick<SygusProblem, "definitions" | "variables">,
  part: Part,
  templates: ReadonlyMap<string, Template>,
  counterexamples: Counterexamples,
  questions: Questions,
): Promise<Solving> {
  const checked = { ...problem, targets: part.targets, constraints: part.constraints };
  const unknowns = [...templates.values()].flatMap((template) => template.unknowns);
  const required = [...templates.values()].flatMap((template) => template.bounds);
  const bodies = new Map([...templates].map(([name, { body }]) => [name, body]));
  for (const counterexample of counterexamples) required.push(...meets(part, bodies, counterexample));
  let solution = fill(templates, new Map());
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!fits(part, solution, counterexamples)) {
      const found = await questions.ask(required, { wanted: unknowns, rlimit: RLIMIT });
      if (found.status === "unsat")
        return { status: "unknown", detail: "no linear expression of the sizes tried meets the constraints" };
      if (found.status === "unknown") return found;
      solution = fill(templates, found.model);
    }
    const verified = await verify(checked, solution, questions);
    if (verified.status === "right") return { status: "solved", solution };
    if (verified.status === "unknown") return verified;
    const counterexample = new Map(verified.counterexample);
    if (counterexamples.some((known) => same(known, counterexample)))
      return { status: "unknown", detail: "a counterexample comes back" };
    counterexamples.push(counterexample);
    required.push(...meets(part, bodies, counterexample));
  }
  return { status: "unknown", detail: `${MAX_ROUNDS} counterexamples decided nothing` };
}

const fill = (templates: ReadonlyMap<string, Template>, model: Assignment): Solution =>
  new Map([...templates].map(([name, template]) => [name, filled(template, model)]));

const same = (left: Assignment, right: Assignment): boolean =>
  left.size === right.size && [...left].every(([name, value]) => right.get(name) === value);

/** Whether a solution is known to meet the constraints at the counterexamples. */
function fits({ targets, constraints }: Part, solution: Solution, counterexamples: Counterexamples): boolean {
  return counterexamples.every((values) =>
    constraints.every((constraint) => evaluate(instantiate(constraint, targets, solution), values) === true),
  );
}

/** The constraints at one assignment, as conditions on the unknowns. */
function meets(
  { targets, constraints }: { targets: readonly Target[]; constraints: readonly Term[] },
  bodies: Solution,
  values: Assignment,
): Term[] {
  const at = new Map([...values].map(([name, value]) => [name, constant(value)]));
  return constraints.map((constraint) => simplify(instantiate(simplify(substitute(constraint, at)), targets, bodies)));
}

function freshPrefix({ targets, constraints }: Part): string {
  const names = [...constraints.flatMap(freeVariables), ...targets.flatMap(({ parameters }) => parameters)];
  let prefix = "c";
  while (names.some(({ name }) => name.startsWith(`${prefix} `))) prefix += "'";
  return prefix;
}

/** The greatest magnitude of an integer in the constraints, at least 1. */
export function greatestConstant(constraints: readonly Term[]): bigint {
  let greatest = 1n;
  for (const constraint of constraints)
    for (const part of subterms(constraint)) {
      if (part.kind !== "integer") continue;
      const magnitude = part.value < 0n ? -part.value : part.value;
      if (magnitude > greatest) greatest = magnitude;
    }
  return greatest;
}
