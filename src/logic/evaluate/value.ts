import { stringRepr } from "../../ir/expression/repr.ts";
import { UnsupportedConstruct } from "../unsupported.ts";

/** Python values of the built-in types that the evaluator knows. Strings are sequences of code points. */
export type Value =
  | { kind: "int"; value: bigint }
  | { kind: "bool"; value: boolean }
  | { kind: "float"; value: number }
  | { kind: "str"; value: string }
  | { kind: "none" }
  | { kind: "list" | "tuple" | "set"; items: Value[] }
  | { kind: "dict"; entries: { key: Value; value: Value }[] }
  | { kind: "range"; start: bigint; stop: bigint; step: bigint }
  /** A generator, `zip` or `enumerate` object: can be iterated once. */
  | { kind: "iterator"; items: Iterable<Value> };

/** Python raised: `exception` is the class's name. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  readonly exception: string;
  constructor(exception: string) {
    super(exception);
    this.exception = exception;
  }
}

export const NONE: Value = { kind: "none" };
export const int = (value: bigint): Value => ({ kind: "int", value });
export const bool = (value: boolean): Value => ({ kind: "bool", value });
export const float = (value: number): Value => ({ kind: "float", value });
export const str = (value: string): Value => ({ kind: "str", value });
export const typeError = (): PythonError => new PythonError("TypeError");

/** Whether Python takes the value for true. */
export function truthy(value: Value): boolean {
  switch (value.kind) {
    case "int":
      return value.value !== 0n;
    case "bool":
      return value.value;
    case "float":
      return value.value !== 0;
    case "str":
      return value.value !== "";
    case "none":
      return false;
    case "dict":
      return value.entries.length > 0;
    case "range":
      return rangeLength(value) > 0n;
    case "iterator":
      return true;
    default:
      return value.items.length > 0;
  }
}

export function rangeLength({ start, stop, step }: Value & { kind: "range" }): bigint {
  const [low, high, stride] = step > 0n ? [start, stop, step] : [stop, start, -step];
  return low < high ? (high - low - 1n) / stride + 1n : 0n;
}

export const codePoints = (text: string): string[] => Array.from(text);

/** `repr(value)` as a literal that Python reads back as the same value. Throws UnsupportedConstruct where none exists. */
export function literal(value: Value): string {
  switch (value.kind) {
    case "int":
      return String(value.value);
    case "bool":
      return value.value ? "True" : "False";
    case "float":
      return floatRepr(value.value);
    case "str":
      return stringRepr(value.value);
    case "none":
      return "None";
    case "list":
      return `[${value.items.map(literal).join(", ")}]`;
    case "tuple":
      return value.items.length === 1 ? `(${value.items.map(literal)},)` : `(${value.items.map(literal).join(", ")})`;
    case "set":
      return value.items.length === 0 ? "set()" : `{${value.items.map(literal).join(", ")}}`;
    case "dict":
      return `{${value.entries.map(({ key, value: held }) => `${literal(key)}: ${literal(held)}`).join(", ")}}`;
    case "range":
      return `range(${value.start}, ${value.stop}, ${value.step})`;
    case "iterator":
      throw new UnsupportedConstruct("literal_of_iterator");
  }
}

/** CPython's `repr(float)`: shortest digits that round-trip, scientific below 1e-4 and from 1e16 (Objects/floatobject.c, `float_repr_style` short). */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "float('-inf')";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  const sign = value < 0 ? "-" : "";
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits.charAt(0)}${fraction}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
