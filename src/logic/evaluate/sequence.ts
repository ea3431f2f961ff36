import { equals } from "./compare.ts";
import { integerOf, isNumber } from "./number.ts";
import { codePoints, int, PythonError, rangeLength, str, typeError, type Value } from "./value.ts";

/** The items an iteration over the value yields, in order; raises TypeError when it is not iterable. */
export function* iterate(value: Value): Generator<Value> {
  switch (value.kind) {
    case "str":
      for (const character of codePoints(value.value)) yield str(character);
      return;
    case "list":
    case "tuple":
    case "set":
      yield* value.items;
      return;
    case "dict":
      for (const { key } of value.entries) yield key;
      return;
    case "range":
      for (let index = 0n, length = rangeLength(value); index < length; index += 1n)
        yield int(value.start + index * value.step);
      return;
    case "iterator":
      yield* value.items;
      return;
    default:
      throw typeError();
  }
}

export function isIterable(value: Value): boolean {
  return !["int", "bool", "float", "none"].includes(value.kind);
}

/** `len(value)`. */
export function lengthOf(value: Value): bigint {
  switch (value.kind) {
    case "str":
      return BigInt(codePoints(value.value).length);
    case "list":
    case "tuple":
    case "set":
      return BigInt(value.items.length);
    case "dict":
      return BigInt(value.entries.length);
    case "range":
      return rangeLength(value);
    default:
      throw typeError();
  }
}

/** `container[index]`. */
export function item(container: Value, index: Value): Value {
  if (container.kind === "dict") {
    const entry = container.entries.find(({ key }) => equals(key, index));
    if (entry === undefined) throw new PythonError("KeyError");
    return entry.value;
  }
  if (container.kind !== "str" && container.kind !== "list" && container.kind !== "tuple" && container.kind !== "range")
    throw typeError();
  const position = indexOf(index);
  const length = lengthOf(container);
  const normal = position < 0n ? position + length : position;
  if (normal < 0n || normal >= length) throw new PythonError("IndexError");
  if (container.kind === "range") return int(container.start + normal * container.step);
  const found =
    container.kind === "str" ? codePoints(container.value)[Number(normal)] : container.items[Number(normal)];
  if (found === undefined) throw new RangeError(`no item ${normal}`);
  return typeof found === "string" ? str(found) : found;
}

function indexOf(value: Value): bigint {
  if (!isNumber(value) || value.kind === "float") throw typeError();
  return integerOf(value);
}

/** `container[start:stop:step]`; null bounds are absent (CPython's `PySlice_AdjustIndices`). */
export function slice(container: Value, bounds: [Value | null, Value | null, Value | null]): Value {
  if (container.kind !== "str" && container.kind !== "list" && container.kind !== "tuple" && container.kind !== "range")
    throw typeError();
  const [from, to, by] = bounds.map((bound) => (bound === null || bound.kind === "none" ? null : indexOf(bound)));
  const step = by ?? 1n;
  if (step === 0n) throw new PythonError("ValueError");
  const length = lengthOf(container);
  const [lowest, highest] = step > 0n ? [0n, length] : [-1n, length - 1n];
  const clamp = (bound: bigint): bigint => {
    const normal = bound < 0n ? bound + length : bound;
    return normal < lowest ? lowest : normal > highest ? highest : normal;
  };
  const start = from === null || from === undefined ? (step > 0n ? lowest : highest) : clamp(from);
  const stop = to === null || to === undefined ? (step > 0n ? highest : lowest) : clamp(to);
  if (container.kind === "range")
    return {
      kind: "range",
      start: container.start + start * container.step,
      stop: container.start + stop * container.step,
      step: container.step * step,
    };
  const positions = [...iterate({ kind: "range", start, stop, step })].map((position) =>
    position.kind === "int" ? Number(position.value) : 0,
  );
  if (container.kind === "str") {
    const characters = codePoints(container.value);
    return str(positions.map((position) => characters[position] ?? "").join(""));
  }
  return { kind: container.kind, items: positions.flatMap((position) => container.items[position] ?? []) };
}
