import { parseExpression } from "../../ir/expression/parse.ts";
import type { Synthesis, SynthesisProblem } from "../problem.ts";
import { Bank, type Meter } from "./bank.ts";
import { type Choices, unifyChoices } from "./choices.ts";
import { decide } from "./decide.ts";
import type { Entry } from "./entry.ts";
import { leavesFor } from "./leaves.ts";
import { HELPERS } from "./library/helpers.ts";
import { pricesFor } from "./prices.ts";
import { makeProbes } from "./probes.ts";
import { BOOL, parameterType, type Type, typeOfValue } from "./types.ts";
import { FAILURE, fromLiteral, identical, type Value } from "./values.ts";
import { type Hints, readHints } from "./words.ts";

export interface EnumerationOptions {
  /** Decides the inputs on which programs are compared. */
  seed: number;
  /** `programs`: how many are tried, counted on eight inputs each. Milliseconds by `now`, which may be left out: then only the count ends the search. */
  budget: { programs: number; milliseconds?: number };
  now?: () => number;
  signal?: AbortSignal;
}

/** A second or two; three on a busy machine. */
export const DEFAULT_PROGRAMS = 600_000;

const PROBES = 14;
/** The search goes on for this many bits past the first program that fits. */
const MARGIN = 3;
const MAX_COST = 40;

export interface Task {
  name: string;
  parameters: readonly { name: string; type: Type }[];
  /** Inputs of the examples, then those of the probes. */
  rows: readonly (readonly Value[])[];
  outcomes: readonly Value[];
  /** Types the outcomes have; more than one only where a choice can give them. */
  targets: readonly Type[];
}

/** The simplest program that fits all examples, when examples and words tell enough to trust it. Never throws; deterministic without a clock. */
export function enumerateFromExamples(problem: SynthesisProblem, options: EnumerationOptions): Synthesis {
  const found = search(problem, options);
  return "missing" in found
    ? { status: "none", missing: found.missing }
    : decide(found.programs, found.task, found.hints);
}

/** All programs that fit, cheapest first, with what they are judged by. */
export function search(
  problem: SynthesisProblem,
  options: EnumerationOptions,
): { programs: readonly Entry[]; task: Task; hints: Hints } | { missing: string } {
  const task = readTask(problem, options.seed);
  if ("missing" in task) return task;
  const hints = readHints(problem);
  const meter: Meter = { left: options.budget.programs, programs: 0 };
  const fits: Entry[] = [];
  const choices: Choices = { terms: new Map(), conditions: new Map() };
  const bank = new Bank({
    rows: task.rows.length,
    checked: task.outcomes.length,
    leaves: leavesFor(task, hints),
    prices: pricesFor(
      hints,
      [problem.name, ...problem.parameters.map(({ name }) => name)].filter((name) => !HELPERS.has(name)),
    ),
    meter,
    depth: 1,
    budget: options.budget.programs,
    onProgram: (entry) => {
      if (entry.type === BOOL) noteCondition(choices, entry, task.outcomes.length);
      if (!task.targets.includes(entry.type)) return;
      const mask = fitting(entry, task.outcomes);
      if (mask === (1 << task.outcomes.length) - 1) fits.push(entry);
      else if (mask !== 0) noteTerm(choices, mask, entry);
    },
  });
  const start = options.now?.() ?? 0;
  let first = MAX_COST;
  for (let cost = 1; cost <= Math.min(MAX_COST, first + MARGIN); cost++) {
    if (options.signal?.aborted === true) break;
    const { milliseconds } = options.budget;
    if (milliseconds !== undefined && options.now !== undefined && options.now() - start > milliseconds) break;
    if (!bank.growTo(cost)) break;
    const cheapest = fits[0];
    if (cheapest !== undefined) first = Math.min(first, cheapest.cost);
  }
  const programs = [...fits.filter(({ constant }) => !constant), ...unifyChoices(choices, task, hints)];
  return { programs, task, hints };
}

