import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { SolverRpc } from "../../logic/answer.ts";
import { type Behaviour, behaviourOf, bodyOf } from "../contract/body.ts";
import { executable, notExecutable } from "../contract/executable.ts";
import { fitOf } from "../contract/fit.ts";
import { importsFor } from "../contract/names.ts";
import { ConditionQuestions } from "../contract/question.ts";
import type { Synthesis, SynthesisProblem } from "../problem.ts";
import { type Case, casesOf } from "./cases.ts";
import { coverage } from "./coverage.ts";

const none = (missing: string): Synthesis => ({ status: "none", missing });

/** Definitions of more cases than this are no code that anybody reads. */
const MAX_CASES = 12;

/**
 * Code read off the postconditions that define the outcome: `result == e`, or several cases that cover every input that the preconditions
 * admit and never contradict each other, both shown by the solver. Other postconditions are left to whoever judges the code.
 */
export async function synthesizeByDefinition(problem: SynthesisProblem, solver: SolverRpc): Promise<Synthesis> {
  const parameters = new Set(problem.parameters.map(({ name }) => name));
  if (parameters.has("result")) return none("a parameter is named `result`, so that no clause can speak of the result");
  const yieldsBool = problem.returns?.trim() === "bool";
  const cases = problem.postconditions.flatMap((text) => casesOf(parseExpression(text), yieldsBool));
  if (cases.length === 0) return none("no postcondition says what the result is equal to");

  let refused = "";
  const usable: ReadableCase[] = [];
  for (const one of cases) {
    const checked = readable(one, parameters);
    if ("missing" in checked) refused ||= checked.missing;
    else usable.push(checked);
  }
  const whole = usable.find(({ readable: { condition, outcome } }) => condition === null && outcome.kind === "return");
  const distinct = [...new Map(usable.map((one) => [JSON.stringify(one.readable, bigints), one])).values()];
  if (distinct.length > MAX_CASES) return none(`${distinct.length} cases define the result, more than ${MAX_CASES}`);
  const raising = distinct.filter(({ readable: { outcome } }) => outcome.kind === "raise");
  if (whole !== undefined) {
    const chain = [...raising.filter(({ readable: { condition } }) => condition !== null), whole];
    return finished(problem, chain);
  }
  if (usable.length < cases.length) return none(refused);
  const ordered = [...raising, ...distinct.filter((one) => !raising.includes(one))];
  const covered = await coverage(
    ordered.map((one) => one.readable),
    problem.preconditions.map((text) => parseExpression(text)),
    new ConditionQuestions(problem.parameters, solver),
  );
  if (covered !== null) return none(covered);
  return finished(problem, ordered);
}

interface ReadableCase {
  readable: Case;
  imports: string[];
}

const bigints = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

/** The case in Python's own terms; or why no code can stand for it. */
function readable(one: Case, parameters: ReadonlySet<string>): ReadableCase | { missing: string } {
  const parts = [one.condition, one.outcome.kind === "return" ? one.outcome.value : null].filter(
    (part) => part !== null,
  );
  const imports: string[] = [];
  for (const part of parts) {
    const construct = notExecutable(part);
    if (construct !== null)
      return { missing: `\`${printExpression(part)}\` uses ${construct}, which no code can stand for` };
    const names = importsFor(part, parameters);
    if (names.status === "unknown")
      return { missing: `what \`${names.name}\` in \`${printExpression(part)}\` stands for` };
    imports.push(...names.imports);
  }
  const condition = one.condition === null ? null : executable(one.condition);
  const outcome =
    one.outcome.kind === "return" ? { ...one.outcome, value: executable(one.outcome.value) } : one.outcome;
  return { readable: { condition, outcome }, imports };
}

/** The last case needs no test: the cases are known to cover everything. */
function behaviour(cases: readonly Case[]): Behaviour {
  const [first, ...rest] = cases;
  if (first === undefined) throw new Error("a definition has at least one case");
  const outcome: Behaviour = first.outcome.kind === "return" ? behaviourOf(first.outcome.value) : first.outcome;
  const test: Expression | null = first.condition;
  if (rest.length === 0 || test === null) return outcome;
  const otherwise = behaviour(rest);
  const [yes, no] = [truthLiteral(outcome), truthLiteral(otherwise)];
  if (yes !== null && no !== null) return behaviourOf({ kind: "conditional", test, body: yes, otherwise: no });
  return { kind: "branch", test, body: outcome, otherwise };
}

const truthLiteral = (behaves: Behaviour): Expression | null =>
  behaves.kind === "return" && behaves.value.kind === "boolean" ? behaves.value : null;

function finished(problem: SynthesisProblem, chain: readonly ReadableCase[]): Synthesis {
  const behaves = behaviour(chain.map((one) => one.readable));
  if (fitOf(behaves, problem) === "misfits")
    return none("the postcondition that defines the result contradicts an example");
  const imports = [...new Set(chain.flatMap((one) => one.imports))].sort();
  return { status: "found", found: [{ code: { imports, helpers: "", body: bodyOf(behaves) }, by: "definition" }] };
}
