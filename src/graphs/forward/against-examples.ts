import { literalValue } from "../../holes/literal.ts";
import { inputOf } from "../../holes/try/inputs.ts";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression, namesOf } from "../../ir/expression/walk.ts";
import type { Assertion, Example, Parameter, Raises } from "../../ir/ir.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";

/** The first example that shows the clause to be wrong; null when none does or nobody can tell. */
export function refutingExample(
  { category, expression }: Assertion,
  parameters: readonly Parameter[],
  examples: readonly Example[],
): Example | null {
  const clause = parseExpression(expression.text);
  if (category !== "precondition" && speaksOfLater(clause, parameters)) return null;
  for (const example of examples) {
    if (example.returns === null) continue;
    const values = inputOf(parameters, example);
    const result = literalValue(example.returns);
    if (values === null || result === null) continue;
    const environment =
      category === "precondition"
        ? { values, old: null }
        : { values: new Map([...values, ["result", result] as const]), old: values };
    if (holds(clause, environment) === false) return example;
  }
  return null;
}

/** The first example that returns where the clause says that it raises. */
export function returningExample(
  { when }: Raises,
  parameters: readonly Parameter[],
  examples: readonly Example[],
): Example | null {
  if (when === null || when.unsupported.length > 0) return null;
  const condition = parseExpression(when.text);
  for (const example of examples) {
    const values = example.returns === null ? null : inputOf(parameters, example);
    if (values !== null && holds(condition, { values, old: null }) === true) return example;
  }
  return null;
}

/** Whether the clause tells the values on entry from those on return: what an example leaves behind in its arguments nobody has stated. Also true of clauses about exceptions. */
function speaksOfLater(clause: Expression, parameters: readonly Parameter[]): boolean {
  let old = false;
  for (const { expression } of descendants(clause)) {
    if (expression.kind === "raises") return true;
    if (expression.kind === "old") old = true;
  }
  return old && parameters.some(({ name }) => namesOf(withoutOld(clause)).includes(name));
}

/** The clause with every `old(...)` taken out, so that its free names are those of the later state. */
function withoutOld(clause: Expression): Expression {
  return mapExpression(clause, (part) => (part.kind === "old" ? { kind: "none" } : part));
}
