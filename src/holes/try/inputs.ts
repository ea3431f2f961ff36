import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { Example, IR, Parameter } from "../../ir/ir.ts";
import type { InputAssignment } from "../../ir/verdict.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import { literal, type Value } from "../../logic/evaluate/value.ts";
import { namesOf } from "../../logic/signature-types.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { literalValue } from "../literal.ts";
import { landmarksOf, product, smallValues } from "./values.ts";

export type Input = ReadonlyMap<string, Value>;

/** Most inputs that are tried. */
const MOST = 2_000;

/** Types of the parameters and of `result` as far as annotations or clauses tell. */
export function typesOf(ir: IR, more: readonly Expression[] = []): Map<string, PythonType> {
  const clauses = [...ir.assertions.map(({ expression }) => parseExpression(expression.text)), ...more];
  return new Map(namesOf(ir, clauses).flatMap(({ name, type }) => (type === null ? [] : [[name, type] as const])));
}

/**
 * Small inputs that meet the preconditions as far as can be evaluated, those of the examples first. A parameter of whose type nothing is known has no value in them, and what speaks of it cannot be evaluated; empty where no value of a type is known. `more` are expressions
 * near whose constants inputs are wanted.
 */
export function smallInputs(ir: IR, more: readonly Expression[] = [], most = MOST): Input[] {
  const { parameters } = ir.signature;
  const clauses = ir.assertions.map(({ expression }) => parseExpression(expression.text));
  const landmarks = landmarksOf([...more, ...clauses]);
  const types = typesOf(ir, more);
  const known = parameters.flatMap(({ name }) => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, values: smallValues(type, landmarks) }];
  });
  const lists = known.map(({ values }) => values);
  const made = product(lists, most).map(
    (values): Input => new Map(known.flatMap(({ name }, index) => pair(name, values[index]))),
  );
  const shown = ir.examples.flatMap((example) => inputOf(parameters, example) ?? []);
  const preconditions = ir.assertions.flatMap((assertion, index) => {
    const clause = clauses[index];
    return assertion.category === "precondition" && clause !== undefined ? [clause] : [];
  });
  return [...shown, ...made].filter((values) =>
    preconditions.every((clause) => holds(clause, { values, old: null }) !== false),
  );
}

function pair(name: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[name, value]];
}

/** The values that an example binds to the parameters; null when one of them cannot be evaluated here. */
export function inputOf(parameters: readonly Parameter[], example: Example): Input | null {
  if (parameters.some(({ kind }) => kind === "var_positional" || kind === "var_keyword")) return null;
  const values = new Map<string, Value>();
  for (const [index, { name, default: fallback }] of parameters.entries()) {
    const source = example.args[index] ?? example.kwargs[name] ?? fallback;
    const value = source === null ? null : literalValue(source);
    if (value === null) return null;
    values.set(name, value);
  }
  return values;
}

export const assignmentOf = (input: Input): InputAssignment =>
  Object.fromEntries([...input].map(([name, value]) => [name, literal(value)]));
