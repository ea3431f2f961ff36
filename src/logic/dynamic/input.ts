import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import type { ParameterKind } from "../../ir/ir.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import { printed, text, tuple } from "./literal.ts";
import type { Shape } from "./shape.ts";

/** One parameter as a place for a value. */
export interface Slot {
  name: string;
  kind: ParameterKind;
  /** Null when nothing is known of its values. */
  shape: Shape | null;
  /** Whether the shape is more than the author wrote: a claim about such values must say of which it speaks. */
  assumed: boolean;
  optional: boolean;
}

/**
 * Values by slot, in the slots' order; null leaves an optional one out. `*args` is a tuple and `**kwargs` a dict with text keys. Kept apart from
 * the call's text, so that inputs can be changed and shrunk part by part.
 */
export type Input = readonly (Expression | null)[];

export const inputKey = (input: Input): string =>
  JSON.stringify(input.map((value) => (value === null ? null : printed(value))));

/** The call that passes the values. A positional value behind an omitted one goes by its name. */
export function callOf(slots: readonly Slot[], input: Input): PythonCall {
  const args: string[] = [];
  const kwargs: [string, string][] = [];
  let gap = false;
  for (const [index, slot] of slots.entries()) {
    const value = input[index] ?? null;
    if (slot.kind === "var_positional") {
      if (value?.kind === "tuple" && !gap) args.push(...value.items.map(printed));
    } else if (slot.kind === "var_keyword") {
      for (const { key, value: item } of value?.kind === "dict" ? value.entries : [])
        if (key?.kind === "string") kwargs.push([key.value, printed(item)]);
    } else if (value === null) gap = true;
    else if (slot.kind === "keyword_only" || (gap && slot.kind === "positional_or_keyword"))
      kwargs.push([slot.name, printed(value)]);
    else args.push(printed(value));
  }
  return { args, kwargs: Object.fromEntries(kwargs) };
}

/** The input that a call's text denotes; null when an argument has no slot or is outside the expression language. */
export function inputOf(slots: readonly Slot[], { args, kwargs }: PythonCall): Input | null {
  const values: (Expression | null)[] = slots.map(() => null);
  const parsed = (source: string): Expression | null => {
    const expression = parseExpression(source);
    return unsupportedConstructs(expression).length === 0 ? expression : null;
  };
  const rest: Expression[] = [];
  const positional = slots.flatMap(({ kind }, index) => (/^positional/.test(kind) ? [index] : []));
  for (const [place, source] of args.entries()) {
    const value = parsed(source);
    if (value === null) return null;
    const index = positional[place];
    if (index === undefined) rest.push(value);
    else values[index] = value;
  }
  const spread = slots.findIndex(({ kind }) => kind === "var_positional");
  if (rest.length > 0 && spread < 0) return null;
  if (rest.length > 0) values[spread] = tuple(rest);
  const extra: { key: Expression; value: Expression }[] = [];
  for (const [name, source] of Object.entries(kwargs)) {
    const value = parsed(source);
    if (value === null) return null;
    const index = slots.findIndex((slot) => slot.name === name && !/^var_/.test(slot.kind));
    if (index >= 0) values[index] = value;
    else extra.push({ key: text(name), value });
  }
  const named = slots.findIndex(({ kind }) => kind === "var_keyword");
  if (extra.length > 0 && named < 0) return null;
  if (extra.length > 0) values[named] = { kind: "dict", entries: extra };
  return values;
}

/** Names the function's clauses may use, each with the text of its value in this input; those left out are absent. */
export function assignmentOf(slots: readonly Slot[], input: Input): Record<string, string> {
  return Object.fromEntries(
    slots.flatMap(({ name }, index) => {
      const value = input[index] ?? null;
      return value === null ? [] : [[name, printed(value)]];
    }),
  );
}
