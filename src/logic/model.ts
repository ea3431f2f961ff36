import { equals } from "./evaluate/compare.ts";
import type { Value } from "./evaluate/value.ts";
import type { SExpression } from "./smt/s-expression.ts";
import { constructorOf, entryOf } from "./smt/sort.ts";
import type { PythonType } from "./types/python-type.ts";

/** A value as Z3 prints it, as a Python value of the type; null when it has none (an irrational, a surrogate pair, an unknown class). */
export function modelValue(type: PythonType, printed: SExpression): Value | null {
  switch (type.kind) {
    case "int": {
      const value = integerOf(printed);
      return value === null ? null : { kind: "int", value };
    }
    case "bool":
      return printed === "true" || printed === "false" ? { kind: "bool", value: printed === "true" } : null;
    case "float": {
      const value = rationalOf(printed);
      return value === null ? null : { kind: "float", value: nearestDouble(value) };
    }
    case "str": {
      const value = stringOf(printed);
      return value === null ? null : { kind: "str", value };
    }
    case "none":
      return { kind: "none" };
    case "opaque": // any object will do where the annotation admits all
      return type.name === null ? { kind: "int", value: 0n } : null;
    case "sequence": {
      const items = sequenceOf(printed)?.map((item) => modelValue(type.element, item));
      return items === undefined ? null : collection(type.flavour === "tuple" ? "tuple" : "list", items);
    }
    case "tuple": {
      const fields = Array.isArray(printed) ? printed.slice(1) : [];
      if (fields.length !== type.items.length) return null;
      return collection(
        "tuple",
        type.items.map((item, index) => modelValue(item, fields[index] ?? "")),
      );
    }
    case "set": {
      const content = contentOf(printed);
      const listed = content === null ? null : arrayOf(content.array);
      const members = listed === null || listed.rest !== "false" ? [] : heldBy(listed, (value) => value === "true");
      const chosen = content === null ? null : agreeing(content.sequence, members);
      const items = chosen === null ? null : distinct(chosen.map((item) => modelValue(type.element, item)));
      return items === null ? null : { kind: "set", items };
    }
    case "dict": {
      const content = contentOf(printed);
      if (content === null) return null;
      const entries = arrayOf(content.array);
      if (entries === null) return null;
      const { some, none } = entryOf(type.value);
      const listed = entries.rest === none ? heldBy(entries, (value) => value !== none) : [];
      const chosen = agreeing(content.sequence, listed);
      const keys = distinct(chosen.map((key) => modelValue(type.key, key)));
      if (keys === null) return null;
      const held: { key: Value; value: Value }[] = [];
      for (const [position, key] of keys.entries()) {
        const wanted = JSON.stringify(chosen[position]);
        const entry = entries.stores.findLast((store) => JSON.stringify(store.index) === wanted)?.value ?? entries.rest;
        const value = Array.isArray(entry) && entry[0] === some ? modelValue(type.value, entry[1] ?? "") : null;
        if (value === null) return null;
        held.push({ key, value });
      }
      return { kind: "dict", entries: held };
    }
    case "union": {
      if (!Array.isArray(printed)) return null;
      const [chosen, field] = printed;
      const index = type.members.findIndex((_, position) => constructorOf(type, position) === chosen);
      const member = type.members[index];
      return member === undefined || field === undefined ? null : modelValue(member, field);
    }
  }
}

function collection(kind: "list" | "tuple", items: (Value | null)[]): Value | null {
  const known = items.filter((item) => item !== null);
  return known.length === items.length ? { kind, items: known } : null;
}

/** The fields of a printed dict or set. */
function contentOf(printed: SExpression): { sequence: SExpression[]; array: SExpression } | null {
  const [, first, array] = Array.isArray(printed) ? printed : [];
  const sequence = first === undefined ? null : sequenceOf(first);
  return sequence === null || array === undefined ? null : { sequence, array };
}

/**
 * The keys or elements that a model means, which need not say the same in both places: those of the sequence when the array has none or the same
 * ones, otherwise the array's. Whoever relies on the value evaluates it.
 */
function agreeing(sequence: SExpression[], array: SExpression[]): SExpression[] {
  const [listed, held] = [sequence, array].map((items) =>
    [...new Set(items.map((item) => JSON.stringify(item)))].sort(),
  );
  return array.length === 0 || JSON.stringify(listed) === JSON.stringify(held) ? sequence : array;
}

/** The indices at which a printed array holds something of interest. */
function heldBy(
  { stores }: { stores: { index: SExpression; value: SExpression }[] },
  isHeld: (value: SExpression) => boolean,
): SExpression[] {
  const last = new Map(stores.map((store) => [JSON.stringify(store.index), store]));
  return [...last.values()].filter(({ value }) => isHeld(value)).map(({ index }) => index);
}

