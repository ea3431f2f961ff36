import { python } from "../smt/prelude.ts";
import { and, apply, equal, FALSE, integer, not, or, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { decode } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import {
  boolean,
  choose,
  int,
  lengthOf,
  type Meaning,
  opaqueUse,
  type Pure,
  pure,
  RAISES,
  type Symbolic,
  total,
} from "./value.ts";

/** Items by position. `fixed` lists them all and is unrolled; `indexed` is reached through quantifiers. */
export type Items =
  | { kind: "fixed"; items: Meaning[] }
  | { kind: "indexed"; length: Term; at: (index: Term) => Meaning };

/** The items of a value, or null when iterating over it raises TypeError. */
export function itemsOf(value: Pure): Items | null {
  switch (value.kind) {
    case "fixed":
      if (value.flavour === "set") throw new UnsupportedConstruct("iteration_over_set");
      return { kind: "fixed", items: value.items.map((item) => ({ value: item, defined: TRUE })) };
    case "sequence":
      return {
        kind: "indexed",
        length: lengthOf(value),
        at: (index) => ({ value: decode(value.element, apply("seq.nth", value.term, index)), defined: TRUE }),
      };
    case "str":
      return {
        kind: "indexed",
        length: lengthOf(value),
        at: (index) => total({ kind: "str", term: apply("str.at", value.term, index) }),
      };
    case "range":
      return {
        kind: "indexed",
        length: lengthOf(value),
        at: (index) => total(int(rangeItem(value, index))),
      };
    case "items":
      return { ...value, kind: "indexed" };
    case "opaque":
      throw opaqueUse(value);
    default:
      return null;
  }
}

export function rangeItem(range: Pure & { kind: "range" }, index: Term): Term {
  const offset = range.step === 1n ? index : apply("*", integer(range.step), index);
  return range.start === "0" ? offset : apply("+", range.start, offset);
}

/** What one item contributes: evaluation succeeds under `ok`, and then stops the search (`all`: is falsy, `any`: is truthy) under `stops`. */
interface Step {
  ok: Term;
  stops: Term;
}

/**
 * `all` or `any` over items, in order, stopping early: evaluation raises exactly when some item raises and none before it stops the search.
 * When `eager`, all items are evaluated before the search. `step` translates one item.
 */
export function quantify(
  which: "all" | "any",
  items: Items,
  eager: boolean,
  step: (item: Symbolic) => Step,
  fresh: Fresh,
): Meaning {
  const stepOf = (item: Meaning): Step => {
    const { ok, stops } = step(item.value);
    return { ok: and(item.defined, ok), stops };
  };
  if (items.kind === "fixed") {
    let defined: Term = TRUE;
    let found: Term = FALSE;
    for (const item of items.items.toReversed()) {
      const { ok, stops } = stepOf(item);
      defined = eager ? and(ok, defined) : and(ok, or(stops, defined));
      found = or(stops, found);
    }
    return { value: pure(boolean(which === "any" ? found : not(found))), defined };
  }
  const { length } = items;
  const stepAt = (index: Term): Step => stepOf(items.at(index));
  let alwaysOk = true;
  const judge = (index: Term): Term => {
    const { ok, stops } = stepAt(index);
    alwaysOk &&= ok === TRUE;
    return and(ok, which === "any" ? stops : not(stops));
  };
  const value = pure(boolean(which === "any" ? fresh.exists(length, judge) : fresh.forAll(length, judge)));
  if (alwaysOk) return { value, defined: TRUE };
  const stopped = (index: Term): Term => {
    const { ok, stops } = stepAt(index);
    return and(ok, stops);
  };
  const defined = fresh.forAll(length, (index) =>
    eager ? stepAt(index).ok : or(stepAt(index).ok, fresh.exists(index, stopped)),
  );
  return { value, defined };
}

/** `enumerate(items, start)` and `zip(...)` as items that are tuples. */
export function enumerateItems(items: Items, start: Term): Pure {
  return paired([
    {
      kind: "indexed",
      length: lengthOfItems(items),
      at: (index) => total(int(start === "0" ? index : apply("+", start, index))),
    },
    items,
  ]);
}

export function paired(all: Items[]): Pure {
  const lengths = all.map(lengthOfItems);
  const length = lengths.reduce((shortest, next) =>
    shortest === next ? shortest : apply("ite", apply("<=", shortest, next), shortest, next),
  );
  return {
    kind: "items",
    length,
    at: (index) => {
      const parts = all.map((items) => itemAt(items, index));
      return {
        value: pure({ kind: "fixed", flavour: "tuple", items: parts.map((part) => part.value) }),
        defined: and(...parts.map((part) => part.defined)),
      };
    },
  };
}

function lengthOfItems(items: Items): Term {
  return items.kind === "indexed" ? items.length : String(items.items.length);
}

function itemAt(items: Items, index: Term): Meaning {
  if (items.kind === "indexed") return items.at(index);
  throw new UnsupportedConstruct("display_in_zip");
}

/** The value `container[index]`, and the condition that the index is within bounds. */
export function indexed(container: Pure, index: Pure): Meaning {
  if (container.kind === "opaque") throw opaqueUse(container);
  if (index.kind === "opaque") throw opaqueUse(index);
  if (container.kind === "items" || (container.kind === "fixed" && container.flavour === "set"))
    throw new UnsupportedConstruct("subscript");
  if (
    container.kind !== "str" &&
    container.kind !== "sequence" &&
    container.kind !== "fixed" &&
    container.kind !== "range"
  )
    return RAISES;
  if (index.kind === "float") throw new UnsupportedConstruct("float_index");
  if (index.kind !== "int" && index.kind !== "bool") return RAISES;
  const position = index.kind === "bool" ? python("py.int", index.term) : index.term;
  const length = lengthOf(container);
  const normal = /^\d+$/.test(position) ? position : python("py.index", position, length);
  const defined = /^\d+$/.test(position) ? apply("<", position, length) : python("py.in_bounds", position, length);
  switch (container.kind) {
    case "str":
      return { value: pure({ kind: "str", term: apply("str.at", container.term, normal) }), defined };
    case "sequence":
      return { value: decode(container.element, apply("seq.nth", container.term, normal)), defined };
    case "range":
      return { value: pure(int(rangeItem(container, normal))), defined };
    case "fixed": {
      if (container.items.length === 0) return RAISES;
      const value = container.items.reduceRight((rest, item, at) => choose(equal(normal, String(at)), item, rest));
      return { value, defined };
    }
  }
}

/** `container[start:stop]`; bounds beyond the ends are clamped and None is as good as absent. */
export function sliced(container: Pure, start: Pure, stop: Pure): Meaning {
  if (container.kind === "opaque") throw opaqueUse(container);
  if (container.kind === "fixed" || container.kind === "range" || container.kind === "items")
    throw new UnsupportedConstruct(`slice_of_${container.kind === "range" ? "range" : "display"}`);
  if (container.kind !== "str" && container.kind !== "sequence") return RAISES;
  const length = lengthOf(container);
  for (const bound of [start, stop]) {
    if (bound.kind === "opaque") throw opaqueUse(bound);
    if (bound.kind !== "int" && bound.kind !== "bool" && bound.kind !== "none") return RAISES;
  }
  const from = clamped(start, length) ?? "0";
  const to = clamped(stop, length) ?? length;
  const count = from === "0" ? to : apply("-", to, from);
  return total({
    ...container,
    term: apply(container.kind === "str" ? "str.substr" : "seq.extract", container.term, from, count),
  });
}

function clamped(bound: Pure, length: Term): Term | null {
  if (bound.kind !== "int" && bound.kind !== "bool") return null;
  return python("py.clamp", bound.kind === "bool" ? python("py.int", bound.term) : bound.term, length);
}
