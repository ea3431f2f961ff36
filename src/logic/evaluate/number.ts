import type { BinaryOperator } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { bool, float, int, PythonError, typeError, type Value } from "./value.ts";

export type NumberValue = Value & { kind: "int" | "bool" | "float" };

/** Largest result, in bits, of a power or shift that is computed. */
const MAX_BITS = 100_000n;
/** Integers up to this magnitude are floats exactly, so that the quotient of two of them is correctly rounded. */
const EXACT = 2n ** 53n;

export function isNumber(value: Value): value is NumberValue {
  return value.kind === "int" || value.kind === "bool" || value.kind === "float";
}

export function integerOf(value: Value & { kind: "int" | "bool" }): bigint {
  return value.kind === "bool" ? (value.value ? 1n : 0n) : value.value;
}

/** `float(value)`; raises OverflowError beyond the range of a double. */
export function floatOf(value: NumberValue): number {
  if (value.kind === "float") return value.value;
  const result = Number(integerOf(value));
  if (!Number.isFinite(result)) throw new PythonError("OverflowError");
  return result;
}

/** Order of two numbers as Python has it, which is exact between int and float; null when one is a NaN. */
export function compareNumbers(left: NumberValue, right: NumberValue): -1 | 0 | 1 | null {
  const a = left.kind === "float" ? left.value : integerOf(left);
  const b = right.kind === "float" ? right.value : integerOf(right);
  if (a < b) return -1;
  if (a > b) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: the only mathematical comparison of a bigint with a number
  return a == b ? 0 : null;
}

export function arithmetic(operator: BinaryOperator, left: NumberValue, right: NumberValue): Value {
  if (left.kind === "float" || right.kind === "float") return float(onFloats(operator, left, right));
  const [a, b] = [integerOf(left), integerOf(right)];
  switch (operator) {
    case "+":
      return int(a + b);
    case "-":
      return int(a - b);
    case "*":
      return int(a * b);
    case "/":
      return float(trueDivision(a, b));
    case "//":
      return int(floorDivision(a, b));
    case "%":
      return int(a - b * floorDivision(a, b));
    case "**":
      if (b < 0n) return float(floatPower(floatOf(left), b));
      return int(a ** bounded(bits(a) * b, b));
    case "<<":
      if (b < 0n) throw new PythonError("ValueError");
      return int(a << bounded(bits(a) + b, b));
    case ">>":
      if (b < 0n) throw new PythonError("ValueError");
      return int(a >> bounded(b, b));
    case "@":
      throw typeError();
    default: {
      const result = operator === "&" ? a & b : operator === "|" ? a | b : a ^ b;
      return left.kind === "bool" && right.kind === "bool" ? bool(result === 1n) : int(result);
    }
  }
}

const bits = (value: bigint): bigint => BigInt(value.toString(2).length);

function bounded(size: bigint, value: bigint): bigint {
  if (size > MAX_BITS) throw new UnsupportedConstruct("huge_integer");
  return value;
}

function floorDivision(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new PythonError("ZeroDivisionError");
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function trueDivision(a: bigint, b: bigint): number {
  if (b === 0n) throw new PythonError("ZeroDivisionError");
  const within = (value: bigint) => value <= EXACT && value >= -EXACT;
  if (within(a) && within(b)) return Number(a) / Number(b);
  if (a % b === 0n) return floatOf(int(a / b) as NumberValue);
  throw new UnsupportedConstruct("division_of_huge_integers");
}

function onFloats(operator: BinaryOperator, left: NumberValue, right: NumberValue): number {
  if (["&", "|", "^", "<<", ">>", "@"].includes(operator)) throw typeError();
  const [a, b] = [floatOf(left), floatOf(right)];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new PythonError("ZeroDivisionError");
      return a / b;
    case "**":
      if (right.kind === "float") throw new UnsupportedConstruct("float_power");
      return floatPower(a, integerOf(right));
    default: {
      const { quotient, remainder } = floatDivision(a, b);
      return operator === "//" ? quotient : remainder;
    }
  }
}

/** Powers whose value does not depend on the C library's `pow`. */
function floatPower(base: number, exponent: bigint): number {
  if (exponent === 0n) return 1;
  if (exponent === 1n) return base;
  if (exponent < 0n && base === 0) throw new PythonError("ZeroDivisionError");
  throw new UnsupportedConstruct("float_power");
}

/** CPython's `float_divmod` (Objects/floatobject.c, `_float_div_mod`). */
function floatDivision(a: number, b: number): { quotient: number; remainder: number } {
  if (b === 0) throw new PythonError("ZeroDivisionError");
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0) {
    if (b < 0 !== remainder < 0) {
      remainder += b;
      quotient -= 1;
    }
  } else remainder = b < 0 ? -0 : 0;
  if (quotient === 0) return { quotient: a / b < 0 || Object.is(a / b, -0) ? -0 : 0, remainder };
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, remainder };
}
