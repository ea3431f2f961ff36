import { apply, FALSE, ite, type Term } from "../smt/term.ts";
import { type PythonType, unionOf } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { decode, emptySequence, encode, sequenceOf } from "./codec.ts";
import type { Calculation, Fresh } from "./fresh.ts";
import { endingOfLoop, type Items } from "./iterate.ts";
import { typeOf } from "./type-of.ts";
import { type Ending, inOrder, type Meaning, type Pure, type Symbolic, sized } from "./value.ts";

/** What one turn of a loop gives, and how it ends. */
export interface Contribution extends Ending {
  term: Term;
}

/** How contributions make up a whole: lists by concatenation, numbers by addition. `join` is associative, with `empty` as its unit. */
export interface Monoid {
  type: PythonType;
  empty: Term;
  join: (left: Term, right: Term) => Term;
}

export const lists = (element: PythonType): Monoid => ({
  type: { kind: "sequence", flavour: "list", element },
  empty: emptySequence(element),
  join: (left, right) => apply("seq.++", left, right),
});

export const TEXTS: Monoid = { type: { kind: "str" }, empty: '""', join: (a, b) => apply("str.++", a, b) };
export const INTEGERS: Monoid = { type: { kind: "int" }, empty: "0", join: (a, b) => apply("+", a, b) };
export const REALS: Monoid = { type: { kind: "float" }, empty: "0.0", join: (a, b) => apply("+", a, b) };

/** The whole of what `step` makes of each item, one after the other; the first turn that raises ends it. */
export function accumulate(
  items: Items,
  monoid: Monoid,
  step: (item: Symbolic) => Contribution,
  fresh: Fresh,
): Contribution {
  const turn = (item: Meaning): Contribution => {
    const done = step(item.value);
    return { term: done.term, ...inOrder(item, done) };
  };
  if (items.kind === "fixed") {
    const turns = items.items.map(turn);
    const term = turns.reduce<Term | null>(
      (whole, next) => (whole === null ? next.term : monoid.join(whole, next.term)),
      null,
    );
    return { term: sized(term ?? monoid.empty), ...inOrder(...turns) };
  }
  const whole = recursion(
    monoid.type,
    monoid.empty,
    (state, index) => monoid.join(state, turn(items.at(index)).term),
    fresh,
  );
  const ending = endingOfLoop(items.length, (index) => ({ ...turn(items.at(index)), stops: FALSE }), true, fresh);
  return { term: whole(items.length), ...ending };
}

/** The state after a number of turns, each of which gets the state before it and its position. */
export function recursion(
  type: PythonType,
  initial: Term,
  update: (state: Term, index: Term) => Term,
  fresh: Fresh,
): Calculation {
  return fresh.recursive(type, (count, self) => {
    const before = apply("-", count, "1");
    return sized(ite(apply("<=", count, "0"), initial, update(self(before), before)));
  });
}

/** Items of one type by position, none of which raises. */
export interface Row {
  type: PythonType;
  length: Term;
  at: (index: Term) => Term;
}

/** The items as terms of one type. Throws UnsupportedConstruct where they have none, or where reaching one may raise. */
export function rowOf(items: Items, fresh: Fresh): Row {
  const type = typeOfItems(items, fresh);
  if (type === null) throw new UnsupportedConstruct("items_of_unknown_type");
  fresh.use(type);
  if (items.kind === "fixed") {
    if (items.items.some(({ faults }) => faults.length > 0)) throw new UnsupportedConstruct("items_that_raise");
    const term = sequenceOf(
      type,
      items.items.map(({ value }) => value),
    );
    if (term === null) throw new UnsupportedConstruct("items_of_unknown_type");
    const { length } = items.items;
    return { type, length: String(length), at: (index) => apply("seq.nth", term, index) };
  }
  return {
    type,
    length: items.length,
    at: (index) => {
      const { value, faults } = items.at(index);
      if (faults.length > 0) throw new UnsupportedConstruct("items_that_raise");
      return encoded(type, value);
    },
  };
}

export function encoded(type: PythonType, value: Symbolic): Term {
  const term = encode(type, value);
  if (term === null) throw new UnsupportedConstruct("mixed_types");
  return term;
}

/** The type that holds every item; null when there is none, as for no items at all. */
export function typeOfItems(items: Items, fresh: Fresh): PythonType | null {
  const types: (PythonType | null)[] = [];
  if (items.kind === "fixed") types.push(...items.items.map(({ value }) => typeOf(value)));
  else
    fresh.probe((index) => {
      types.push(typeOf(items.at(index).value));
    });
  const known = types.filter((type) => type !== null);
  return known.length === 0 || known.length !== types.length ? null : unionOf(known);
}

export const decodedRow = (row: Row, index: Term): Symbolic => decode(row.type, row.at(index));

/** A list of a row's items, with its length and its items stated. */
export function listOfRow(row: Row, fresh: Fresh): Pure & { kind: "sequence" } {
  const { type, length } = row;
  const { empty, join } = lists(type);
  const whole = recursion(
    { kind: "sequence", flavour: "list", element: type },
    empty,
    (state, index) => join(state, apply("seq.unit", row.at(index))),
    fresh,
  );
  const term = whole(length);
  statePointwise(term, length, row.at, fresh);
  return { kind: "sequence", flavour: "list", element: type, term };
}

/** States the length of a sequence and each of its items. */
export function statePointwise(term: Term, length: Term, at: (index: Term) => Term, fresh: Fresh): void {
  fresh.lemma(() => apply("=", apply("seq.len", term), length));
  fresh.lemma(() => fresh.forAll(length, (index) => apply("=", apply("seq.nth", term, index), at(index))));
}
