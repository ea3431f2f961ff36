import type { SygusProblem } from "../sygus/problem.ts";
import type { Value } from "../term/evaluate.ts";
import { expand, replaceCalls } from "../term/substitute.ts";
import { apply, boolean, integer, type Term, type Variable, variable } from "../term/term.ts";
import type { Questions } from "./questions.ts";
import { definitionsOf, type Solution } from "./solution.ts";

export type Verification =
  | { status: "right" }
  | { status: "wrong"; counterexample: ReadonlyMap<string, Value> }
  | { status: "unknown"; detail: string };

/** What of a problem a check of solutions needs. */
export type Checked = Pick<SygusProblem, "targets" | "variables" | "definitions" | "constraints">;

/** Values up to which a counterexample is sought first: small ones say more. */
const SMALL = 24n;

/** Whether a solution meets all constraints for all values, with the solution as definitions of its own. */
export async function verify(problem: Checked, solution: Solution, questions: Questions): Promise<Verification> {
  const targets = new Set(problem.targets.map(({ name }) => name));
  const violated = replaceCalls(negated(problem.constraints), (callee, operands, sort) =>
    targets.has(callee) ? { kind: "call", callee: scriptName(callee), operands, sort } : null,
  );
  // Calls of the problem's own functions are expanded, as their names may be those of the solver's.
  const known = new Map(problem.definitions.map((one) => [one.name, one]));
  const definitions = definitionsOf(problem.targets, solution).map((one) => ({
    ...one,
    name: scriptName(one.name),
    body: expand(one.body, known),
  }));
  const wanted = problem.variables;
  const small = wanted.filter(({ sort }) => sort === "Int").map(bounded);
  if (small.length > 0) {
    const answer = await questions.ask([violated, ...small], { wanted, definitions });
    if (answer.status === "sat") return { status: "wrong", counterexample: answer.model };
  }
  const answer = await questions.ask([violated], { wanted, definitions });
  if (answer.status === "unsat") return { status: "right" };
  return answer.status === "sat" ? { status: "wrong", counterexample: answer.model } : answer;
}

export const negated = (constraints: readonly Term[]): Term =>
  constraints.length === 0
    ? boolean(false)
    : apply("not", [constraints.length === 1 && constraints[0] ? constraints[0] : apply("and", constraints)]);

const bounded = (one: Variable): Term => apply("<=", [integer(-SMALL), variable(one), integer(SMALL)]);

/** A function's name in a script: that of the problem may be a variable's too, or one of the solver's own. */
const scriptName = (name: string): string => `solution ${name}`;
