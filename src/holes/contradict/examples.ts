import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression, namesOf } from "../../ir/expression/walk.ts";
import type { Assertion, Example, IR, Parameter } from "../../ir/ir.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { literalValue } from "../literal.ts";
import { textOf } from "../pointer.ts";
import { inputOf } from "../try/inputs.ts";
import { admits, type CallOutcome } from "../try/outcome.ts";
import { inhabits } from "./inhabits.ts";

/** A clause and an example that cannot both stand. The clause is null where the annotations exclude the example. */
export interface Clash {
  assertion: Assertion | null;
  example: Example;
  detail: string;
}

/** Clashes that are new: those between a clause or type and an example of which one was not there before. */
export function newClashes(before: IR, after: IR): Clash[] {
  const known = new Set([...before.assertions, ...before.examples].map(textOf));
  const retyped = textOf(typesOf(before)) !== textOf(typesOf(after));
  return after.examples.flatMap((example): Clash[] => {
    const isNew = !known.has(textOf(example));
    const misfit = retyped || isNew ? untyped(after, example) : null;
    const clauses = after.assertions.filter(
      (assertion) =>
        (isNew || !known.has(textOf(assertion))) && refutes(assertion, after.signature.parameters, example),
    );
    return [
      ...(misfit === null ? [] : [{ assertion: null, example, detail: misfit }]),
      ...clauses.map((assertion) => ({
        assertion,
        example,
        detail: `\`${assertion.expression.text}\` does not hold for the example ${exampleText(example)}`,
      })),
    ];
  });
}

export const exampleText = ({ call, args, kwargs, returns, raises }: Example): string => {
  const named = Object.entries(kwargs).map(([name, text]) => `${name}=${text}`);
  const shown = call.includes("(") ? call : `${call}(${[...args, ...named].join(", ")})`;
  return returns === null ? `${shown} raises ${raises}` : `${shown} == ${returns}`;
};

const typesOf = ({ signature }: IR) => [
  signature.parameters.map(({ type_hint }) => type_hint),
  signature.returns.type_hint,
];

/** Whether an example shows that a clause does not hold. False is no claim. */
export function refutes(assertion: Assertion, parameters: readonly Parameter[], example: Example): boolean {
  if (assertion.expression.unsupported.length > 0) return false;
  const clause = parseExpression(assertion.expression.text);
  const input = inputOf(parameters, example);
  if (input === null) return false;
  if (assertion.category === "precondition")
    return example.returns !== null && holds(clause, { values: input, old: null }) === false;
  const outcome = outcomeOf(example);
  if (outcome === null || comparesStates(clause, parameters)) return false;
  // A call that raises keeps no promise about its result.
  if ("raises" in outcome && namesOf(clause).includes("result")) return false;
  return admits(clause, input, outcome) === false;
}

export function outcomeOf({ returns, raises }: Example): CallOutcome | null {
  if (returns === null) return raises === null ? null : { raises };
  const value = literalValue(returns);
  return value === null ? null : { returns: value };
}

/** Whether the clause tells what parameters are on entry from what they are on return: an example does not say what is left in its arguments. */
function comparesStates(clause: ReturnType<typeof parseExpression>, parameters: readonly Parameter[]): boolean {
  if (![...descendants(clause)].some(({ expression }) => expression.kind === "old")) return false;
  const later = mapExpression(clause, (part) => (part.kind === "old" ? { kind: "none" } : part));
  return parameters.some(({ name }) => namesOf(later).includes(name));
}

/** Why the annotations exclude an example; null when they do not, or nobody can tell. */
function untyped({ signature }: IR, example: Example): string | null {
  const input = inputOf(signature.parameters, example);
  if (input === null) return null;
  for (const parameter of signature.parameters) {
    const type = parameterType(parameter);
    const value = input.get(parameter.name);
    if (type !== null && value !== undefined && inhabits(value, type) === false)
      return `in the example ${exampleText(example)}, ${parameter.name} is no ${parameter.type_hint}`;
  }
  const hint = signature.returns.type_hint;
  const result = example.returns === null ? null : literalValue(example.returns);
  if (hint !== null && result !== null && inhabits(result, typeOfAnnotation(hint)) === false)
    return `the example ${exampleText(example)} returns no ${hint}`;
  return null;
}
