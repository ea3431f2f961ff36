import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { IR, Parameter } from "../../ir/ir.ts";
import { evaluate, holds } from "../../logic/evaluate/evaluate.ts";
import { literal, type Value } from "../../logic/evaluate/value.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { guardOf } from "../contradict/probes.ts";
import { type Input, inputOf, smallInputs } from "../try/inputs.ts";
import { admits } from "../try/outcome.ts";
import { smallValues } from "../try/values.ts";
import { type Gap, reading } from "./gap.ts";

interface EdgeCase {
  name: string;
  /** Whether values of the type have the case. */
  of(type: PythonType): boolean;
  condition(parameter: string): string;
  /** The precondition that excludes it. */
  excluded(parameter: string): string;
  question(parameter: string): string;
  exception: string;
}

const SIZED: ReadonlySet<PythonType["kind"]> = new Set(["sequence", "str", "dict", "set"]);

const EDGE_CASES: readonly EdgeCase[] = [
  {
    name: "empty",
    of: ({ kind }) => SIZED.has(kind),
    condition: (x) => `len(${x}) == 0`,
    excluded: (x) => `len(${x}) > 0`,
    question: (x) => `What is the result when ${x} is empty?`,
    exception: "ValueError",
  },
  {
    name: "negative",
    of: ({ kind }) => kind === "int" || kind === "float",
    condition: (x) => `${x} < 0`,
    excluded: (x) => `${x} >= 0`,
    question: (x) => `What is the result when ${x} is negative?`,
    exception: "ValueError",
  },
  {
    name: "None",
    of: (type) => type.kind === "union" && type.members.some(({ kind }) => kind === "none"),
    condition: (x) => `${x} is None`,
    excluded: (x) => `${x} is not None`,
    question: (x) => `What is the result when ${x} is None?`,
    exception: "TypeError",
  },
];

/** Cases at the edge that neither clauses nor examples decide. */
export function openEdgeCases(ir: IR): Gap[] {
  const inputs = smallInputs(ir, [], 400);
  return ir.signature.parameters.flatMap((parameter) =>
    EDGE_CASES.flatMap((edge): Gap[] => {
      const type = parameterType(parameter);
      if (type === null || !edge.of(type) || parameter.kind.startsWith("var_")) return [];
      const condition = edge.condition(parameter.name);
      if (isDecided(ir, parameter, condition, inputs)) return [];
      return [
        {
          clause: "assertion",
          kind: "spec",
          subject: `${edge.name} ${parameter.name}`,
          type_hint: "bool",
          description: edge.question(parameter.name),
          priority: "medium",
          suggestions: readingsOf(ir, edge, parameter.name, condition),
        },
      ];
    }),
  );
}

/** Most inputs of the case that are looked at. */
const SAMPLE = 12;

/** Whether a clause speaks of the case, an example shows it, no call has it, or the clauses leave exactly one result in it. */
function isDecided(ir: IR, { name }: Parameter, condition: string, inputs: readonly Input[]): boolean {
  const parsed = parseExpression(condition);
  const inCase = (input: Input) => holds(parsed, { values: input, old: null }) === true;
  const shown = ir.examples.map((example) => inputOf(ir.signature.parameters, example));
  if (shown.some((input) => input !== null && inCase(input))) return true;
  const own = inputs.filter(inCase);
  const others = inputs.filter((input) => !inCase(input));
  if (own.length === 0)
    return inputs.length > 0 || ir.assertions.some(({ expression }) => expression.text.includes(name));
  const guards = [
    ...ir.assertions.map(({ expression }) => guardOf(parseExpression(expression.text))),
    ...ir.signature.raises.map(({ when }) => (when === null ? null : parseExpression(when.text))),
  ].filter((guard) => guard !== null);
  const isTrue = (guard: (typeof guards)[number]) => (input: Input) =>
    holds(guard, { values: input, old: input }) === true;
  if (guards.some((guard) => own.every(isTrue(guard)) && !others.every(isTrue(guard)))) return true;
  return own.slice(0, SAMPLE).every((input) => resultsFor(ir, input) === 1);
}

/** How many values of the result the clauses leave among small ones and those in the input. */
function resultsFor(ir: IR, input: Input): number {
  const clauses = ir.assertions
    .filter(({ category }) => category !== "precondition")
    .map(({ expression }) => parseExpression(expression.text));
  if (clauses.length === 0) return Number.POSITIVE_INFINITY;
  const hint = ir.signature.returns.type_hint;
  const typed = hint === null ? [] : smallValues(typeOfAnnotation(hint));
  const inside = [...input.values()].flatMap((value) =>
    value.kind === "list" || value.kind === "tuple" ? [value, ...value.items] : [value],
  );
  const defined = clauses.flatMap((clause) => definedBy(clause, input) ?? []);
  const values = new Map([...typed, ...inside, ...defined].map((value) => [literal(value), value]));
  return [...values.values()].filter((returns) =>
    clauses.every((clause) => admits(clause, input, { returns }) !== false),
  ).length;
}

/** The value that a clause `result == e` gives. */
function definedBy(clause: Expression, input: Input): Value | null {
  const [link, ...others] = clause.kind === "comparison" ? clause.rest : [];
  if (clause.kind !== "comparison" || link?.operator !== "==" || others.length > 0) return null;
  const sides = [clause.first, link.operand];
  const defining = sides.find((side) => !(side.kind === "name" && side.name === "result"));
  if (defining === undefined || !sides.some((side) => side.kind === "name" && side.name === "result")) return null;
  const outcome = evaluate(defining, { values: input, old: input });
  return outcome.status === "value" && outcome.value.kind !== "iterator" ? outcome.value : null;
}

/** A neutral result of the type, an exception, and that callers must not. */
function readingsOf({ signature }: IR, { condition, excluded, exception }: EdgeCase, name: string, text: string) {
  const neutral = neutralOf(signature.returns.type_hint);
  const isNegative = condition(name) === `${name} < 0`;
  const raising = reading(
    `implies(${text}, raises(${exception}))`,
    "The case is an error of the caller that is reported.",
    isNegative ? 0.3 : 0.35,
  );
  const excluding = reading(excluded(name), "Callers promise that the case does not happen.", isNegative ? 0.35 : 0.25);
  if (isNegative || neutral === null) return [excluding, raising].toSorted((a, b) => b.confidence - a.confidence);
  const returning = reading(`implies(${text}, ${neutral})`, "The case has a result like any other.", 0.4);
  return [returning, raising, excluding];
}

function neutralOf(hint: string | null): string | null {
  const type = hint === null ? null : typeOfAnnotation(hint);
  switch (type?.kind) {
    case "int":
    case "float":
      return "result == 0";
    case "str":
      return "result == ''";
    case "bool":
      return "result == False";
    case "sequence":
      return type.flavour === "tuple" ? "result == ()" : "result == []";
    case "dict":
    case "set":
      return "len(result) == 0";
    case "union":
      return type.members.some(({ kind }) => kind === "none") ? "result is None" : null;
    default:
      return null;
  }
}
