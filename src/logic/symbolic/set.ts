import { constructorOf, selectorOf } from "../smt/sort.ts";
import { and, apply, equal, FALSE, implies, ite, not, type Term, TRUE } from "../smt/term.ts";
import { isKey, type PythonType, typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { decode, emptySequence, emptySet, encode } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import type { Items } from "./iterate.ts";
import { byKey, keyType } from "./key.ts";
import { type Row, recursion, rowOf } from "./loop.ts";
import {
  boolean,
  certain,
  lengthOf,
  type Meaning,
  type Pure,
  pure,
  raises,
  type Symbolic,
  sized,
  total,
} from "./value.ts";

export type SetValue = Pure & { kind: "set" };

/** Sets of these elements; null for a display without items, whose type is open. */
export function setOfDisplay(items: Symbolic[]): SetValue | null {
  if (items.length === 0) return null;
  const element = keyType(items.flat());
  const known: Term[] = [];
  let set = emptySet(element);
  for (const item of items) {
    const term = encode(element, item);
    if (term === null) throw new UnsupportedConstruct("keys_of_mixed_types");
    if (known.includes(term)) continue;
    const isNew = [term, ...known].every((one) => isLiteral(one));
    set = { ...added(set, term, isNew), kind: "set" };
    known.push(term);
  }
  return set;
}

const isLiteral = (term: Term): boolean => /^(?:\d+|\(- \d+\)|"(?:[^"]|"")*"|true|false)$/.test(term);

function added(set: SetValue, term: Term, isNew: boolean): SetValue {
  const has = isNew ? FALSE : apply("select", set.members, term);
  const unit = apply("seq.unit", term);
  const first = set.items === emptySequence(set.element);
  const more = ite(has, emptySequence(set.element), unit);
  return {
    ...set,
    items: sized(first && (isNew || has.includes("as const")) ? unit : apply("seq.++", set.items, more)),
    members: sized(apply("store", set.members, term, "true")),
  };
}

/** `set(items)`. Raises TypeError for an item without a hash. */
export function setOfItems(items: Items, fresh: Fresh): Meaning {
  if (items.kind === "fixed") {
    const values = items.items.map(({ value }) => value);
    if (values.some((value) => value.some((part) => isUnhashable(part.value)))) {
      if (values.every((value) => value.every((part) => isUnhashable(part.value)))) return raises("TypeError");
      throw new UnsupportedConstruct("hash");
    }
    const set = setOfDisplay(values);
    return total(set ?? { kind: "fixed", flavour: "set", items: [] });
  }
  const row = rowOf(items, fresh);
  if (["sequence", "dict", "set"].includes(row.type.kind)) {
    if (row.type.kind === "sequence" && row.type.flavour !== "list") throw new UnsupportedConstruct("hash");
    return {
      value: pure(emptySet({ kind: "int" })),
      defined: equal(row.length, "0"),
      faults: [{ exception: "TypeError", when: not(equal(row.length, "0")) }],
    };
  }
  if (!isKey(row.type)) throw new UnsupportedConstruct("keys_of_mixed_types");
  return certain(setOfRow(row, fresh));
}

const isUnhashable = (value: Pure): boolean =>
  value.kind === "dict" ||
  value.kind === "set" ||
  (value.kind === "sequence" && value.flavour === "list") ||
  (value.kind === "fixed" &&
    (value.flavour !== "tuple" || value.items.some((item) => item.some((part) => isUnhashable(part.value)))));

function setOfRow(row: Row, fresh: Fresh): Symbolic {
  const type: PythonType = { kind: "set", element: row.type };
  const empty = encode(type, pure(emptySet(row.type))) ?? "";
  const whole = recursion(
    type,
    empty,
    (state, index) =>
      fresh.named(state, (set) =>
        fresh.named(row.at(index), (item) => {
          const [items, members] = [apply(selectorOf(type, 0), set), apply(selectorOf(type, 1), set)];
          const more = ite(apply("select", members, item), emptySequence(row.type), apply("seq.unit", item));
          return apply(constructorOf(type), apply("seq.++", items, more), apply("store", members, item, "true"));
        }),
      ),
    fresh,
  );
  const set = decode(type, whole(row.length));
  const [only] = set;
  if (only?.value.kind === "set") {
    const { items, members } = only.value;
    const size = apply("seq.len", items);
    fresh.lemma(() => and(apply("<=", size, row.length), implies(apply(">", row.length, "0"), apply(">", size, "0"))));
    fresh.lemma(() => fresh.forAll(row.length, (index) => apply("select", members, row.at(index))));
    stateSet(only.value, fresh);
  }
  return set;
}

/** States that a set's items are its members, each once. */
export function stateSet(set: SetValue, fresh: Fresh): void {
  const { items, members } = set;
  const size = apply("seq.len", items);
  const at = (index: Term) => apply("seq.nth", items, index);
  fresh.lemma(() => fresh.forAll(size, (index) => apply("select", members, at(index))));
  fresh.lemma(() =>
    fresh.forAll(size, (index) => fresh.forAll(index, (earlier) => not(equal(at(index), at(earlier))))),
  );
}

/** The members of a set in some order: only for what does not depend on it. */
export function unordered(set: SetValue): Items {
  return {
    kind: "indexed",
    length: lengthOf(set),
    at: (index) => certain(decode(set.element, apply("seq.nth", set.items, index))),
  };
}

/** A display as a set by its members; null for one without items. */
export function asSet(value: Pure, _fresh: Fresh): SetValue | null {
  if (value.kind === "set") return value;
  return value.kind === "fixed" && value.flavour === "set" ? setOfDisplay(value.items) : null;
}

export function hasMember(set: SetValue, item: Pure): Meaning {
  return byKey(
    set.element,
    pure(item),
    (possible, term) => total(boolean(and(possible, apply("select", set.members, term)))),
    total(boolean(FALSE)),
    true,
  );
}

/** The set after `add(item)`. */
export function withMember(set: SetValue, item: Symbolic): Meaning {
  return byKey(
    set.element,
    item,
    (possible, term) => {
      if (possible !== TRUE) throw new UnsupportedConstruct("keys_of_mixed_types");
      return total(added(set, term, false));
    },
    null,
  );
}

/** The set after `discard(item)`; `remove` raises KeyError for what is not in it. */
export function withoutMember(set: SetValue, item: Symbolic, method: "discard" | "remove"): Meaning {
  const absent = method === "remove" ? raises("KeyError") : total(set);
  return byKey(
    set.element,
    item,
    (possible, term) => {
      const has = and(possible, apply("select", set.members, term));
      const rest = {
        ...set,
        items: sized(ite(has, removed(set.items, term), set.items)),
        members: sized(ite(has, apply("store", set.members, term, "false"), set.members)),
      };
      if (method === "discard") return total(rest);
      return { value: pure(rest), defined: has, faults: [{ exception: "KeyError", when: not(has) }] };
    },
    absent,
    true,
  );
}

/** A sequence of distinct items without one that it holds. */
export function removed(items: Term, term: Term): Term {
  const at = apply("seq.indexof", items, apply("seq.unit", term), "0");
  const after = apply("+", at, "1");
  return apply(
    "seq.++",
    apply("seq.extract", items, "0", at),
    apply("seq.extract", items, after, apply("-", apply("seq.len", items), after)),
  );
}

export const sameElement = (left: SetValue, right: SetValue): boolean =>
  typeName(left.element) === typeName(right.element);
