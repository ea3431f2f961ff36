import type { Parameter, ParameterKind } from "./ir.ts";

/** The order that Python's grammar asks of the kinds. */
const KIND_ORDER: readonly ParameterKind[] = [
  "positional_only",
  "positional_or_keyword",
  "var_positional",
  "keyword_only",
  "var_keyword",
];

/** The same parameters, in an order of kinds that Python allows; the order within a kind stays. */
export function inKindOrder(parameters: readonly Parameter[]): Parameter[] {
  return parameters.toSorted((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
}

/** True when no Python function can have these parameters: two of a variadic kind, or a required one after an optional one by position. */
export function cannotStandTogether(parameters: readonly Parameter[]): boolean {
  const count = (kind: ParameterKind) => parameters.filter((parameter) => parameter.kind === kind).length;
  if (count("var_positional") > 1 || count("var_keyword") > 1) return true;
  const positional = parameters.filter(({ kind }) => kind === "positional_only" || kind === "positional_or_keyword");
  const optional = positional.findIndex((parameter) => parameter.default !== null);
  return optional >= 0 && positional.slice(optional).some((parameter) => parameter.default === null);
}
