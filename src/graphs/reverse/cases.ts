import { RetryableError } from "../../graph/errors.ts";
import { guardOf } from "../../holes/contradict/probes.ts";
import { type Input, smallInputs } from "../../holes/try/inputs.ts";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import { literal } from "../../logic/evaluate/value.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import type { NodeContext } from "../context.ts";
import { LIMITS } from "../forward/trial.ts";
import { isAnswered } from "./asked.ts";

/*
 * A postcondition speaks of calls that return, and where no call of a case returns it holds for want of one. Whoever answers that in some case the result is so means that there is a result. So a call of the case
 * that raises what the source does not declare refutes the answer.
 */

/** Calls made for one answer. */
const MOST_CALLS = 12;

/** Answered clauses that say what the result is in some case, refuted where a call of the case raises; by the ids of the clauses. */
export async function casesHeld(
  ir: IR,
  source: string,
  { python, tenant }: Pick<NodeContext, "python" | "tenant">,
): Promise<Record<string, Verdict>> {
  const calls = ir.assertions.flatMap((assertion) => {
    const guard = isAnswered(assertion) ? caseWithResult(ir, assertion) : null;
    return guard === null ? [] : callsIn(ir, guard).map((call) => ({ assertion, ...call }));
  });
  if (calls.length === 0) return {};
  const reply = await python.run({
    tenant,
    module: source,
    function: ir.metadata.qualified_name,
    calls: calls.map(({ call }) => call),
    assume: [],
    checks: [],
    limits: LIMITS,
  });
  if (reply.status === "unavailable")
    throw new RetryableError(`The Python sandbox is not available: ${reply.detail}`, null, "sandbox_unavailable");
  if (reply.status !== "ran") return {};
  const refuted: Record<string, Verdict> = {};
  for (const [index, { assertion, input }] of calls.entries()) {
    const outcome = reply.outcomes[index];
    if (outcome?.kind !== "raised" || Object.hasOwn(refuted, assertion.id) || isDeclared(ir, outcome.classes)) continue;
    refuted[assertion.id] = {
      status: "refuted",
      counterexample: Object.fromEntries([...input].map(([name, value]) => [name, literal(value)])),
      observed: `raised ${outcome.classes[0] ?? "an exception"}${outcome.message === "" ? "" : `: ${outcome.message.slice(0, 300)}`}, where the answer says what the result is`,
    };
  }
  return refuted;
}

/** The condition on the input under which the clause says what the result is; null where it says something else. */
function caseWithResult({ signature }: IR, { category, expression }: Assertion): Expression | null {
  if (category !== "postcondition" || expression.unsupported.length > 0) return null;
  const clause = parseExpression(expression.text);
  const guard = guardOf(clause);
  if (guard === null || [...descendants(clause)].some(({ expression: part }) => part.kind === "raises")) return null;
  if (signature.is_async || signature.is_generator) return null;
  return namesOf(guard).includes("result") || !namesOf(clause).includes("result") ? null : guard;
}

function callsIn(ir: IR, guard: Expression): { call: PythonCall; input: Input }[] {
  return smallInputs(ir, [guard])
    .filter((values) => holds(guard, { values, old: values }) === true)
    .slice(0, MOST_CALLS)
    .flatMap((input) => {
      const call = callOf(ir, input);
      return call === null ? [] : [{ call, input }];
    });
}

function callOf({ signature }: IR, input: Input): PythonCall | null {
  const args: string[] = [];
  const kwargs: Record<string, string> = {};
  for (const { name, kind, default: fallback } of signature.parameters) {
    if (kind === "var_positional" || kind === "var_keyword") continue;
    const value = input.get(name);
    if (value === undefined) {
      if (fallback === null || kind === "positional_only") return null;
      continue;
    }
    if (kind === "positional_only") args.push(literal(value));
    else kwargs[name] = literal(value);
  }
  return { args, kwargs };
}

/** Whether the author of the source says that such calls may raise. */
const isDeclared = ({ signature }: IR, classes: readonly string[]): boolean =>
  signature.raises.some(
    ({ exception, provenance }) =>
      provenance.source !== "static" && classes.includes(exception.slice(exception.lastIndexOf(".") + 1)),
  );