/** The values when all are known and no two are equal, which a model of a dict or set need not care for. */
function distinct(values: (Value | null)[]): Value[] | null {
  const known = values.filter((value) => value !== null);
  if (known.length !== values.length) return null;
  return known.some((value, index) => known.slice(0, index).some((earlier) => equals(earlier, value))) ? null : known;
}

/** A printed array: what it holds at all other indices, and stores in their order. */
function arrayOf(
  printed: SExpression,
): { rest: SExpression; stores: { index: SExpression; value: SExpression }[] } | null {
  if (!Array.isArray(printed)) return null;
  const [operator, ...operands] = printed;
  if (operator === "store") {
    const [array, index, value] = operands;
    const inner = array === undefined ? null : arrayOf(array);
    if (inner === null || index === undefined || value === undefined) return null;
    return { ...inner, stores: [...inner.stores, { index, value }] };
  }
  const [rest, ...others] = operands;
  const isConstant = Array.isArray(operator) && operator[0] === "as" && operator[1] === "const";
  return isConstant && rest !== undefined && others.length === 0 ? { rest, stores: [] } : null;
}

function integerOf(printed: SExpression): bigint | null {
  if (typeof printed === "string") return /^\d+$/.test(printed) ? BigInt(printed) : null;
  const [operator, operand, ...others] = printed;
  if (operator !== "-" || operand === undefined || others.length > 0) return null;
  const magnitude = integerOf(operand);
  return magnitude === null ? null : -magnitude;
}

interface Rational {
  numerator: bigint;
  denominator: bigint;
}

function rationalOf(printed: SExpression): Rational | null {
  if (typeof printed === "string") {
    const match = /^(\d+)(?:\.(\d+))?$/.exec(printed);
    if (match === null) return null;
    const fraction = match[2] ?? "";
    return { numerator: BigInt(`${match[1]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
  }
  const [operator, first, second, ...others] = printed;
  if (first === undefined || others.length > 0) return null;
  const left = rationalOf(first);
  if (left === null) return null;
  if (operator === "-" && second === undefined) return { ...left, numerator: -left.numerator };
  const right = second === undefined ? null : rationalOf(second);
  if (operator !== "/" || right === null || right.numerator === 0n) return null;
  const sign = right.numerator < 0n ? -1n : 1n;
  return {
    numerator: left.numerator * right.denominator * sign,
    denominator: left.denominator * right.numerator * sign,
  };
}

/** Significant bits that are kept before rounding to a double: enough that rounding twice can only matter for a tie, which is then kept odd. */
const KEPT_BITS = 80n;

/** The double nearest to a fraction. */
function nearestDouble({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const bits = (value: bigint) => BigInt(value.toString(2).length);
  const shift = KEPT_BITS - bits(magnitude) + bits(denominator);
  const [scaled, divisor] = shift >= 0n ? [magnitude << shift, denominator] : [magnitude, denominator << -shift];
  const quotient = scaled / divisor;
  const sticky = scaled % divisor === 0n ? 0n : 1n;
  const result = Number(quotient | sticky) * 2 ** Number(-shift);
  return numerator < 0n ? -result : result;
}

/** The text of an SMT-LIB string literal; null when it has a pair of surrogates, which Python keeps apart and UTF-16 cannot. */
function stringOf(printed: SExpression): string | null {
  if (typeof printed !== "string" || !printed.startsWith('"')) return null;
  const escapes = /\\u\{([0-9a-fA-F]{1,5})\}|\\u([0-9a-fA-F]{4})|""|[\s\S]/gu;
  let text = "";
  let previous = 0;
  for (const [character, braced, plain] of printed.slice(1, -1).matchAll(escapes)) {
    const hex = braced ?? plain;
    const code = hex === undefined ? (character.codePointAt(0) ?? 0) : Number.parseInt(hex, 16);
    if (previous >= 0xd800 && previous < 0xdc00 && code >= 0xdc00 && code < 0xe000) return null;
    text += String.fromCodePoint(code);
    previous = code;
  }
  return text;
}

/** The items of a printed sequence. */
function sequenceOf(printed: SExpression): SExpression[] | null {
  if (!Array.isArray(printed)) return printed === "seq.empty" ? [] : null;
  const [operator, ...operands] = printed;
  if (operator === "as") return operands[0] === "seq.empty" ? [] : null;
  if (operator === "seq.unit") return operands[0] === undefined ? null : [operands[0]];
  if (operator !== "seq.++") return null;
  const parts = operands.map(sequenceOf);
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? known.flat() : null;
}
