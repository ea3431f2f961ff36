import { printExpression } from "../../ir/expression/print.ts";
import type { SolverRpc } from "../../logic/answer.ts";
import type { CodeFacts, ExampleFact } from "../../signatures/facts.ts";
import { behaviourOf, bodyOf } from "../contract/body.ts";
import { argumentsOf, fitOf, literalValue } from "../contract/fit.ts";
import type { Synthesis, SynthesisProblem } from "../problem.ts";
import type { SygusProblem, Target } from "../sygus/problem.ts";
import { evaluate, type Value } from "../term/evaluate.ts";
import { simplify } from "../term/simplify.ts";
import { apply, sortOf, type Term, variable } from "../term/term.ts";
import { type ContractProblem, problemOf } from "./contract.ts";
import { constant } from "./cover.ts";
import { expressionOf } from "./python.ts";
import { BUDGET, type Budget, BudgetSpent, Questions } from "./questions.ts";
import { instantiate } from "./solution.ts";
import { solveProblem } from "./solve.ts";

export interface CegisOptions {
  budget?: Budget;
  signal?: AbortSignal;
}

const none = (missing: string): Synthesis => ({ status: "none", missing });

/**
 * Code for a contract over ints and bools whose clauses leave one result for each input that the preconditions admit: the solver finds it,
 * verifies it and shows that there is no other. Where there is another, that input is the answer.
 */
export async function synthesizeByCegis(
  contract: SynthesisProblem,
  solver: SolverRpc,
  options: CegisOptions = {},
): Promise<Synthesis> {
  const read = problemOf(contract);
  if ("missing" in read) return none(read.missing);
  const [target] = read.problem.targets;
  if (target === undefined) return none("no function is asked for");
  const questions = new Questions(solver, options.budget ?? BUDGET, options.signal ?? null);
  try {
    const admitted = await questions.ask([read.precondition]);
    if (admitted.status === "unsat") return none("an input that meets all preconditions: no integers do");
    const examples = contract.examples.map((example) => constraintOf(target, example)).filter((term) => term !== null);
    // Without the examples first: the conditions of the code are then those of the clauses.
    for (const stated of examples.length === 0 ? [[]] : [[], examples]) {
      const problem = { ...read.problem, constraints: [...read.problem.constraints, ...stated] };
      const synthesis = await synthesizeFrom(contract, { ...read, problem }, target, questions);
      if (synthesis !== null) return synthesis;
    }
    return none("the postconditions contradict an example");
  } catch (error) {
    if (error instanceof BudgetSpent) return none(`the search ended without an answer: ${error.message}`);
    throw error;
  }
}

/** Null where what is found does not fit the examples. */
async function synthesizeFrom(
  contract: SynthesisProblem,
  { problem, precondition, leftOut }: ContractProblem,
  target: Target,
  questions: Questions,
): Promise<Synthesis | null> {
  const solved = await solveProblem(problem, questions);
  if (solved.status === "infeasible") return none(`a result that meets the postconditions: ${solved.detail}`);
  if (solved.status === "unknown")
    return none(`no code was found that provably meets the postconditions: ${solved.detail}`);
  const term = solved.solution.get(target.name);
  const code = term === undefined ? null : codeOf(term);
  if (term === undefined || code === null) return none("the result has no plain Python expression");
  if (fitOf(code.behaviour, contract) === "misfits") return null;

  const other = await otherResult(problem, precondition, target, term, questions);
  if (other.status === "unsat") return { status: "found", found: [{ code: code.facts, by: "cegis" }] };
  if (other.status === "unknown") return none(`whether the postconditions leave one result: ${other.detail}`);
  const args = target.parameters.map(({ name }) => literal(other.model.get(name)));
  const at = new Map(target.parameters.map(({ name }) => [name, other.model.get(name) ?? 0n]));
  const result = evaluate(term, at);
  const second = other.model.get(RESULT);
  const isPoint = target.parameters.map((one) => apply("=", [variable(one), constant(at.get(one.name) ?? 0n)]));
  const another =
    second === undefined
      ? null
      : codeOf(
          simplify(
            apply("ite", [apply("and", isPoint.length > 0 ? isPoint : [constant(true)]), constant(second), term]),
          ),
        );
  const unread = leftOut.map(({ clause }) => `\`${clause}\``).join(", ");
  return {
    status: "undecided",
    missing: `the result of ${contract.name}(${args.join(", ")}): the postconditions admit more than one${unread === "" ? "" : `, and nothing is known of ${unread}`}`,
    disagreements:
      result === null || second === undefined || another === null
        ? []
        : [
            {
              args,
              outcomes: [
                { code: code.facts, returns: literal(result) },
                { code: another.facts, returns: literal(second) },
              ],
            },
          ],
  };
}

/** No Python name, so that no parameter has it. */
const RESULT = "another result";

/** An admitted input with another result that meets the constraints too. */
function otherResult(
  { constraints, targets }: SygusProblem,
  precondition: Term,
  target: Target,
  term: Term,
  questions: Questions,
) {
  const result = { name: RESULT, sort: target.sort };
  // Constraints at other inputs than the parameters (the examples) hold of the solution; here they bind the other result where they meet it.
  const stated = constraints.map((constraint) => instantiateAt(constraint, target, variable(result), targets));
  return questions.ask([precondition, ...stated, apply("distinct", [variable(result), term])], {
    wanted: [...target.parameters, result],
  });
}

function instantiateAt(constraint: Term, target: Target, result: Term, targets: readonly Target[]): Term {
  const own = target.parameters.map(variable);
  const isOwn = (operands: readonly Term[]): Term[] =>
    operands.flatMap((operand, index) => (own[index] ? [apply("=", [operand, own[index]])] : []));
  if (constraint.kind === "apply" && constraint.operator === "=" && constraint.operands[0]?.kind === "call") {
    const [call, value] = constraint.operands;
    const ground = call.kind === "call" && call.operands.every(({ kind }) => kind === "integer" || kind === "boolean");
    if (ground && value !== undefined && call.kind === "call")
      return apply("=>", [...isOwn(call.operands), apply("=", [result, value])]);
  }
  return instantiate(constraint, targets, new Map([[target.name, result]]));
}

/** What an example says of the function; null when it says that it raises, or speaks of other values than ints and bools. */
function constraintOf(target: Target, example: ExampleFact): Term | null {
  const values = argumentsOf(
    target.parameters.map(({ name }) => name),
    example,
  );
  const expected = example.returns === null ? null : literalValue(example.returns);
  if (values === null || (expected?.kind !== "int" && expected?.kind !== "bool")) return null;
  const operands: Term[] = [];
  for (const { name, sort } of target.parameters) {
    const value = values.get(name);
    if (value?.kind !== "int" && value?.kind !== "bool") return null;
    const operand = constant(value.value);
    if (sortOf(operand) !== sort) return null;
    operands.push(operand);
  }
  const result = constant(expected.value);
  if (sortOf(result) !== target.sort) return null;
  return apply("=", [{ kind: "call", callee: target.name, operands, sort: target.sort }, result]);
}

function codeOf(term: Term): { facts: CodeFacts; behaviour: ReturnType<typeof behaviourOf> } | null {
  const expression = expressionOf(term);
  if (expression === null) return null;
  const behaviour = behaviourOf(expression);
  return { facts: { imports: [], helpers: "", body: bodyOf(behaviour) }, behaviour };
}

function literal(value: Value | undefined): string {
  if (value === undefined) return "0";
  return printExpression(expressionOf(constant(value)) ?? { kind: "integer", value: 0n });
}
