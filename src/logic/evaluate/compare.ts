import type { ComparisonOperator } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { compareNumbers, integerOf, isNumber } from "./number.ts";
import { codePoints, rangeLength, typeError, type Value } from "./value.ts";

/** One comparison, with Python's exceptions. */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return equals(left, right);
    case "!=":
      return !equals(left, right);
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
    case "is":
      return identical(left, right);
    case "is not":
      return !identical(left, right);
    default: {
      if (left.kind === "set" || right.kind === "set") throw new UnsupportedConstruct("ordering_of_sets");
      const order = orderOf(left, right);
      if (order === null) return false;
      if (operator === "<") return order < 0;
      if (operator === "<=") return order <= 0;
      return operator === ">" ? order > 0 : order >= 0;
    }
  }
}

export function equals(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (left.kind === "str" && right.kind === "str") return left.value === right.value;
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  if (left.kind === "iterator" || right.kind === "iterator") return left === right;
  if ((left.kind === "list" && right.kind === "list") || (left.kind === "tuple" && right.kind === "tuple"))
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => equals(item, at(right.items, index)))
    );
  if (left.kind === "set" && right.kind === "set")
    return left.items.length === right.items.length && left.items.every((item) => member(right.items, item));
  if (left.kind === "dict" && right.kind === "dict")
    return (
      left.entries.length === right.entries.length &&
      left.entries.every(({ key, value }) =>
        right.entries.some((other) => equals(key, other.key) && equals(value, other.value)),
      )
    );
  if (left.kind === "range" && right.kind === "range") {
    const length = rangeLength(left);
    if (length !== rangeLength(right)) return false;
    return length === 0n || (left.start === right.start && (length === 1n || left.step === right.step));
  }
  return false;
}

function at(items: Value[], index: number): Value {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

const member = (items: Value[], wanted: Value): boolean => items.some((item) => equals(item, wanted));

/** Negative, zero or positive; null when unordered (NaN). Raises TypeError between types without an order. */
export function orderOf(left: Value, right: Value): number | null {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (left.kind === "str" && right.kind === "str") {
    const [a, b] = [codePoints(left.value), codePoints(right.value)];
    for (const [index, character] of a.entries()) {
      const other = b[index];
      if (other === undefined) return 1;
      if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    }
    return a.length - b.length;
  }
  if ((left.kind === "list" && right.kind === "list") || (left.kind === "tuple" && right.kind === "tuple")) {
    for (const [index, item] of left.items.entries()) {
      const other = right.items[index];
      if (other === undefined) return 1;
      if (!equals(item, other)) return orderOf(item, other);
    }
    return left.items.length - right.items.length;
  }
  throw typeError();
}

export function contains(container: Value, item: Value): boolean {
  switch (container.kind) {
    case "str":
      if (item.kind !== "str") throw typeError();
      return container.value.includes(item.value);
    case "list":
    case "tuple":
      return member(container.items, item);
    case "set":
      requireHashable(item);
      return member(container.items, item);
    case "dict":
      requireHashable(item);
      return container.entries.some(({ key }) => equals(key, item));
    case "range": {
      if (!isNumber(item)) return false;
      if (item.kind === "float") {
        if (!Number.isInteger(item.value)) return false;
        return inRange(container, BigInt(item.value));
      }
      return inRange(container, integerOf(item));
    }
    case "iterator":
      for (const candidate of container.items) if (equals(candidate, item)) return true;
      return false;
    default:
      throw typeError();
  }
}

function inRange({ start, stop, step }: Value & { kind: "range" }, value: bigint): boolean {
  const within = step > 0n ? start <= value && value < stop : stop < value && value <= start;
  return within && (value - start) % step === 0n;
}

/** Raises TypeError for values that cannot be in a set. */
export function requireHashable(value: Value): void {
  if (value.kind === "list" || value.kind === "set" || value.kind === "dict") throw typeError();
  if (value.kind === "tuple") value.items.forEach(requireHashable);
}

function identical(left: Value, right: Value): boolean {
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  if (left.kind === "bool" && right.kind === "bool") return left.value === right.value;
  if (left.kind !== right.kind) return false;
  throw new UnsupportedConstruct("operator:is");
}
