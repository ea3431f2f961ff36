import type { Expression } from "../../ir/expression/ast.ts";
import { stringRepr } from "../../ir/expression/repr.ts";
import { floatRepr } from "../../logic/evaluate/value.ts";

/**
 * Python values in the form the search computes with. An int is a JavaScript number that is a safe integer, `None` is null, a list an array. Nobody changes a
 * value once it is made, so programs share them.
 */
export type Value = number | PyFloat | boolean | string | null | readonly Value[] | Tuple | PySet | PyDict | Failure;

export class PyFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** Its members in an order that depends on them alone: two equal sets look the same. */
export class PySet {
  readonly items: readonly Value[];
  constructor(members: readonly Value[]) {
    this.items = unique(members).sort((a, b) => hashValue(a) - hashValue(b));
  }
}

export class PyDict {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
  constructor(keys: readonly Value[], values: readonly Value[]) {
    this.keys = keys;
    this.values = values;
  }
}

/** Python raises here, or the value is one the search does not represent: an int past 2^53, a list of thousands. Never an answer. */
export class Failure {}
export const FAILURE = new Failure();

/** Longest list or string the search works with. */
export const MAX_LENGTH = 2000;

export const integer = (value: number): Value => (Number.isSafeInteger(value) ? value + 0 : FAILURE);
export const float = (value: number): Value => (Number.isFinite(value) ? new PyFloat(value) : FAILURE);

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The number a value is, or NaN when it is none. */
export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (value instanceof PyFloat) return value.value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return Number.NaN;
}

