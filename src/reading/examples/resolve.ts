import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { ParameterFact } from "../../signatures/facts.ts";
import type { CallFacts } from "./finding.ts";

/**
 * The call as Python binds it: keywords of positional parameters become positional where nothing is left out before them.
 * Null when the call does not fit the parameters. One tuple stands for all arguments where several are needed.
 */
export function boundCall(call: CallFacts, parameters: readonly ParameterFact[] | null): CallFacts | null {
  if (parameters === null) return call;
  const given = spread(call, parameters);
  const positional = parameters.filter(({ kind }) => kind === "positional_only" || kind === "positional_or_keyword");
  const open = parameters.some(({ kind }) => kind === "var_positional");
  const extra = parameters.some(({ kind }) => kind === "var_keyword");
  if (given.args.length > positional.length && !open) return null;
  const keywords = new Map(given.kwargs.map(({ name, literal }) => [name, literal]));
  const taken = positional.slice(0, given.args.length);
  if (taken.some(({ name }) => keywords.has(name))) return null;
  const args = [...given.args];
  let gap = false;
  for (const parameter of positional.slice(given.args.length)) {
    const literal = keywords.get(parameter.name);
    if (literal === undefined) {
      if (parameter.default === null) return null;
      gap = true;
    } else if (!gap) {
      args.push(literal);
      keywords.delete(parameter.name);
    }
  }
  for (const parameter of parameters)
    if (parameter.kind === "keyword_only" && parameter.default === null && !keywords.has(parameter.name)) return null;
  const named = new Set(parameters.map(({ name }) => name));
  if (!extra && [...keywords.keys()].some((name) => !named.has(name))) return null;
  return { args, kwargs: [...keywords].map(([name, literal]) => ({ name, literal })) };
}

function spread(call: CallFacts, parameters: readonly ParameterFact[]): CallFacts {
  const [only] = call.args;
  const needed = parameters.filter((parameter) => parameter.default === null).length;
  if (call.args.length !== 1 || call.kwargs.length > 0 || only === undefined || needed < 2) return call;
  const value = parseExpression(only);
  if (value.kind !== "tuple" || value.items.length !== needed) return call;
  return { args: value.items.map((item) => printExpression(item)), kwargs: [] };
}

/** The predicate "this call is meant" over the parameters; null where the call does not name a value for some of them. */
export function callCondition(call: CallFacts, parameters: readonly ParameterFact[]): string | null {
  const parts: string[] = [];
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.kind === "var_positional" || parameter.kind === "var_keyword") return null;
    const literal =
      call.args[index] ?? call.kwargs.find(({ name }) => name === parameter.name)?.literal ?? parameter.default;
    if (literal === null || literal === undefined) return null;
    parts.push(literal === "None" ? `${parameter.name} is None` : `${parameter.name} == ${literal}`);
  }
  return call.args.length > parameters.length || parts.length === 0 ? null : parts.join(" and ");
}
