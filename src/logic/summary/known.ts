import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Execution } from "../execution/execution.ts";
import type { Induction } from "../induction/induction.ts";
import { compare, len, name, old, RESULT } from "./build.ts";
import { changeable, type Proposal, RANK } from "./cases.ts";

/** Proposals from what was proved by induction: the function's own contract, and what invariants say when a loop is through. */
export function knownProposals(
  execution: Execution,
  { invariants, contract }: Pick<Induction, "invariants" | "contract">,
): Proposal[] {
  const changed = new Map([...changeable(execution)].map((parameter) => [parameter, old(name(parameter))]));
  const proposals: Proposal[] = (contract?.postconditions ?? []).map((expression) => ({
    expression,
    rank: RANK.cases,
    rationale: "by induction over the calls",
    span: null,
  }));
  const parameters = new Set(execution.parameters.map((parameter) => parameter.name));
  for (const { loop, span, expressions } of invariants) {
    const site = execution.loops.find(({ id }) => id === loop);
    if (site === undefined) continue;
    for (const expression of expressions) {
      const value = definedValue(expression);
      if (value === null) continue;
      const final = afterLoop(value, site.counter, site.iterable);
      if (!namesOf(final).every((used) => parameters.has(used) || BUILTINS.has(used))) continue;
      proposals.push({
        expression: compare(RESULT, "==", substitute(final, changed)),
        rank: RANK.exact,
        rationale: "what the loop computes, by induction",
        span,
      });
    }
  }
  return proposals;
}

const BUILTINS = new Set(["sum", "len", "max", "min", "abs", "sorted", "all", "any", "range", "enumerate", "zip"]);

/** The right side of `name == value`. */
function definedValue(expression: Expression): Expression | null {
  if (expression.kind !== "comparison" || expression.rest.length !== 1 || expression.first.kind !== "name") return null;
  const [link] = expression.rest;
  return link?.operator === "==" ? link.operand : null;
}

/** The value when every item is done: `xs[:i]` is then `xs`, and the counter its length. */
function afterLoop(value: Expression, counter: string, iterable: Expression | null): Expression {
  const whole = mapExpression(value, (part) => {
    if (part.kind !== "subscript" || part.index.kind !== "slice") return part;
    const { start, stop, step } = part.index;
    const fromStart = start === null || (start.kind === "integer" && start.value === 0n);
    return fromStart && step === null && stop?.kind === "name" && stop.name === counter ? part.object : part;
  });
  if (iterable === null) return whole;
  const isRange = iterable.kind === "call" && iterable.callee.kind === "name" && iterable.callee.name === "range";
  const [only, ...others] = isRange ? iterable.arguments : [];
  const length = isRange ? (only !== undefined && others.length === 0 ? only : null) : len(iterable);
  if (length === null) return whole;
  return printExpression(whole).includes(counter) ? substitute(whole, new Map([[counter, length]])) : whole;
}
