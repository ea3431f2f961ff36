import type { Grammar, SygusProblem, Target } from "../sygus/problem.ts";
import { type Assignment, type Definitions, evaluate, type Value } from "../term/evaluate.ts";
import { type Definition, keyOf, subterms, type Term, type Variable } from "../term/term.ts";
import { Bank, type Entry, Spent } from "./bank.ts";
import { constantsFor } from "./constants.ts";
import { defaultGrammar } from "./default-grammar.ts";
import type { Counterexamples } from "./fill.ts";
import type { Part } from "./partition.ts";
import type { Questions } from "./questions.ts";
import type { Solution, Solving } from "./solution.ts";
import { verify } from "./verify.ts";

const MAX_SIZE = 40;
const MAX_COUNTEREXAMPLES = 60;

/**
 * The smallest terms of the grammars that meet the constraints at all counterexamples, verified; a counterexample begins the search anew.
 * `terms` bounds the terms made, and the combinations of terms that are judged.
 */
export async function enumerateGrammars(
  problem: Pick<SygusProblem, "definitions" | "variables">,
  part: Part,
  counterexamples: Counterexamples,
  terms: number,
  questions: Questions,
): Promise<Solving> {
  const meter = { left: terms };
  const grammars = part.targets.map((target) => ({ target, grammar: target.grammar ?? defaultGrammar(target) }));
  const definitions = new Map(problem.definitions.map((one) => [one.name, one]));
  const probes = probesFor(problem.variables);
  const traced = new Map<string, Map<string, Assignment>>(part.targets.map(({ name }) => [name, new Map()]));
  for (const probe of [...probes, ...counterexamples]) trace(part, probe, definitions, traced);
  for (const { name, parameters } of part.targets)
    for (const point of probesFor(parameters)) traced.get(name)?.set([...point.values()].join(" "), point);
  // What was verified to be wrong though it fits all counterexamples: of a quantifier no assignment says so.
  const refused = new Set<string>();
  for (let round = 0; round < MAX_COUNTEREXAMPLES; round += 1) {
    const found = search(part, grammars, { counterexamples, refused, traced }, definitions, meter);
    if (found.status !== "found") return found;
    const verified = await verify(
      { ...problem, targets: part.targets, constraints: part.constraints },
      found.solution,
      questions,
    );
    if (verified.status === "right") return { status: "solved", solution: found.solution };
    if (verified.status === "unknown") return verified;
    const counterexample = new Map(verified.counterexample);
    refused.add(solutionKey(found.solution));
    counterexamples.push(counterexample);
    trace(part, counterexample, withSolution(definitions, part.targets, found.solution), traced);
  }
  return { status: "unknown", detail: `${MAX_COUNTEREXAMPLES} counterexamples decided nothing` };
}

const solutionKey = (solution: Solution): string => [...solution.values()].map(keyOf).join(" ; ");

/** What is known so far. */
interface Evidence {
  counterexamples: Counterexamples;
  refused: ReadonlySet<string>;
  /** Arguments that each function is called at, by its name. */
  traced: ReadonlyMap<string, ReadonlyMap<string, Assignment>>;
}

/** A value that SMT-LIB leaves open meets nothing; of a quantifier nothing is known here. */
function isMet(constraint: Term, values: Assignment, definitions: Definitions): boolean {
  const value = evaluate(constraint, values, definitions);
  return value === null ? [...subterms(constraint)].some(({ kind }) => kind === "quantified") : value === true;
}

type Found = { status: "found"; solution: Solution } | Exclude<Solving, { status: "solved" }>;

