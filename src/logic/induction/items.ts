import type { Expression } from "../../ir/expression/ast.ts";
import { add, advanced, at, binary, call, integer, integerOf, length, subtract } from "./build.ts";

/** What one turn of a `for` loop binds its targets to, as expressions over the turn's number, and how many turns there are. */
export interface Items {
  item: (turn: Expression) => Expression;
  /** Number of turns where it is not negative; an empty range may make it so. */
  count: Expression;
  /** Smallest and (exclusive) largest value of the item where it is a number of a range. */
  bounds: { first: Expression; stop: Expression; step: bigint } | null;
}

/** The items of an iterable that can be reached by position; null for others (a set, a file). */
export function itemsOf(iterable: Expression): Items | null {
  if (iterable.kind === "call" && iterable.callee.kind === "name" && iterable.keywords.length === 0) {
    const [first, second, third, ...more] = iterable.arguments;
    if (first === undefined || more.length > 0 || iterable.arguments.some(({ kind }) => kind === "starred"))
      return null;
    switch (iterable.callee.name) {
      case "range":
        return second === undefined
          ? rangeItems(integer(0), first, integer(1))
          : rangeItems(first, second, third ?? integer(1));
      case "enumerate": {
        const inner = itemsOf(first);
        const start = second ?? integer(0);
        if (inner === null || third !== undefined) return null;
        return { ...inner, bounds: null, item: (turn) => pair(add(start, turn), inner.item(turn)) };
      }
      case "zip": {
        const parts = iterable.arguments.map(itemsOf).filter((part) => part !== null);
        if (parts.length !== iterable.arguments.length) return null;
        const [shortest, ...others] = parts.map(({ count }) => count);
        if (shortest === undefined) return null;
        return {
          item: (turn) => ({ kind: "tuple", items: parts.map((part) => part.item(turn)) }),
          count: others.length === 0 ? shortest : call("min", shortest, ...others),
          bounds: null,
        };
      }
      case "reversed": {
        const inner = second === undefined ? itemsOf(first) : null;
        if (inner === null) return null;
        return {
          ...inner,
          bounds: null,
          item: (turn) => inner.item(subtract(subtract(inner.count, integer(1)), turn)),
        };
      }
      case "list":
      case "tuple":
        return second === undefined ? itemsOf(first) : null;
    }
    return null;
  }
  if (iterable.kind === "subscript" && iterable.index.kind === "slice")
    return sliceItems(iterable.object, iterable.index);
  if (!["name", "subscript", "attribute", "string", "old"].includes(iterable.kind)) return null;
  return { item: (turn) => at(iterable, turn), count: length(iterable), bounds: null };
}

const pair = (first: Expression, second: Expression): Expression => ({ kind: "tuple", items: [first, second] });

function rangeItems(first: Expression, stop: Expression, by: Expression): Items | null {
  const step = integerOf(by);
  if (step === null || step === 0n) return null;
  const distance = step > 0n ? subtract(stop, first) : subtract(first, stop);
  const width = step > 0n ? step : -step;
  return {
    item: (turn) => advanced(first, integer(step), turn),
    count: width === 1n ? distance : binary(add(distance, integer(width - 1n)), "//", integer(width)),
    bounds: { first, stop, step },
  };
}

/** `xs[a:b]` with literal non-negative bounds, or none. */
function sliceItems(object: Expression, { start, stop, step }: Expression & { kind: "slice" }): Items | null {
  const from = start === null ? 0n : integerOf(start);
  const by = step === null ? 1n : integerOf(step);
  const inner = itemsOf(object);
  if (inner === null) return null;
  if (start === null && stop === null && by === -1n)
    return { ...inner, bounds: null, item: (turn) => inner.item(subtract(subtract(inner.count, integer(1)), turn)) };
  if (from === null || from < 0n || by !== 1n) return null;
  const to = stop === null ? null : integerOf(stop);
  const end = to !== null && to < 0n ? add(inner.count, integer(to)) : (stop ?? inner.count);
  return { bounds: null, count: subtract(end, integer(from)), item: (turn) => inner.item(add(integer(from), turn)) };
}

/** Binds a target to an item: a name to it, a tuple of names to its parts. Null where the shapes do not fit. */
export function bindTarget(target: Expression, item: Expression): Map<string, Expression> | null {
  if (target.kind === "name") return new Map([[target.name, item]]);
  if (target.kind !== "tuple" && target.kind !== "list") return null;
  const bound = new Map<string, Expression>();
  for (const [index, part] of target.items.entries()) {
    const value =
      item.kind === "tuple" && item.items.length === target.items.length ? item.items[index] : at(item, integer(index));
    const inner = value === undefined ? null : bindTarget(part, value);
    if (inner === null) return null;
    for (const [name, expression] of inner) bound.set(name, expression);
  }
  return bound;
}
