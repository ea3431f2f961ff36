import { constructorOf, entryOf, selectorOf } from "../smt/sort.ts";
import { and, apply, equal, FALSE, ite, not, type Term, TRUE } from "../smt/term.ts";
import { isKey, type PythonType, typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { decode, emptyDict, emptySequence, encode } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import type { Items } from "./iterate.ts";
import { byKey, isHashable, keyType } from "./key.ts";
import { recursion, rowOf } from "./loop.ts";
import { removed } from "./set.ts";
import { typeOf } from "./type-of.ts";
import {
  boolean,
  certain,
  choose,
  type DictContent,
  type Meaning,
  type Pure,
  pure,
  raises,
  type Symbolic,
  sized,
  total,
  unless,
} from "./value.ts";

export type DictValue = Pure & { kind: "dict" };

const entryAt = (content: DictContent, key: Term): Term => apply("select", content.entries, key);
const isSome = (content: DictContent, entry: Term): Term => apply(`(_ is ${entryOf(content.value).some})`, entry);
const heldIn = (content: DictContent, entry: Term): Symbolic =>
  decode(content.value, apply(entryOf(content.value).value, entry));

/** Keys in order, each with what the dict holds for it. */
export function entriesOf(dict: DictValue): {
  length: Term;
  keyAt: (index: Term) => Symbolic;
  valueAt: (index: Term) => Symbolic;
} {
  const { of } = dict;
  if (of === null) return { length: "0", keyAt: () => [], valueAt: () => [] };
  const key = (index: Term) => apply("seq.nth", of.keys, index);
  return {
    length: apply("seq.len", of.keys),
    keyAt: (index) => decode(of.key, key(index)),
    valueAt: (index) => heldIn(of, entryAt(of, key(index))),
  };
}

export function keysOf(dict: DictValue): Items {
  if (dict.of === null) return { kind: "fixed", items: [] };
  const { length, keyAt } = entriesOf(dict);
  return { kind: "indexed", length, at: (index) => certain(keyAt(index)) };
}

/** `keys()`, `values()` and `items()`. */
export function viewOf(dict: DictValue, which: "keys" | "values" | "items"): Pure {
  const { length, keyAt, valueAt } = entriesOf(dict);
  return {
    kind: "items",
    view: true,
    length,
    at: (index) => {
      if (which === "keys") return certain(keyAt(index));
      if (which === "values") return certain(valueAt(index));
      return total({ kind: "fixed", flavour: "tuple", items: [keyAt(index), valueAt(index)] });
    },
  };
}

/** `key in dict`. */
export function hasKey({ of }: DictValue, key: Pure): Meaning {
  if (of === null) return isHashable(key) ? total(boolean(FALSE)) : raises("TypeError");
  return byKey(
    of.key,
    pure(key),
    (possible, term) => total(boolean(and(possible, isSome(of, entryAt(of, term))))),
    total(boolean(FALSE)),
  );
}

/** `dict[key]`. */
export function itemOf({ of }: DictValue, key: Pure): Meaning {
  if (of === null) return raises(isHashable(key) ? "KeyError" : "TypeError");
  return byKey(
    of.key,
    pure(key),
    (possible, term) => {
      const entry = entryAt(of, term);
      return unless("KeyError", and(possible, isSome(of, entry)), heldIn(of, entry));
    },
    raises("KeyError"),
  );
}

/** `dict.get(key, otherwise)`. */
export function getOf({ of }: DictValue, key: Symbolic, otherwise: Symbolic): Meaning {
  if (of === null) {
    if (key.some(({ value }) => !isHashable(value))) throw new UnsupportedConstruct("hash");
    return certain(otherwise);
  }
  return byKey(
    of.key,
    key,
    (possible, term) => {
      const entry = entryAt(of, term);
      return certain(choose(and(possible, isSome(of, entry)), heldIn(of, entry), otherwise));
    },
    certain(otherwise),
  );
}

/** The dict after `dict[key] = value`. The first item gives `{}` its types. */
export function withItem({ of }: DictValue, key: Symbolic, value: Symbolic): Meaning {
  if (key.some((part) => !isHashable(part.value))) {
    if (key.every((part) => !isHashable(part.value))) return raises("TypeError");
    throw new UnsupportedConstruct("hash");
  }
  const content = of ?? emptyOf(keyType(key), typeOf(value));
  const [term, held] = [encode(content.key, key), encode(content.value, value)];
  if (term === null || held === null) throw new UnsupportedConstruct("mixed_types_in_dict");
  return total({ kind: "dict", of: stored(content, term, held) });
}

function emptyOf(key: PythonType, value: PythonType | null): DictContent {
  if (value === null) throw new UnsupportedConstruct("items_of_unknown_type");
  return emptyDict(key, value);
}

function stored(content: DictContent, key: Term, value: Term): DictContent {
  const unit = apply("seq.unit", key);
  const isFirst = content.keys === emptySequence(content.key);
  const more = ite(isSome(content, entryAt(content, key)), emptySequence(content.key), unit);
  return {
    ...content,
    keys: sized(isFirst ? unit : apply("seq.++", content.keys, more)),
    entries: sized(apply("store", content.entries, key, apply(entryOf(content.value).some, value))),
  };
}

/** The dict after `del dict[key]`. */
export function withoutItem(dict: DictValue, key: Symbolic): Meaning {
  const { of } = dict;
  if (of === null) {
    if (key.some(({ value }) => !isHashable(value))) throw new UnsupportedConstruct("hash");
    return raises("KeyError");
  }
  return byKey(
    of.key,
    key,
    (possible, term) => {
      const has = and(possible, isSome(of, entryAt(of, term)));
      const rest: DictContent = {
        ...of,
        keys: sized(removed(of.keys, term)),
        entries: sized(apply("store", of.entries, term, entryOf(of.value).none)),
      };
      return unless("KeyError", has, pure({ kind: "dict", of: rest }));
    },
    raises("KeyError"),
  );
}

/** `{key: value, ...}`, later items over earlier ones. */
export function dictOfDisplay(items: { key: Symbolic; value: Symbolic }[]): Meaning {
  if (items.length === 0) return total({ kind: "dict", of: null });
  if (items.some(({ key }) => key.some(({ value }) => !isHashable(value)))) return raises("TypeError");
  const key = keyType(items.flatMap((item) => item.key));
  const value = typeOf(items.flatMap((item) => item.value));
  let content = emptyOf(key, value);
  for (const item of items) {
    const [term, held] = [encode(content.key, item.key), encode(content.value, item.value)];
    if (term === null || held === null) throw new UnsupportedConstruct("mixed_types_in_dict");
    content = stored(content, term, held);
  }
  return total({ kind: "dict", of: content });
}

/** `dict(items)` of pairs. */
export function dictOfPairs(items: Items, fresh: Fresh): Meaning {
  if (items.kind === "fixed") {
    const pairs = items.items.map(({ value }) => {
      const [only, ...others] = value;
      if (only?.value.kind !== "fixed" || others.length > 0) throw new UnsupportedConstruct("dict_of_items");
      const [key, held, ...more] = only.value.items;
      if (only.value.flavour === "set" || key === undefined || held === undefined || more.length > 0)
        throw new UnsupportedConstruct("dict_of_items");
      return { key, value: held };
    });
    return dictOfDisplay(pairs);
  }
  const row = rowOf(items, fresh);
  const { type: pair } = row;
  const [key, value, ...others] = pair.kind === "tuple" ? pair.items : [];
  if (key === undefined || value === undefined || others.length > 0) throw new UnsupportedConstruct("dict_of_items");
  if (!isKey(key)) throw new UnsupportedConstruct("keys_of_mixed_types");
  const type: PythonType = { kind: "dict", key, value };
  const entry = entryOf(value);
  const content = emptyDict(key, value);
  const initial = apply(constructorOf(type), content.keys, content.entries);
  const whole = recursion(
    type,
    initial,
    (state, index) =>
      fresh.named(state, (dict) =>
        fresh.named(row.at(index), (item) => {
          const [keys, entries] = [apply(selectorOf(type, 0), dict), apply(selectorOf(type, 1), dict)];
          const [name, held] = [apply(selectorOf(pair, 0), item), apply(selectorOf(pair, 1), item)];
          const known = apply(`(_ is ${entry.some})`, apply("select", entries, name));
          const more = ite(known, emptySequence(key), apply("seq.unit", name));
          return apply(
            constructorOf(type),
            apply("seq.++", keys, more),
            apply("store", entries, name, apply(entry.some, held)),
          );
        }),
      ),
    fresh,
  );
  const dict = decode(type, whole(row.length));
  const [only] = dict;
  if (only?.value.kind === "dict" && only.value.of !== null) {
    const { of } = only.value;
    const size = apply("seq.len", of.keys);
    fresh.lemma(() => and(apply("<=", size, row.length), equal(equal(size, "0"), equal(row.length, "0"))));
    fresh.lemma(() =>
      fresh.forAll(row.length, (index) => isSome(of, entryAt(of, apply(selectorOf(pair, 0), row.at(index))))),
    );
    stateDict(of, fresh);
  }
  return certain(dict);
}

/** States that a dict's keys are those that have entries, each once. */
export function stateDict(content: DictContent, fresh: Fresh): void {
  const size = apply("seq.len", content.keys);
  const at = (index: Term) => apply("seq.nth", content.keys, index);
  fresh.lemma(() => fresh.forAll(size, (index) => isSome(content, entryAt(content, at(index)))));
  fresh.lemma(() =>
    fresh.forAll(size, (index) => fresh.forAll(index, (earlier) => not(equal(at(index), at(earlier))))),
  );
}

/** Whether two dicts hold the same for the same keys, in whatever order. Null when their values do not compare by their terms. */
export function equalDicts(left: DictValue, right: DictValue): Term | null {
  if (left.of === null || right.of === null) {
    const other = left.of ?? right.of;
    return other === null ? TRUE : equal(apply("seq.len", other.keys), "0");
  }
  if (typeName(left.of.key) !== typeName(right.of.key) || typeName(left.of.value) !== typeName(right.of.value))
    return null;
  return isKey(left.of.value) ? equal(left.of.entries, right.of.entries) : null;
}
