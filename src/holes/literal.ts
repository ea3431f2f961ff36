import { parseExpression } from "../ir/expression/parse.ts";
import { evaluate } from "../logic/evaluate/evaluate.ts";
import { literal, type Value } from "../logic/evaluate/value.ts";

/** The value of a Python literal; null for what depends on a name or cannot be evaluated. */
export function literalValue(source: string): Value | null {
  const outcome = evaluate(parseExpression(source), { values: new Map(), old: null });
  return outcome.status === "value" && outcome.value.kind !== "iterator" ? outcome.value : null;
}

/** Canonical text of a literal; null where `literalValue` is. */
export function literalText(source: string): string | null {
  const value = literalValue(source);
  return value === null ? null : literal(value);
}
