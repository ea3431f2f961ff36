import type { ExampleFact, ParameterFact } from "../../signatures/facts.ts";
import { typeOfLiterals } from "./value-type.ts";

/** The literals that examples give a parameter, by position or by name. */
export function literalsOf(
  index: number,
  parameter: Pick<ParameterFact, "name" | "kind">,
  examples: readonly ExampleFact[],
): string[] {
  return examples.flatMap(({ args, kwargs }) => {
    if (parameter.kind === "var_positional") return args.slice(index);
    const positional = parameter.kind === "keyword_only" ? undefined : args[index];
    const literal = positional ?? kwargs.find(({ name }) => name === parameter.name)?.literal;
    return literal === undefined ? [] : [literal];
  });
}

/** Parameters whose type nothing else fixes get the least type that fits every example; the description says where it comes from. */
export function withTypes(parameters: readonly ParameterFact[], examples: readonly ExampleFact[]): ParameterFact[] {
  const regular = examples.filter(({ raises }) => raises === null);
  return parameters.map((parameter, index) => {
    if (parameter.type_hint !== null || parameter.kind === "var_keyword") return parameter;
    const literals = literalsOf(index, parameter, regular);
    const type = typeOfLiterals(parameter.default === null ? literals : [...literals, parameter.default]);
    if (type === null) return parameter;
    return {
      ...parameter,
      type_hint: type,
      description: parameter.description ?? (literals.length > 0 ? "Type as in the examples." : "Type of the default."),
    };
  });
}

export function returnType(examples: readonly ExampleFact[]): string | null {
  return typeOfLiterals(examples.flatMap(({ returns }) => (returns === null ? [] : [returns])));
}
