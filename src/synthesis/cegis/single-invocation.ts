import type { Target } from "../sygus/problem.ts";
import { replaceCalls, substitute } from "../term/substitute.ts";
import { apply, boolean, freeVariables, keyOf, subterms, type Term, type Variable, variable } from "../term/term.ts";
import type { Part } from "./partition.ts";

/** A specification of results at one input: `formula` has to hold for all inputs and all `others`. */
export interface Specification {
  targets: readonly Target[];
  inputs: readonly Variable[];
  /** One for each target, in their order. */
  results: readonly Variable[];
  others: readonly Variable[];
  /** What may be taken as given of the inputs. */
  assuming: Term;
  formula: Term;
}

/**
 * A part in which each constraint calls its functions at one tuple of arguments alone, as a specification of the results at that tuple
 * (single invocation: Reynolds et al., CAV 2015). Null for any other part.
 */
export function specificationOf({ targets, constraints }: Part): Specification | null {
  const [first] = targets;
  if (first === undefined) return null;
  const arity = first.parameters.length;
  const alike = targets.every(
    ({ parameters }) =>
      parameters.length === arity && parameters.every(({ sort }, index) => sort === first.parameters[index]?.sort),
  );
  if (!alike) return null;
  const taken = constraints.flatMap(freeVariables).map(({ name }) => name);
  let mark = "";
  while (taken.some((name) => name.startsWith(`in${mark} `) || name.startsWith(`out${mark} `))) mark += "'";
  const inputs = first.parameters.map(({ sort }, index): Variable => ({ name: `in${mark} ${index}`, sort }));
  const results = targets.map(({ name, sort }): Variable => ({ name: `out${mark} ${name}`, sort }));
  const formulas: Term[] = [];
  for (const constraint of constraints) {
    const formula = atInputs(constraint, targets, inputs, results);
    if (formula === null) return null;
    formulas.push(formula);
  }
  const own = new Set([...inputs, ...results].map(({ name }) => name));
  const whole = formulas.length === 1 && formulas[0] ? formulas[0] : apply("and", formulas);
  const others = freeVariables(whole).filter(({ name }) => !own.has(name));
  const { assuming, formula } = split(whole, inputs);
  return { targets, inputs, results, others, assuming, formula };
}

/** An implication whose premise speaks of the inputs alone: what follows has to hold under that assumption. */
function split(whole: Term, inputs: readonly Variable[]): { assuming: Term; formula: Term } {
  const [premise, conclusion, more] = whole.kind === "apply" && whole.operator === "=>" ? whole.operands : [];
  if (premise === undefined || conclusion === undefined || more !== undefined)
    return { assuming: boolean(true), formula: whole };
  const onInputs = freeVariables(premise).every(({ name }) => inputs.some((input) => input.name === name));
  return onInputs ? { assuming: premise, formula: conclusion } : { assuming: boolean(true), formula: whole };
}

function atInputs(
  constraint: Term,
  targets: readonly Target[],
  inputs: readonly Variable[],
  results: readonly Variable[],
): Term | null {
  const names = new Set(targets.map(({ name }) => name));
  const tuples = new Map<string, readonly Term[]>();
  for (const part of subterms(constraint)) {
    if (part.kind === "quantified" && [...subterms(part)].some((inner) => inner.kind === "call")) return null;
    if (part.kind !== "call" || !names.has(part.callee)) continue;
    if (part.operands.some((operand) => [...subterms(operand)].some((inner) => inner.kind === "call"))) return null;
    tuples.set(part.operands.map(keyOf).join(" "), part.operands);
  }
  const [tuple] = tuples.values();
  if (tuple === undefined || tuples.size !== 1) return null;
  const open = replaceCalls(constraint, (callee) => {
    const index = targets.findIndex(({ name }) => name === callee);
    const result = results[index];
    return result === undefined ? null : variable(result);
  });
  // The first argument that is a given variable names the input; other arguments are equations.
  const renamed = new Map<string, Term>();
  const equations: [Variable, Term][] = [];
  for (const [index, operand] of tuple.entries()) {
    const input = inputs[index];
    if (input === undefined) return null;
    if (operand.kind === "variable" && !renamed.has(operand.name)) renamed.set(operand.name, variable(input));
    else equations.push([input, operand]);
  }
  const premises = equations.map(([input, operand]) => apply("=", [variable(input), substitute(operand, renamed)]));
  const body = substitute(open, renamed);
  return premises.length === 0 ? body : apply("=>", [...premises, body]);
}