function noteTerm(choices: Choices, mask: number, entry: Entry): void {
  const held = choices.terms.get(mask);
  if (held === undefined) choices.terms.set(mask, [entry]);
  else if (held.length < 6) held.push(entry);
}

function noteCondition(choices: Choices, entry: Entry, examples: number): void {
  let mask = 0;
  for (let row = 0; row < examples; row++) {
    if (entry.values[row] === FAILURE) return;
    if (entry.values[row] === true) mask |= 1 << row;
  }
  const held = choices.conditions.get(mask);
  if (held === undefined) choices.conditions.set(mask, [entry]);
  else if (held.length < 8) held.push(entry);
}

/** The examples whose outcome the program gives, as bits. */
function fitting(entry: Entry, outcomes: readonly Value[]): number {
  let mask = 0;
  for (let row = 0; row < outcomes.length; row++) {
    if (identical(entry.values[row] ?? null, outcomes[row] ?? null)) mask |= 1 << row;
  }
  return mask;
}

const MAX_EXAMPLES = 24;

function readTask(problem: SynthesisProblem, seed: number): Task | { missing: string } {
  const inputs: Value[][] = [];
  const outcomes: Value[] = [];
  for (const example of problem.examples) {
    if (example.returns === null) continue;
    const outcome = readLiteral(example.returns);
    const args = argumentsOf(problem, example);
    if (outcome === null || args === null)
      return { missing: `the example returning ${example.returns} has a value that the search does not represent` };
    const known = inputs.findIndex((other) =>
      other.every((value, position) => identical(value, args[position] ?? null)),
    );
    if (known >= 0) {
      if (identical(outcomes[known] ?? null, outcome.value)) continue;
      return { missing: "two examples give different outcomes for the same arguments" };
    }
    inputs.push(args);
    outcomes.push(outcome.value);
  }
  if (inputs.length === 0) return { missing: "examples: calls with the value they return" };
  if (inputs.length > MAX_EXAMPLES) {
    inputs.length = MAX_EXAMPLES;
    outcomes.length = MAX_EXAMPLES;
  }
  const parameters: { name: string; type: Type }[] = [];
  for (const [position, { name, type_hint }] of problem.parameters.entries()) {
    const type = parameterType(
      type_hint,
      inputs.map((args) => args[position] ?? null),
    );
    if (type === null) return { missing: `the type of \`${name}\`: the examples pass values of several types` };
    parameters.push({ name, type });
  }
  const targets = targetsOf(problem.returns, outcomes);
  if (targets === null) return { missing: "the type of the result: the examples return values of several types" };
  const types = parameters.map(({ type }) => type);
  return {
    name: problem.name,
    parameters,
    rows: [...inputs, ...makeProbes(inputs, types, PROBES, seed)],
    outcomes,
    targets,
  };
}

function targetsOf(annotation: string | null, outcomes: readonly Value[]): Type[] | null {
  const whole = parameterType(annotation, outcomes);
  if (whole !== null) return [whole];
  const types: Type[] = [];
  for (const outcome of outcomes) {
    const type = typeOfValue(outcome);
    if (type === null) return null;
    const closed = parameterType(
      null,
      outcomes.filter((other) => typeOfValue(other)?.head === type.head),
    );
    if (closed === null) return null;
    if (!types.includes(closed)) types.push(closed);
  }
  return types.length === 2 ? types : null;
}

function argumentsOf(problem: SynthesisProblem, example: SynthesisProblem["examples"][number]): Value[] | null {
  const values: Value[] = [];
  for (const [position, { name }] of problem.parameters.entries()) {
    const text = example.args[position] ?? example.kwargs.find((keyword) => keyword.name === name)?.literal;
    const read = text === undefined ? null : readLiteral(text);
    if (read === null) return null;
    values.push(read.value);
  }
  return example.args.length > problem.parameters.length ? null : values;
}

const readLiteral = (text: string): { value: Value } | null => fromLiteral(parseExpression(text));
