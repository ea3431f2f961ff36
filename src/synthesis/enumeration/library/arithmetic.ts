import { type Idiom, idiom } from "../idiom.ts";
import { FAILURE, float, integer, PyFloat, toNumber, type Value } from "../values.ts";

/** Both ints: exact or FAILURE. One a float: IEEE double, as CPython. */
export function numeric(a: Value, b: Value, operation: (a: number, b: number) => number): Value {
  const value = operation(toNumber(a), toNumber(b));
  return a instanceof PyFloat || b instanceof PyFloat ? float(value) : integer(value);
}

/** Python's `%`: the sign of the divisor. */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

/** Python's `//` of safe integers, exact. */
export const floorDivide = (a: number, b: number): number => (a - modulo(a, b)) / b;

/** `round(x)`: to the nearest, ties to even. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const difference = value - below;
  if (difference !== 0.5) return difference < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** `round(x, digits)`; FAILURE where the decimal might be a tie, which `toFixed` breaks otherwise than Python. */
function roundTo(value: number, digits: number): Value {
  if (digits < 0 || digits > 12 || Math.abs(value) > 1e15) return FAILURE;
  const doubled = value * 2 * 10 ** digits;
  if (Number.isInteger(doubled) && doubled % 2 !== 0) return FAILURE;
  return float(Number(value.toFixed(digits)));
}

const binary = (operation: (a: number, b: number) => number): Idiom["apply"] => {
  return (a: Value, b: Value) => numeric(a, b, operation);
};
const unary = (operation: (a: number) => number): Idiom["apply"] => {
  return (a: Value) => (a instanceof PyFloat ? float(operation(a.value)) : integer(operation(toNumber(a))));
};