function search(
  part: Part,
  grammars: readonly { target: Target; grammar: Grammar }[],
  { counterexamples, refused, traced }: Evidence,
  definitions: Definitions,
  meter: { left: number },
): Found {
  const banks = grammars.map(({ target, grammar }) => {
    const points = [...(traced.get(target.name)?.values() ?? [])];
    const constants = constantsFor(part.constraints);
    return {
      target,
      start: grammar[0]?.name ?? "",
      bank: new Bank(grammar, { parameters: target.parameters, constants, points, definitions, meter }),
    };
  });
  const fitting = (chosen: readonly Entry[]): Solution | null => {
    meter.left -= 1;
    if (meter.left < 0) throw new Spent();
    const solution = new Map(
      banks
        .map(({ target }, index) => [target.name, chosen[index]?.term])
        .filter((pair): pair is [string, Term] => pair[1] !== undefined),
    );
    const known = withSolution(definitions, part.targets, solution);
    const fits = counterexamples.every((values) =>
      part.constraints.every((constraint) => isMet(constraint, values, known)),
    );
    return fits && !refused.has(solutionKey(solution)) ? solution : null;
  };
  try {
    for (let total = banks.length; total <= MAX_SIZE; total += 1) {
      for (const { bank } of banks) while (bank.size < total - banks.length + 1) bank.grow();
      const solution = combination(banks, total, fitting);
      if (solution !== null) return { status: "found", solution };
      if (
        banks.every(({ bank }) => bank.isExhausted) &&
        total > banks.length * Math.max(...banks.map(({ bank }) => bank.size)) - banks.length
      )
        break;
    }
  } catch (error) {
    if (!(error instanceof Spent)) throw error;
    return { status: "unknown", detail: error.message };
  }
  const [only, ...others] = banks;
  if (others.length === 0 && only?.bank.isExhausted && isDecisive(part, grammars))
    return {
      status: "infeasible",
      detail: "every term of the grammar violates the constraints at some counterexample",
    };
  return { status: "unknown", detail: "no term of the grammar up to the sizes tried meets the constraints" };
}

/** The first fitting combination of start terms whose sizes sum to `total`. */
function combination(
  banks: readonly { start: string; bank: Bank }[],
  total: number,
  fitting: (chosen: readonly Entry[]) => Solution | null,
): Solution | null {
  const choose = (index: number, rest: number, chosen: readonly Entry[]): Solution | null => {
    const one = banks[index];
    if (one === undefined) return rest === 0 ? fitting(chosen) : null;
    const open = banks.length - index - 1;
    for (let size = open === 0 ? rest : 1; size <= rest - open; size += 1)
      for (const entry of one.bank.of(one.start, size)) {
        const found = choose(index + 1, rest - size, [...chosen, entry]);
        if (found !== null) return found;
      }
    return null;
  };
  return choose(0, total, []);
}

/** Whether the values at the points decide everything that the constraints say of a term. */
function isDecisive({ constraints }: Part, grammars: readonly { grammar: Grammar }[]): boolean {
  const open = grammars.some(({ grammar }) =>
    grammar.some(({ productions }) =>
      productions.some((one) => one.kind === "any_constant" || (one.kind === "term" && divides(one.term))),
    ),
  );
  const nested = constraints.some((constraint) =>
    [...subterms(constraint)].some(
      (one) =>
        one.kind === "quantified" ||
        (one.kind === "call" &&
          one.operands.some((operand) => [...subterms(operand)].some(({ kind }) => kind === "call"))),
    ),
  );
  return !open && !nested && !constraints.some(divides);
}

const divides = (term: Term): boolean =>
  [...subterms(term)].some((part) =>
    part.kind === "call" ? false : part.kind === "apply" && (part.operator === "div" || part.operator === "mod"),
  );

/** Records at which arguments the functions are called at an assignment. */
function trace(
  { targets, constraints }: Part,
  values: Assignment,
  definitions: Definitions,
  traced: ReadonlyMap<string, Map<string, Assignment>>,
): void {
  for (const constraint of constraints)
    for (const part of subterms(constraint)) {
      if (part.kind !== "call") continue;
      const target = targets.find(({ name }) => name === part.callee);
      if (target === undefined) continue;
      const point = new Map<string, Value>();
      for (const [index, { name }] of target.parameters.entries()) {
        const operand = part.operands[index];
        const value = operand === undefined ? null : evaluate(operand, values, definitions);
        if (value !== null) point.set(name, value);
      }
      if (point.size === target.parameters.length) traced.get(target.name)?.set([...point.values()].join(" "), point);
    }
}

function withSolution(definitions: Definitions, targets: readonly Target[], solution: Solution): Definitions {
  const found = targets.flatMap(({ name, parameters, sort }): [string, Definition][] => {
    const body = solution.get(name);
    return body === undefined ? [] : [[name, { name, parameters, sort, body }]];
  });
  return new Map([...definitions, ...found]);
}

/** A few assignments that tell terms apart before there is any counterexample. */
function probesFor(variables: readonly Variable[]): Map<string, Value>[] {
  return [0n, 1n, 2n].map(
    (row) =>
      new Map(
        variables.map(({ name, sort }, column) => [
          name,
          sort === "Int" ? row * BigInt(3 * column + 2) - BigInt(column) * row * row : (Number(row) + column) % 2 === 0,
        ]),
      ),
  );
}
