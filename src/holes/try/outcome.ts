import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import { type Environment, evaluate, holds } from "../../logic/evaluate/evaluate.ts";
import { literal, truthy, type Value } from "../../logic/evaluate/value.ts";
import type { Input } from "./inputs.ts";

/** How a call ends. */
export type CallOutcome = { returns: Value } | { raises: string };

/** `3`, or `raises ValueError`. */
export const outcomeText = (outcome: CallOutcome): string =>
  "returns" in outcome ? literal(outcome.returns) : `raises ${outcome.raises}`;

const exceptionOf = (expression: Expression): string => printExpression(expression);

/**
 * Whether a predicate admits that the call ends so; null when nobody can tell. `raises(E)` is true exactly of a call that raises E, or of any exception where E is `Exception`. A call that
 * raises gives no result, so a predicate whose truth needs one does not admit it.
 */
export function admits(predicate: Expression, input: Input, outcome: CallOutcome): boolean | null {
  const raised = "raises" in outcome ? outcome.raises : null;
  const settled = mapExpression(predicate, (part) => {
    if (part.kind !== "raises") return part;
    const name = exceptionOf(part.exception);
    return { kind: "boolean", value: raised !== null && (name === raised || name === "Exception") };
  });
  if ("returns" in outcome) return holds(settled, environment(input, outcome.returns));
  const judged = evaluate(settled, { values: input, old: input });
  if (judged.status !== "unsupported") return judged.status === "value" && truthy(judged.value);
  return judged.construct === "name:result" ? false : null;
}

const environment = (input: Input, result: Value): Environment => ({
  values: new Map([...input, ["result", result] as const]),
  old: input,
});

/** Exceptions that predicates name. */
export function exceptionsIn(predicates: readonly Expression[]): string[] {
  const found = new Set<string>();
  for (const predicate of predicates)
    mapExpression(predicate, (part) => {
      if (part.kind === "raises") found.add(exceptionOf(part.exception));
      return part;
    });
  return [...found];
}
