import type { Expression } from "../ir/expression/ast.ts";
import { printExpression } from "../ir/expression/print.ts";
import type { InputAssignment } from "../ir/verdict.ts";
import { type Environment, holds } from "./evaluate/evaluate.ts";
import { literal, type Value } from "./evaluate/value.ts";
import { modelValue } from "./model.ts";
import type { Moment, Question } from "./question.ts";
import { readSExpressions, type SExpression } from "./smt/s-expression.ts";
import { mentionsFloat } from "./types/python-type.ts";
import { UnsupportedConstruct } from "./unsupported.ts";

/** Values of the names on entry and on return; a name that is the same at both has it on entry. */
export type Values = Readonly<Record<Moment, ReadonlyMap<string, Value>>>;

/** `refuted`: the example is not one of Python's floats, or the evaluator finds a clause that it does not meet. `unconfirmed`: there is no telling. */
export type ExampleResult =
  | { status: "confirmed"; model: InputAssignment; values: Values; note: string | null }
  | { status: "unconfirmed"; detail: string }
  | { status: "refuted"; detail: string };

/** Reads the solver's model as Python values and evaluates every clause of the question on them, independently of the translation. */
export function exampleOf(question: Question, output: string): ExampleResult {
  const printed = lastOf(output);
  if (printed === null) return { status: "unconfirmed", detail: "the solver's model could not be read" };
  const values: Record<Moment, Map<string, Value>> = { entry: new Map(), exit: new Map() };
  const missing = new Set(question.unvalued);
  for (const [position, constant] of question.constants.entries()) {
    const pair = Array.isArray(printed) ? printed[position] : undefined;
    const held = Array.isArray(pair) ? pair[1] : undefined;
    const value = held === undefined ? null : modelValue(constant.type, held);
    if (
      value === null &&
      mentionsFloat(constant.type) &&
      question.clauses.some(({ term }) => term.includes(constant.symbol))
    )
      return { status: "refuted", detail: `${constant.name} has no float value` };
    if (value === null) missing.add(constant.name);
    else values[constant.moment].set(constant.name, value);
  }
  const exit = new Map([...values.entry, ...values.exit]);
  for (const clause of question.clauses)
    for (const moment of clause.moments) {
      const verdict = holds(clause.expression, environmentOf(values, moment));
      if (verdict === null)
        return { status: "unconfirmed", detail: `the evaluator cannot judge ${textOfClause(clause.expression)}` };
      if (!verdict) return { status: "refuted", detail: `${textOfClause(clause.expression)} on ${describe(exit)}` };
    }
  return {
    status: "confirmed",
    model: modelOf(values),
    values,
    note: missing.size === 0 ? null : `no value for ${[...missing].join(", ")}`,
  };
}

/** What a clause sees at a moment. */
export const environmentOf = ({ entry, exit }: Values, moment: Moment): Environment =>
  moment === "entry" ? { values: entry, old: null } : { values: new Map([...entry, ...exit]), old: entry };

/** The values as Python text; those on entry where a name has two. */
export const modelOf = ({ entry, exit }: Values): InputAssignment =>
  Object.fromEntries([...entry, ...exit, ...entry].map(([name, value]) => [name, textOf(value)]));

const textOfClause = (expression: Expression): string =>
  `\`${printExpression(expression).slice(0, 120).toWellFormed()}\``;

function lastOf(output: string): SExpression | null {
  try {
    return readSExpressions(output).at(-1) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // cut off
    throw error;
  }
}

const describe = (values: ReadonlyMap<string, Value>): string =>
  [...values]
    .map(([name, value]) => `${name} = ${textOf(value)}`)
    .join(", ")
    .slice(0, 500);

function textOf(value: Value): string {
  try {
    return literal(value);
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return "?";
    throw error;
  }
}
