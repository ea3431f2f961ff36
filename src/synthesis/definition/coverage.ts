import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { ConditionQuestions } from "../contract/question.ts";
import { type Case, negated } from "./cases.ts";

const TRUE: Expression = { kind: "boolean", value: true };

/**
 * Null when the cases cover all inputs that the preconditions admit and no two of them say different things of one input; else what is
 * missing, in words. The solver decides; of two conditions that are each other's negation no question is needed.
 */
export async function coverage(
  cases: readonly Case[],
  preconditions: readonly Expression[],
  questions: ConditionQuestions,
): Promise<string | null> {
  const conditions = cases.map(({ condition }) => condition ?? TRUE);
  const printed = conditions.map((condition) => printExpression(condition));
  const opposite = (index: number, other: number): boolean => {
    const [condition, second] = [conditions[index], printed[other]];
    return condition !== undefined && printExpression(negated(condition)) === second;
  };
  const list = printed.map((text) => `\`${text}\``).join(", ");

  const covers = printed.some((_, index) => printed.some((_, other) => opposite(index, other)));
  if (!covers) {
    const never = await questions.never(preconditions, conditions);
    if (never === false) return `the result where none of ${list} holds`;
    if (never === null) return `whether ${list} cover every input: no proof was found that they do`;
  }
  for (const [index, first] of cases.entries())
    for (const [other, second] of cases.entries()) {
      if (other <= index || opposite(index, other) || opposite(other, index) || sameOutcome(first, second)) continue;
      const both = [...preconditions, conditions[index] ?? TRUE, conditions[other] ?? TRUE];
      if ((await questions.never(both, [])) === true) continue;
      if (first.outcome.kind === "return" && second.outcome.kind === "return") {
        const equal: Expression = {
          kind: "comparison",
          first: first.outcome.value,
          rest: [{ operator: "==", operand: second.outcome.value }],
        };
        if ((await questions.never(both, [equal])) === true) continue;
      }
      return `which of \`${printed[index]}\` and \`${printed[other]}\` decides where both hold`;
    }
  return null;
}

function sameOutcome({ outcome: first }: Case, { outcome: second }: Case): boolean {
  if (first.kind === "return" && second.kind === "return")
    return printExpression(first.value) === printExpression(second.value);
  return (
    first.kind === "raise" &&
    second.kind === "raise" &&
    printExpression(first.exception) === printExpression(second.exception)
  );
}
