import type { IR } from "../../ir/ir.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import { literal, type Value } from "../evaluate/value.ts";
import type { Execution } from "../execution/execution.ts";
import { modelValue } from "../model.ts";
import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import { UnsupportedConstruct } from "../unsupported.ts";

/** The call that a model's values of the parameters make; null when some parameter has no value as a literal. */
export function callOf(ir: IR, execution: Execution, output: string): PythonCall | null {
  const printed = lastOf(output);
  if (!Array.isArray(printed)) return null;
  const values = new Map<string, Value>();
  for (const [position, { name, type }] of execution.parameters.entries()) {
    const pair = printed[position];
    const held = Array.isArray(pair) ? pair[1] : undefined;
    const value = held === undefined ? null : modelValue(type, held);
    if (value !== null) values.set(name, value);
  }
  const call: PythonCall = { args: [], kwargs: {} };
  let named = false;
  for (const { name, kind, default: fallback } of ir.signature.parameters) {
    const value = values.get(name);
    const text = value === undefined ? null : literalOf(value);
    if (kind === "var_keyword") continue;
    if (kind === "var_positional") {
      if (value?.kind !== "tuple") continue;
      const items = value.items.map(literalOf);
      if (items.some((item) => item === null) || named) return null;
      call.args.push(...items.filter((item) => item !== null));
    } else if (text === null) {
      if (fallback === null) return null;
      named = true; // what follows cannot go by position
    } else if (kind === "keyword_only" || named) {
      if (kind === "positional_only") return null;
      call.kwargs[name] = text;
    } else call.args.push(text);
  }
  return call;
}

function literalOf(value: Value): string | null {
  try {
    return literal(value);
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return null;
    throw error;
  }
}

function lastOf(output: string): SExpression | null {
  try {
    return readSExpressions(output).at(-1) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // cut off
    throw error;
  }
}

/** The call as its author would write it. */
export function callText(name: string, { args, kwargs }: PythonCall): string {
  return `${name}(${[...args, ...Object.entries(kwargs).map(([key, value]) => `${key}=${value}`)].join(", ")})`;
}
