import type { SygusProblem, Target } from "../sygus/problem.ts";
import { definitionText } from "../term/print.ts";
import { replaceCalls, substitute } from "../term/substitute.ts";
import { boolean, type Definition, integer, type Sort, type Term } from "../term/term.ts";

/** A term for each function to be found, over its parameters. */
export type Solution = ReadonlyMap<string, Term>;

export type Solving =
  | { status: "solved"; solution: Solution }
  | { status: "infeasible"; detail: string }
  | { status: "unknown"; detail: string };

export const defaultOf = (sort: Sort): Term => (sort === "Int" ? integer(0n) : boolean(false));

export function definitionsOf(targets: readonly Target[], solution: Solution): Definition[] {
  return targets.map(({ name, parameters, sort }) => ({
    name,
    parameters,
    sort,
    body: solution.get(name) ?? defaultOf(sort),
  }));
}

/** The term with every call of a function replaced by what the solution says. */
export function instantiate(term: Term, targets: readonly Target[], solution: Solution): Term {
  return replaceCalls(term, (callee, operands) => {
    const target = targets.find(({ name }) => name === callee);
    const body = solution.get(callee);
    if (target === undefined || body === undefined) return null;
    const values = target.parameters.flatMap(({ name }, index) => {
      const operand = operands[index];
      return operand === undefined ? [] : [[name, operand] as const];
    });
    return substitute(body, new Map(values));
  });
}

/** The answer to `check-synth` as SyGuS-IF 2 asks for it. */
export const solutionText = ({ targets }: SygusProblem, solution: Solution): string =>
  `(\n${definitionsOf(targets, solution).map(definitionText).join("\n")}\n)`;
