import { python } from "../smt/prelude.ts";
import { and, apply, equal, FALSE, integer, not, or, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { literalOf } from "./arithmetic.ts";
import { decode } from "./codec.ts";
import { itemOf, keysOf } from "./dict.ts";
import type { Fresh } from "./fresh.ts";
import {
  boolean,
  certain,
  choose,
  type Ending,
  type Fault,
  inOrder,
  int,
  lengthOf,
  type Meaning,
  onlyIf,
  opaqueUse,
  type Pure,
  prefixOf,
  pure,
  raises,
  type Symbolic,
  total,
  unless,
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
      return { kind: "fixed", items: value.items.map(certain) };
    case "sequence": {
      const whole = prefixOf(value.term)?.whole ?? value.term;
      return {
        kind: "indexed",
        length: lengthOf(value),
        at: (index) => certain(decode(value.element, apply("seq.nth", whole, index))),
      };
    }
    case "set":
      throw new UnsupportedConstruct("iteration_over_set");
    case "dict":
      return keysOf(value);
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
      return value.known === undefined
        ? { kind: "indexed", length: value.length, at: value.at }
        : { kind: "fixed", items: value.known };
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

/** What one item contributes: how its evaluation ends, and the condition that it then stops the search (`all`: is falsy, `any`: is truthy). */
export interface Step extends Ending {
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
    const taken = step(item.value);
    return { ...inOrder(item, taken), stops: taken.stops };
  };
  if (items.kind === "fixed") {
    let ending: Ending = inOrder();
    let found: Term = FALSE;
    for (const item of items.items.toReversed()) {
      const taken = stepOf(item);
      ending = inOrder(taken, eager ? ending : onlyIf(not(taken.stops), ending));
      found = or(taken.stops, found);
    }
    return { value: pure(boolean(which === "any" ? found : not(found))), ...ending };
  }
  const { length } = items;
  const stepAt = (index: Term): Step => stepOf(items.at(index));
  let alwaysOk = true;
  const judge = (index: Term): Term => {
    const { defined, stops } = stepAt(index);
    alwaysOk &&= defined === TRUE;
    return and(defined, which === "any" ? stops : not(stops));
  };
  const value = pure(boolean(which === "any" ? fresh.exists(length, judge) : fresh.forAll(length, judge)));
  if (alwaysOk) return certain(value);
  return { value, ...endingOfLoop(length, stepAt, eager, fresh) };
}

/** How a loop over positions ends whose steps may raise, or may stop it when it is not `eager`. */
export function endingOfLoop(length: Term, stepAt: (index: Term) => Step, eager: boolean, fresh: Fresh): Ending {
  const stopped = (index: Term): Term => {
    const { defined, stops } = stepAt(index);
    return and(defined, stops);
  };
  const defined = fresh.forAll(length, (index) =>
    eager ? stepAt(index).defined : or(stepAt(index).defined, fresh.exists(index, stopped)),
  );
  if (defined === TRUE) return inOrder();
  const classes = fresh.probe((index) => new Set(stepAt(index).faults.map(({ exception }) => exception)));
  const faults: Fault[] = [...classes].map((exception) => ({
    exception,
    when: fresh.exists(length, (index) =>
      and(
        raisedFirst(stepAt(index).faults, exception),
        fresh.forAll(index, (earlier) => {
          const { defined: ok, stops } = stepAt(earlier);
          return eager ? ok : and(ok, not(stops));
        }),
      ),
    ),
  }));
  // The first match wins: what is left for the last class is whatever else raises.
  const last = faults.pop();
  return { defined, faults: last === undefined ? [] : [...faults, { ...last, when: not(defined) }] };
}

/** The condition that the exception raised is of the class. */
function raisedFirst(faults: Fault[], exception: string | null): Term {
  return or(
    ...faults.map((fault, position) =>
      fault.exception === exception
        ? and(
            fault.when,
            ...faults
              .slice(0, position)
              .filter((earlier) => earlier.exception !== exception)
              .map(({ when }) => not(when)),
          )
        : FALSE,
    ),
  );
}

/** `enumerate(items, start)` and `zip(...)` as items that are tuples. */
export function enumerateItems(items: Items, start: Term): Pure {
  if (items.kind === "fixed")
    return display(
      items.items.map((item, index) =>
        tupleOf([total(int(start === "0" ? String(index) : apply("+", start, String(index)))), item]),
      ),
    );
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
  if (all.every((items) => items.kind === "fixed")) {
    const shortest = Math.min(...all.map(({ items }) => items.length));
    return display(
      Array.from({ length: shortest }, (_, index) => tupleOf(all.flatMap(({ items }) => items[index] ?? []))),
    );
  }
  const lengths = all.map(lengthOfItems);
  const length = lengths.reduce((shortest, next) =>
    shortest === next ? shortest : apply("ite", apply("<=", shortest, next), shortest, next),
  );
  return {
    kind: "items",
    length,
    at: (index) => {
      return tupleOf(all.map((items) => itemAt(items, index)));
    },
  };
}

const tupleOf = (parts: Meaning[]): Meaning => ({
  value: pure({ kind: "fixed", flavour: "tuple", items: parts.map((part) => part.value) }),
  ...inOrder(...parts),
});

/** An iterator over known items. */
const display = (items: Meaning[]): Pure => ({
  kind: "items",
  length: String(items.length),
  known: items,
  at: (index) => itemAt({ kind: "fixed", items }, index),
});

export function lengthOfItems(items: Items): Term {
  return items.kind === "indexed" ? items.length : String(items.items.length);
}

export function itemAt(items: Items, index: Term): Meaning {
  if (items.kind === "indexed") return items.at(index);
  const { items: all } = items;
  if (all.some(({ faults }) => faults.length > 0)) throw new UnsupportedConstruct("items_that_raise");
  const known = literalOf(index);
  if (known !== null) return certain(all[Number(known)]?.value ?? []);
  return certain(
    all.reduceRight<Symbolic>(
      (rest, { value }, at) => (at === all.length - 1 ? value : choose(equal(index, String(at)), value, rest)),
      [],
    ),
  );
}

/** The value `container[index]`, and the condition that the index is within bounds. */
export function indexed(container: Pure, index: Pure): Meaning {
  if (container.kind === "opaque") throw opaqueUse(container);
  if (container.kind === "dict") return itemOf(container, index);
  if (container.kind === "set") return raises("TypeError");
  if (index.kind === "opaque") throw opaqueUse(index);
  if (container.kind === "fixed" && container.flavour === "set") return raises("TypeError");
  if (container.kind === "items") throw new UnsupportedConstruct("subscript");
  if (
    container.kind !== "str" &&
    container.kind !== "sequence" &&
    container.kind !== "fixed" &&
    container.kind !== "range"
  )
    return raises("TypeError");
  if (index.kind !== "int" && index.kind !== "bool") return raises("TypeError");
  const position = index.kind === "bool" ? python("py.int", index.term) : index.term;
  const length = lengthOf(container);
  const normal = /^\d+$/.test(position) ? position : python("py.index", position, length);
  const defined = /^\d+$/.test(position) ? apply("<", position, length) : python("py.in_bounds", position, length);
  const found = (value: Symbolic): Meaning => unless("IndexError", defined, value);
  switch (container.kind) {
    case "str":
      return found(pure({ kind: "str", term: apply("str.at", container.term, normal) }));
    case "sequence":
      return found(decode(container.element, apply("seq.nth", container.term, normal)));
    case "range":
      return found(pure(int(rangeItem(container, normal))));
    case "fixed": {
      if (container.items.length === 0) return raises("IndexError");
      const known = literalOf(position);
      if (known !== null) {
        const item = container.items.at(Number(known));
        return item === undefined ? raises("IndexError") : certain(item);
      }
      return found(container.items.reduceRight((rest, item, at) => choose(equal(normal, String(at)), item, rest)));
    }
  }
}
