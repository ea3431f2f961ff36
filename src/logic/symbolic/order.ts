import { and, apply, equal, FALSE, implies, ite, not, or, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { decode } from "./codec.ts";
import { compare, equals, equalValues } from "./compare.ts";
import type { Fresh } from "./fresh.ts";
import { itemsOf, lengthOfItems } from "./iterate.ts";
import { decodedRow, INTEGERS, lists, type Row, recursion } from "./loop.ts";
import {
  boolean,
  choose,
  inOrder,
  type Meaning,
  map2,
  onlyIf,
  type Pure,
  type Symbolic,
  total,
  truth,
} from "./value.ts";

export type Ordering = "<" | "<=" | ">" | ">=";

/** The value by which items are ordered. */
export type KeyOf = (item: Symbolic) => Meaning;

/** `left operator right` by the first items that differ, or else by length. */
export function orderedSequences(operator: Ordering, left: Pure, right: Pure, fresh: Fresh): Meaning {
  if (left.kind === "fixed" && right.kind === "fixed") return unrolled(operator, left.items, right.items, fresh);
  const [a, b] = [itemsOf(left), itemsOf(right)];
  if (a === null || b === null) throw new UnsupportedConstruct("ordering_of_sequences");
  const [n, m] = [lengthOfItems(a), lengthOfItems(b)];
  const at = (items: typeof a, index: Term): Symbolic => {
    if (items.kind === "indexed") return items.at(index).value;
    return items.items.reduceRight<Symbolic>(
      (rest, item, position) =>
        position === items.items.length - 1 ? item.value : choose(equal(index, String(position)), item.value, rest),
      [],
    );
  };
  const strict: Ordering = operator === "<=" ? "<" : operator === ">=" ? ">" : operator;
  // The number of positions that are still to come counts down, so that the recursion ends.
  const longer = ite(apply("<=", n, m), n, m);
  const decided = fresh.recursive({ kind: "bool" }, (rest, self) => {
    const index = apply("-", longer, rest);
    const [x, y] = [at(a, index), at(b, index)];
    const item = map2(x, y, (one, other) => compare(strict, one, other, fresh));
    if (item.faults.length > 0) throw new UnsupportedConstruct("ordering_of_mixed_types");
    const same = equalValues(x, y, fresh);
    return ite(
      apply("<=", rest, "0"),
      apply(operator, n, m),
      ite(same, self(apply("-", rest, "1")), truth(item.value)),
    );
  });
  if (longer === "0") return total(boolean(apply(operator, n, m)));
  return total(boolean(decided(longer)));
}

function unrolled(operator: Ordering, left: Symbolic[], right: Symbolic[], fresh: Fresh): Meaning {
  const shorter = Math.min(left.length, right.length);
  const strict: Ordering = operator === "<=" ? "<" : operator === ">=" ? ">" : operator;
  const lengths = {
    "<": left.length < right.length,
    "<=": left.length <= right.length,
    ">": left.length > right.length,
    ">=": left.length >= right.length,
  };
  let rest: Meaning = total(boolean(lengths[operator] ? TRUE : FALSE));
  for (let index = shorter - 1; index >= 0; index -= 1) {
    const [x, y] = [left[index] ?? [], right[index] ?? []];
    const same = or(
      ...x.flatMap((one) => y.map((other) => and(one.guard, other.guard, equals(one.value, other.value, fresh)))),
    );
    if (same === TRUE) continue;
    const item = map2(x, y, (a, b) => compare(strict, a, b, fresh));
    rest = {
      value: choose(same, rest.value, item.value),
      ...inOrder(onlyIf(not(same), item), onlyIf(same, rest)),
    };
  }
  return rest;
}

/** Whether one item goes before another; throws UnsupportedConstruct where comparing or the key may raise. */
function before(operator: "<" | ">", left: Symbolic, right: Symbolic, key: KeyOf, fresh: Fresh): Term {
  const [a, b] = [key(left), key(right)];
  const meaning = map2(a.value, b.value, (x, y) => compare(operator, x, y, fresh));
  if (a.faults.length > 0 || b.faults.length > 0 || meaning.faults.length > 0)
    throw new UnsupportedConstruct("ordering_that_raises");
  return truth(meaning.value);
}

/** The first of the least items (`<`) or of the greatest (`>`); of a row that is not empty. */
export function extremeOf(operator: "<" | ">", row: Row, key: KeyOf, fresh: Fresh): Symbolic {
  const whole = fresh.recursive(row.type, (count, self) => {
    const index = apply("-", count, "1");
    return ite(
      apply("<=", count, "1"),
      row.at("0"),
      fresh.named(self(index), (best) =>
        ite(before(operator, decodedRow(row, index), decode(row.type, best), key, fresh), row.at(index), best),
      ),
    );
  });
  const term = whole(row.length);
  const best = decode(row.type, term);
  fresh.lemma(() =>
    fresh.forAll(row.length, (index) => not(before(operator, decodedRow(row, index), best, key, fresh))),
  );
  fresh.lemma(() =>
    implies(
      apply(">", row.length, "0"),
      fresh.exists(row.length, (index) => equal(term, row.at(index))),
    ),
  );
  return best;
}

/** A stable sort by insertion: each item goes behind those that do not come after it. */
export function sortedRow(row: Row, key: KeyOf, reverse: boolean, fresh: Fresh): Pure & { kind: "sequence" } {
  const after = reverse ? ">" : "<";
  const { empty } = lists(row.type);
  const type = { kind: "sequence", flavour: "list", element: row.type } as const;
  const whole = recursion(
    type,
    empty,
    (state, index) => {
      const item = decodedRow(row, index);
      const place = recursion(
        INTEGERS.type,
        "0",
        (count, earlier) => apply("+", count, ite(before(after, item, decodedRow(row, earlier), key, fresh), "0", "1")),
        fresh,
      )(index);
      return fresh.named(state, (list) =>
        fresh.named(place, (at) =>
          apply(
            "seq.++",
            apply("seq.extract", list, "0", at),
            apply("seq.unit", row.at(index)),
            apply("seq.extract", list, at, apply("-", apply("seq.len", list), at)),
          ),
        ),
      );
    },
    fresh,
  );
  const term = whole(row.length);
  const at = (index: Term) => apply("seq.nth", term, index);
  fresh.lemma(() => equal(apply("seq.len", term), row.length));
  fresh.lemma(() =>
    fresh.forAll(row.length, (index) =>
      fresh.forAll(index, (earlier) =>
        not(before(after, decode(row.type, at(index)), decode(row.type, at(earlier)), key, fresh)),
      ),
    ),
  );
  fresh.lemma(() =>
    fresh.forAll(row.length, (index) => fresh.exists(row.length, (from) => equal(at(index), row.at(from)))),
  );
  fresh.lemma(() =>
    fresh.forAll(row.length, (from) => fresh.exists(row.length, (index) => equal(at(index), row.at(from)))),
  );
  return { ...type, term };
}

export const identity: KeyOf = (item) => ({ value: item, defined: TRUE, faults: [] });
