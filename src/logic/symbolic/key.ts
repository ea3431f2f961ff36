import { FALSE, type Term, TRUE } from "../smt/term.ts";
import { isKey, type PythonType } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { encode, numberAs } from "./codec.ts";
import { typeOf } from "./type-of.ts";
import { type Meaning, map, opaqueUse, type Pure, pure, raises, type Symbolic } from "./value.ts";

/** Whether the value has a hash: not lists, sets and dicts, nor tuples that hold one. */
export function isHashable(value: Pure): boolean {
  switch (value.kind) {
    case "dict":
    case "set":
      return false;
    case "sequence":
      if (value.flavour === "either" || !isKey(value.element)) throw new UnsupportedConstruct("hash");
      return value.flavour === "tuple";
    case "fixed":
      return value.flavour === "tuple" && value.items.every((item) => item.every((part) => isHashable(part.value)));
    case "opaque":
      throw opaqueUse(value);
    default:
      return true;
  }
}

/** The condition under which a value equals one of the key's type, and its term as that; null when it never does. */
export function keyAs(type: PythonType, value: Pure): { possible: Term; term: Term } | null {
  if (value.kind === "opaque") throw opaqueUse(value);
  const number = numberAs(type, value);
  if (number !== null) return number;
  if (type.kind === "tuple" && value.kind === "fixed" && value.flavour === "tuple") {
    if (type.items.length !== value.items.length) return null;
    const term = encode(type, pure(value));
    if (term === null) throw new UnsupportedConstruct("key_of_other_type");
    return { possible: TRUE, term };
  }
  if (type.kind === "tuple" && value.kind === "sequence") throw new UnsupportedConstruct("key_of_other_type");
  const term = encode(type, pure(value));
  return term === null ? null : { possible: TRUE, term };
}

/** Whether the value is a set: `in`, `remove` and `discard` of a set look for it as a frozenset (https://docs.python.org/3/library/stdtypes.html#set). */
export const isSetValue = (value: Pure): boolean =>
  value.kind === "set" || (value.kind === "fixed" && value.flavour === "set");

/**
 * An operation on a hashed collection by key; other values raise TypeError, and those that equal no key have the meaning `otherwise`, or none when
 * it is null. With `frozen` sets are looked for as frozensets, which equal no key.
 */
export function byKey(
  type: PythonType,
  key: Symbolic,
  operation: (possible: Term, term: Term) => Meaning,
  otherwise: Meaning | null,
  frozen = false,
): Meaning {
  return map(key, (value) => {
    if (frozen && otherwise !== null && isSetValue(value)) return otherwise;
    if (!isHashable(value)) return raises("TypeError");
    const as = keyAs(type, value);
    if (as !== null && as.possible !== FALSE) return operation(as.possible, as.term);
    if (otherwise === null) throw new UnsupportedConstruct("keys_of_mixed_types");
    return otherwise;
  });
}

/** The type of values as keys. Throws UnsupportedConstruct where equal values may have different terms. */
export function keyType(values: Symbolic): PythonType {
  const type = typeOf(values);
  if (type === null || !isKey(type)) throw new UnsupportedConstruct("keys_of_mixed_types");
  return type;
}
