import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { allNames } from "../../ir/expression/scopes.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { LoopSite } from "../execution/execution.ts";
import type { PythonType } from "../types/python-type.ts";
import { add, advanced, and, integer, integerOf, name, over, type Range, subtract, upTo } from "./build.ts";
import type { Way } from "./flow.ts";
import type { LoopCode } from "./loop-code.ts";

/** A loop with what is known of it, as the templates see it. */
export interface LoopContext {
  site: LoopSite;
  code: LoopCode;
  counter: Expression;
  /** A name for a finished turn, that no expression of the loop has. */
  turn: string;
  preconditions: readonly Expression[];
  postconditions: readonly Expression[];
}

/** All turns that are finished. */
export const finished = ({ turn, counter }: LoopContext): Range => ({
  target: name(turn),
  iterable: { kind: "call", callee: name("range"), arguments: [counter], keywords: [] },
});

/** `any(body for each finished turn)`, over the items themselves where the body speaks of the turn only through them. */
export function someTurn(context: LoopContext, body: Expression): Expression {
  const byItem = overItems(context, [body]);
  return byItem === null
    ? over("any", body, [finished(context)])
    : over("any", byItem.parts[0] ?? body, [byItem.range]);
}

/** What is said of each finished turn, said of the items of one sequence; null where it speaks of the turn otherwise. */
export function overItems(
  context: LoopContext,
  parts: readonly Expression[],
): { parts: Expression[]; range: Range } | null {
  const item = `${context.turn}_item`;
  const objects = new Map<string, Expression>();
  const replaced = parts.map((whole) =>
    mapExpression(whole, (part) => {
      if (part.kind !== "subscript" || part.index.kind !== "name" || part.index.name !== context.turn) return part;
      objects.set(printExpression(part.object), part.object);
      return name(item);
    }),
  );
  const [object, ...others] = objects.values();
  if (object === undefined || others.length > 0 || replaced.some((part) => mentions(part, context.turn))) return null;
  return { parts: replaced, range: { target: name(item), iterable: upTo(object, context.counter) } };
}

export const typeOf = ({ site }: LoopContext, wanted: string): PythonType | null =>
  [...site.changed, ...site.unchanged].find((known) => known.name === wanted)?.type ?? null;

export const isChanged = ({ site }: LoopContext, wanted: string): boolean =>
  site.changed.some((known) => known.name === wanted);

export const mentions = (expression: Expression, wanted: string): boolean => namesOf(expression).includes(wanted);

/** What is added to a name to give the value: `1` for `x + 1`, `-y` for `x - y`; null when it is not the name and something more. */
export function addedTo(wanted: string, value: Expression): Expression | null {
  if (value.kind === "name" && value.name === wanted) return integer(0);
  if (value.kind !== "binary" || (value.operator !== "+" && value.operator !== "-")) return null;
  const { left, right } = value;
  if (!mentions(right, wanted)) {
    const inner = addedTo(wanted, left);
    if (inner === null) return null;
    return value.operator === "+" ? add(inner, right) : subtract(inner, right);
  }
  if (value.operator === "+" && !mentions(left, wanted)) {
    const inner = addedTo(wanted, right);
    return inner === null ? null : add(left, inner);
  }
  return null;
}

/** The value of a name on each way to the next turn; null when it is unknown on one. The name itself where a way leaves it alone. */
export function nextValues({ code }: LoopContext, wanted: string): { way: Way; value: Expression }[] | null {
  const found: { way: Way; value: Expression }[] = [];
  for (const way of code.turns) {
    const value = way.values.get(wanted);
    if (value === null) return null;
    found.push({ way, value: value ?? name(wanted) });
  }
  return found.length === 0 ? null : found;
}

/** The step by which a name changes in each turn, when that is one expression over what the loop leaves alone. */
export function stepOf(context: LoopContext, wanted: string): Expression | null {
  const values = nextValues(context, wanted);
  if (values === null) return null;
  const [first, ...others] = values.map(({ value }) => addedTo(wanted, value));
  if (first === undefined || first === null || namesOf(first).some((free) => !isStable(context, free))) return null;
  const constant = integerOf(first);
  if (
    others.some((other) => other === null || (constant === null ? !same(other, first) : integerOf(other) !== constant))
  )
    return null;
  return constant === 0n ? null : first;
}

const same = (a: Expression, b: Expression): boolean =>
  JSON.stringify(a, (_, value) => (typeof value === "bigint" ? `${value}n` : value)) ===
  JSON.stringify(b, (_, value) => (typeof value === "bigint" ? `${value}n` : value));

const isStable = (context: LoopContext, free: string): boolean =>
  !isChanged(context, free) && !(context.code.target !== null && namesOf(context.code.target).includes(free));

/** The value that a name has at the head of a turn, by its number; null unless it changes by a constant step from a known start. */
export function closedForm(context: LoopContext, wanted: string, turn: Expression): Expression | null {
  const step = stepOf(context, wanted);
  const start = step === null ? null : context.code.start(wanted);
  return step === null || start === null ? null : advanced(start, step, turn);
}

/** An expression over a turn's values, for the turn of a number; null when it speaks of something that has no closed form. */
export function atTurn(
  context: LoopContext,
  expression: Expression,
  turn: Expression,
  bound: readonly string[] = [],
): Expression | null {
  const items = context.code.bound(turn);
  const replacements = new Map<string, Expression>();
  for (const free of namesOf(expression)) {
    if (bound.includes(free)) continue;
    const item = items?.get(free);
    if (item !== undefined) {
      replacements.set(free, item);
      continue;
    }
    if (context.code.target !== null && namesOf(context.code.target).includes(free)) return null;
    if (!isChanged(context, free)) continue;
    const closed = closedForm(context, free, turn);
    if (closed === null) return null;
    replacements.set(free, closed);
  }
  return substitute(expression, replacements);
}

/** The conditions of a way as one expression; null where some cannot be said. */
export function conditionOf({ conditions }: Way): Expression | null {
  const known = conditions.filter((condition) => condition !== null);
  return known.length < conditions.length ? null : and(...known);
}

/** A name like `wanted` that none of the expressions has. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  let fresh = wanted;
  for (let number = 1; taken.has(fresh); number += 1) fresh = `${wanted}_${number}`;
  return fresh;
}

export function namesIn(expressions: readonly (Expression | null)[]): Set<string> {
  return new Set(expressions.flatMap((expression) => (expression === null ? [] : [...allNames(expression)])));
}