export const ARITHMETIC: readonly Idiom[] = [
  idiom(
    "add",
    "N, N -> N",
    "$0 + $1",
    "add sum plus total increase increment more addition",
    binary((a, b) => a + b),
    { cost: 3, commutative: true },
  ),
  idiom(
    "subtract",
    "N, N -> N",
    "$0 - $1",
    "subtract minus difference decrease decrement less remain left",
    binary((a, b) => a - b),
    { cost: 3 },
  ),
  idiom(
    "multiply",
    "N, N -> N",
    "$0 * $1",
    "multiply product times multiplication area volume",
    binary((a, b) => a * b),
    { cost: 3, commutative: true },
  ),
  idiom(
    "divide",
    "N, M -> float",
    "$0 / $1",
    "divide average mean ratio quotient half division proportion",
    (a: Value, b: Value) => {
      return toNumber(b) === 0 ? FAILURE : float(toNumber(a) / toNumber(b));
    },
    { cost: 4 },
  ),
  idiom(
    "floor_divide",
    "int, int -> int",
    "$0 // $1",
    "divide quotient integer half floor divided division",
    (a: Value, b: Value) => {
      return b === 0 ? FAILURE : integer(floorDivide(toNumber(a), toNumber(b)));
    },
    { cost: 4 },
  ),
  idiom(
    "modulo",
    "N, N -> N",
    "$0 % $1",
    "remainder modulo modulus mod divisible cycle decimal",
    (a: Value, b: Value) => {
      const divisor = toNumber(b);
      if (divisor === 0) return FAILURE;
      return numeric(a, b, modulo);
    },
    { cost: 4 },
  ),
  idiom(
    "power",
    "int, int -> int",
    "$0 ** $1",
    "power exponent raise square cube exponentiation",
    (a: Value, b: Value) => {
      return toNumber(b) < 0 ? FAILURE : integer(toNumber(a) ** toNumber(b));
    },
    { cost: 6 },
  ),
  idiom(
    "square",
    "N -> N",
    "$0 ** 2",
    "square squared squares",
    unary((a) => a * a),
    { cost: 5 },
  ),
  idiom(
    "cube",
    "int -> int",
    "$0 ** 3",
    "cube cubed cubes",
    unary((a) => a * a * a),
    { cost: 6 },
  ),
  idiom("power_of_two", "int -> int", "2 ** $0", "power binary doubles", (a: Value) =>
    toNumber(a) < 0 ? FAILURE : integer(2 ** toNumber(a)),
  ),
  idiom(
    "successor",
    "int -> int",
    "$0 + 1",
    "next plus one increment following successor inclusive",
    unary((a) => a + 1),
    { cost: 3 },
  ),
  idiom(
    "predecessor",
    "int -> int",
    "$0 - 1",
    "previous minus one decrement before last predecessor",
    unary((a) => a - 1),
    { cost: 3 },
  ),
  idiom(
    "negate",
    "N -> N",
    "-$0",
    "negative negate opposite sign",
    unary((a) => -a),
    { cost: 4 },
  ),
  idiom("absolute", "N -> N", "abs($0)", "absolute magnitude distance difference far", unary(Math.abs), { cost: 5 }),
  idiom(
    "absolute_difference",
    "N, N -> N",
    "abs($0 - $1)",
    "absolute difference distance far close apart",
    binary((a, b) => Math.abs(a - b)),
    { cost: 6, commutative: true },
  ),
  idiom("round", "float -> int", "round($0)", "round nearest", (a: Value) => integer(roundHalfEven(toNumber(a)))),
  idiom(
    "round_to",
    "float, int -> float",
    "round($0, $1)",
    "round decimal place digit nearest",
    (a: Value, digits: Value) => {
      return a instanceof PyFloat ? roundTo(a.value, toNumber(digits)) : FAILURE;
    },
  ),
  idiom("truncate", "float -> int", "int($0)", "integer truncate whole int", (a: Value) =>
    integer(Math.trunc(toNumber(a))),
  ),
  idiom("fraction", "float -> float", "$0 % 1.0", "decimal fraction fractional leftover", (a: Value) =>
    float(modulo(toNumber(a), 1)),
  ),
  idiom(
    "ceiling",
    "N -> int",
    "math.ceil($0)",
    "ceiling upper up round",
    (a: Value) => integer(Math.ceil(toNumber(a))),
    { imports: ["import math"] },
  ),
  idiom(
    "floor",
    "N -> int",
    "math.floor($0)",
    "floor lower down round",
    (a: Value) => integer(Math.floor(toNumber(a))),
    { imports: ["import math"] },
  ),
  idiom("to_float", "int -> float", "float($0)", "float real decimal convert", (a: Value) => float(toNumber(a)), {
    cost: 7,
  }),
  idiom(
    "square_root",
    "int -> int",
    "math.isqrt($0)",
    "root square integer sqrt",
    (a: Value) => {
      const value = toNumber(a);
      if (value < 0) return FAILURE;
      let root = Math.floor(Math.sqrt(value));
      while (root * root > value) root--;
      while ((root + 1) * (root + 1) <= value) root++;
      return integer(root);
    },
    { imports: ["import math"] },
  ),
  idiom(
    "larger",
    "N, N -> N",
    "max($0, $1)",
    "larger maximum max greater bigger largest biggest greatest highest",
    (a: Value, b: Value) => {
      return toNumber(b) > toNumber(a) ? b : a;
    },
    { cost: 5 },
  ),
  idiom(
    "smaller",
    "N, N -> N",
    "min($0, $1)",
    "smaller minimum min lesser smallest least lowest",
    (a: Value, b: Value) => {
      return toNumber(b) < toNumber(a) ? b : a;
    },
    { cost: 5 },
  ),
  idiom(
    "bit_and",
    "int, int -> int",
    "$0 & $1",
    "bitwise and bit",
    (a: Value, b: Value) => integer(Number(BigInt(toNumber(a)) & BigInt(toNumber(b)))),
    { cost: 8, commutative: true },
  ),
  idiom(
    "bit_or",
    "int, int -> int",
    "$0 | $1",
    "bitwise or bit",
    (a: Value, b: Value) => integer(Number(BigInt(toNumber(a)) | BigInt(toNumber(b)))),
    { cost: 8, commutative: true },
  ),
  idiom(
    "bit_xor",
    "int, int -> int",
    "$0 ^ $1",
    "bitwise xor exclusive bit differ",
    (a: Value, b: Value) => integer(Number(BigInt(toNumber(a)) ^ BigInt(toNumber(b)))),
    { cost: 8, commutative: true },
  ),
  idiom(
    "triangle",
    "int -> int",
    "$0 * ($0 + 1) // 2",
    "triangular",
    (a: Value) => integer((toNumber(a) * (toNumber(a) + 1)) / 2),
    { cost: 9 },
  ),
];
