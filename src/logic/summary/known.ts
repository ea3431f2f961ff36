import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Induction } from "../induction/induction.ts";
import { changeable, type Setting } from "../prove/setting.ts";
import { len, name, old, RESULT } from "./build.ts";
import { byItems, readableItems } from "./by-items.ts";
import { type Proposal, RANK } from "./cases.ts";

/** Proposals from what was proved by induction: the function's own contract, and what invariants say when a loop is through. */
export function knownProposals(
  setting: Setting,
  { invariants, contract }: Pick<Induction, "invariants" | "contract">,
): Proposal[] {
  const { execution } = setting;
  const changed = new Map([...changeable(setting)].map((parameter) => [parameter, old(name(parameter))]));
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
      const final = readableItems(byItems(afterLoop(expression, site.counter, site.iterable)));
      const locals = namesOf(final).filter((used) => !parameters.has(used) && !BUILTINS.has(used));
      const [local, ...others] = locals;
      if (local === undefined || others.length > 0) continue;
      const isValue = final.kind === "comparison" && final.rest.length === 1 && final.rest[0]?.operator === "==";
      proposals.push({
        expression: substitute(final, new Map([...changed, [local, RESULT]])),
        rank: isValue ? RANK.exact : RANK.bounds,
        rationale: "what the loop does, by induction",
        span,
      });
    }
  }
  return proposals;
}

const BUILTINS = new Set(["sum", "len", "max", "min", "abs", "sorted", "all", "any", "range", "enumerate", "zip"]);

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