/** What iterating the value gives, or null when it cannot be iterated. A set gives nothing: its order is not fixed. */
export function itemsOf(value: Value): readonly Value[] | null {
  if (typeof value === "string") return value.split("");
  if (isList(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (value instanceof PyDict) return value.keys;
  return null;
}

/** Python's `==`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a === "string" || typeof b === "string") return false;
  if (isList(a)) return isList(b) && allEqual(a, b);
  if (a instanceof Tuple) return b instanceof Tuple && allEqual(a.items, b.items);
  if (a instanceof PySet) return b instanceof PySet && allEqual(a.items, b.items);
  if (a instanceof PyDict) {
    if (!(b instanceof PyDict) || a.keys.length !== b.keys.length) return false;
    return a.keys.every((key, index) => {
      const held = lookup(b, key);
      return held !== undefined && equals(a.values[index] ?? null, held);
    });
  }
  return toNumber(a) === toNumber(b);
}

function allEqual(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!equals(a[index] ?? null, b[index] ?? null)) return false;
  return true;
}

/** The same value of the same types throughout: `1`, `1.0` and `True` are three. */
export function identical(a: Value, b: Value): boolean {
  return equals(a, b) && hashValue(a) === hashValue(b);
}

export function lookup(dict: PyDict, key: Value): Value | undefined {
  for (let index = 0; index < dict.keys.length; index++) {
    if (equals(dict.keys[index] ?? null, key)) return dict.values[index] ?? null;
  }
  return undefined;
}

/** Python's order: negative, zero or positive, NaN where `<` raises TypeError. */
export function compare(a: Value, b: Value): number {
  if (typeof a === "string" || typeof b === "string") {
    if (typeof a !== "string" || typeof b !== "string") return Number.NaN;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const left = isList(a) ? a : a instanceof Tuple ? a.items : null;
  if (left === null) return toNumber(a) - toNumber(b);
  const right = isList(a) ? (isList(b) ? b : null) : b instanceof Tuple ? b.items : null;
  if (right === null) return Number.NaN;
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order = compare(left[index] ?? null, right[index] ?? null);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** First of each group of equal values, in order. */
export function unique(items: readonly Value[]): Value[] {
  const kept: Value[] = [];
  const seen = new Map<number, Value[]>();
  for (const item of items) {
    const hash = hashValue(
      typeof item === "number" || item instanceof PyFloat ? (toNumber(item) % 1 === 0 ? toNumber(item) : item) : item,
    );
    const bucket = seen.get(hash);
    if (bucket === undefined) seen.set(hash, [item]);
    else if (bucket.some((other) => equals(other, item))) continue;
    else bucket.push(item);
    kept.push(item);
  }
  return kept;
}

const mix = (hash: number, part: number): number => Math.imul(hash ^ part, 0x5bd1e995) ^ (hash >>> 13);

/** 32 bits of a value and its types. */
export function hashValue(value: Value): number {
  if (typeof value === "number") return mix(mix(17, value | 0), Math.floor(value / 4294967296) | 0);
  if (typeof value === "string") {
    let hash = 23;
    hashed.count += 1 + value.length / 8;
    for (let index = 0; index < value.length; index++) hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193);
    return mix(hash, value.length);
  }
  if (typeof value === "boolean") return value ? 29 : 31;
  if (value === null) return 37;
  if (value instanceof PyFloat) return hashFloat(value.value);
  if (value instanceof Failure) return 41;
  if (value instanceof PyDict) return mix(hashItems(value.keys, 43), hashItems(value.values, 47));
  if (value instanceof PySet) return hashItems(value.items, 53);
  return value instanceof Tuple ? hashItems(value.items, 59) : hashItems(value, 61);
}

/** Items and characters hashed so far: a measure of work that is the same on every machine. */
export const hashed = { count: 0 };

function hashItems(items: readonly Value[], seed: number): number {
  let hash = seed;
  hashed.count += 1 + items.length;
  for (let index = 0; index < items.length; index++) hash = mix(hash, hashValue(items[index] ?? null)) | 0;
  return mix(hash, items.length);
}

const floatBits = new DataView(new ArrayBuffer(8));
function hashFloat(value: number): number {
  floatBits.setFloat64(0, value === 0 ? 0 : value);
  return mix(mix(67, floatBits.getInt32(0)), floatBits.getInt32(4));
}

/** The value as Python source. */
export function literal(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return stringRepr(value);
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (value instanceof Failure) return "an exception";
  if (value instanceof PySet) return value.items.length === 0 ? "set()" : `{${value.items.map(literal).join(", ")}}`;
  if (value instanceof PyDict) {
    return `{${value.keys.map((key, index) => `${literal(key)}: ${literal(value.values[index] ?? null)}`).join(", ")}}`;
  }
  if (value instanceof Tuple) return `(${value.items.map(literal).join(", ")}${value.items.length === 1 ? "," : ""})`;
  return `[${value.map(literal).join(", ")}]`;
}

/** The value a literal denotes; null with what is not a literal, with an int past 2^53, and with text beyond the basic plane, whose indices differ from Python's. */
export function fromLiteral(expression: Expression): { value: Value } | null {
  switch (expression.kind) {
    case "integer": {
      const value = Number(expression.value);
      return Number.isSafeInteger(value) ? { value } : null;
    }
    case "float":
      return { value: new PyFloat(Number(expression.text.replaceAll("_", ""))) };
    case "string":
      return /[\ud800-\udfff]/.test(expression.value) ? null : { value: expression.value };
    case "boolean":
      return { value: expression.value };
    case "none":
      return { value: null };
    case "unary": {
      const operand = expression.operator === "-" ? fromLiteral(expression.operand) : null;
      if (typeof operand?.value === "number") return { value: -operand.value + 0 };
      return operand?.value instanceof PyFloat ? { value: new PyFloat(-operand.value.value) } : null;
    }
    case "list":
    case "tuple":
    case "set": {
      const items = allFromLiterals(expression.items);
      if (items === null) return null;
      return {
        value: expression.kind === "list" ? items : expression.kind === "tuple" ? new Tuple(items) : new PySet(items),
      };
    }
    case "dict": {
      const keys = allFromLiterals(expression.entries.map(({ key }) => key ?? { kind: "ellipsis" }));
      const values = allFromLiterals(expression.entries.map(({ value }) => value));
      if (keys === null || values === null) return null;
      // A key that comes again keeps its place and takes the new value.
      const distinct = unique(keys);
      const last = (key: Value): Value => values[keys.findLastIndex((other) => equals(other, key))] ?? null;
      return { value: new PyDict(distinct, distinct.map(last)) };
    }
    default:
      return null;
  }
}

function allFromLiterals(expressions: readonly Expression[]): Value[] | null {
  const values: Value[] = [];
  for (const expression of expressions) {
    const read = fromLiteral(expression);
    if (read === null) return null;
    values.push(read.value);
  }
  return values;
}
