import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Span } from "../../ir/provenance.ts";
import type { PythonModule } from "../../python/module.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import type { Path } from "../execution/execution.ts";
import { type Case, provedEnforced, witnessOf } from "../prove/judge.ts";
import { hasPlainControl } from "../prove/plain-control.ts";
import { type Answer, decide, reached } from "../prove/question.ts";
import type { PythonType } from "../types/python-type.ts";
import { all, any, compare, implies, integer, len, name } from "./build.ts";
import { integersOver } from "./integers.ts";
import { readings } from "./readings.ts";
import { negate, simplify } from "./simplify.ts";

/** A precondition without which the body raises by itself: every input that it refuses raises, so it refuses no valid one. */
export interface MissingPrecondition {
  expression: Expression;
  exception: string | null;
  span: Span | null;
  /** A call that runs into the exception. */
  witness: PythonCall | null;
}

/** Places of a function at which a missing precondition is looked for. */
const MAX_SITES = 6;
/** Ways to say one. */
const MAX_CANDIDATES = 8;

/** What must hold for the operations of the body to raise nothing, one condition for each place that may raise under the known preconditions. */
export async function missingPreconditions(
  given: Case,
  module: PythonModule,
): Promise<{ found: MissingPrecondition[]; left: Span[] }> {
  const { setting, oracle, preconditions: known } = given;
  const isPlain = setting.overReals && hasPlainControl(given.ir, module);
  // Over floats a place in a body that decides on nothing is reached all the same, as far as the question itself is of no float.
  const isProof = (answer: Answer | undefined): boolean =>
    answer?.status === "impossible" && (isPlain ? answer.ofTerms : answer.taint) === null;
  const implicit = setting.execution.paths.filter(({ outcome }) => outcome.kind === "raise" && !outcome.explicit);
  const sites = [...Map.groupBy(implicit, siteOf).values()].slice(0, MAX_SITES);
  const reachable = await decide(
    sites.map((paths) => ({ known, failures: paths.map(({ condition }) => reached(condition)) })),
    setting,
    oracle,
  );
  const open = sites.flatMap((paths, index) => {
    const answer = reachable[index];
    return answer?.status === "possible"
      ? [{ paths, output: answer.output, candidates: candidatesOf(paths, given) }]
      : [];
  });
  const candidates = open.flatMap(({ candidates: some }) => some);
  const enforced = await provedEnforced(candidates, given, isProof);
  const held = candidates.map((candidate) => setting.holds(candidate, setting.entry));
  const stopping = await decide(
    open.flatMap(({ paths, candidates: some }) =>
      some.map((candidate) => {
        const index = candidates.indexOf(candidate);
        const term = held[index];
        const works = enforced[index] === true && term !== undefined && !("construct" in term);
        return {
          known: works ? [...known, term.term] : [],
          failures: works ? paths.map(({ condition }) => reached(condition)) : [{ known: [], goal: "true" }],
        };
      }),
    ),
    setting,
    oracle,
  );
  const found: MissingPrecondition[] = [];
  const left: Span[] = [];
  let position = 0;
  for (const { paths, output, candidates: some } of open) {
    const proved = some.filter((_, index) => isProof(stopping[position + index]));
    const [first] = proved.sort((a, b) => effort(a) - effort(b));
    position += some.length;
    const outcome = paths[0]?.outcome;
    const span = outcome?.kind === "raise" ? outcome.span : null;
    if (first === undefined) {
      if (span !== null) left.push(span);
      continue;
    }
    const question = { known, failures: paths.map(({ condition }) => reached(condition)) };
    found.push({
      expression: first,
      exception: outcome?.kind === "raise" ? outcome.exception : null,
      span,
      witness: await witnessOf(question, output, given),
    });
  }
  return { found, left };
}

/** What a condition costs its reader: its length, and more for a choice that might be an implication. */
const effort = (condition: Expression): number =>
  printExpression(condition).length + (condition.kind === "logical" && condition.operator === "or" ? 10 : 0);

const siteOf = ({ outcome }: Path): string =>
  outcome.kind === "raise" ? JSON.stringify([outcome.exception, outcome.span]) : "";

/** Ways to say that the place raises nothing, simplest first. */
function candidatesOf(paths: readonly Path[], { setting }: Case): Expression[] {
  const { parameters } = setting.execution;
  const isInteger = integersOver(parameters);
  const { conditionOf } = readings(setting.execution);
  const conditions = paths.map(conditionOf);
  const known = conditions.filter((condition) => condition !== null);
  const found: Expression[] = [];
  if (known.length === conditions.length) {
    // The last condition is that the operation raises; those before lead there.
    const last = known.map((condition) => condition.at(-1)).filter((condition) => condition !== undefined);
    if (last.length > 0) found.push(simplify(all(last.map(negate)), isInteger));
    const [only, ...others] = known;
    const fault = only?.at(-1);
    if (only !== undefined && others.length === 0 && fault !== undefined && only.length > 1)
      found.push(implies(simplify(all(only.slice(0, -1)), isInteger), simplify(negate(fault), isInteger)));
    found.push(simplify(negate(simplify(any(known.map((condition) => all(condition))), isInteger)), isInteger));
  }
  for (const { name: parameter, type } of parameters) found.push(...usual(name(parameter), type));
  return found.filter(({ kind }) => kind !== "boolean").slice(0, MAX_CANDIDATES);
}

function usual(value: Expression, { kind }: PythonType): Expression[] {
  if (kind === "int")
    return [compare(value, "!=", integer(0)), compare(value, ">=", integer(0)), compare(value, ">", integer(0))];
  if (kind === "sequence" || kind === "str") return [compare(len(value), ">", integer(0))];
  if (kind === "union") return [compare(value, "is not", { kind: "none" })];
  return [];
}
