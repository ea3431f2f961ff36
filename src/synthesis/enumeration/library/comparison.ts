import { type Idiom, idiom } from "../idiom.ts";
import { compare, equals, FAILURE, toNumber, type Value } from "../values.ts";
import { modulo } from "./arithmetic.ts";

const order = (accept: (order: number) => boolean): Idiom["apply"] => {
  return (a: Value, b: Value) => {
    const sign = compare(a, b);
    return Number.isNaN(sign) ? FAILURE : accept(sign);
  };
};

/** A test of an int. */
const test = (accept: (value: number) => boolean): Idiom["apply"] => {
  return (a: Value) => accept(toNumber(a));
};

export const COMPARISON: readonly Idiom[] = [
  idiom(
    "equal",
    "T, T -> bool",
    "$0 == $1",
    "equal same identical match equivalent exactly equals",
    (a: Value, b: Value) => equals(a, b),
    { cost: 3, commutative: true },
  ),
  idiom(
    "not_equal",
    "T, T -> bool",
    "$0 != $1",
    "different differ unequal except distinct other remove",
    (a: Value, b: Value) => !equals(a, b),
    { cost: 4, commutative: true },
  ),
  idiom(
    "less",
    "O, O -> bool",
    "$0 < $1",
    "less below smaller under before fewer lower ascending increasing",
    order((sign) => sign < 0),
    { cost: 4 },
  ),
  idiom(
    "less_or_equal",
    "O, O -> bool",
    "$0 <= $1",
    "most maximum sorted ascending monotonic within",
    order((sign) => sign <= 0),
    { cost: 5 },
  ),
  idiom(
    "greater",
    "O, O -> bool",
    "$0 > $1",
    "greater more above larger exceed over bigger higher longer descending",
    order((sign) => sign > 0),
    { cost: 4 },
  ),
  idiom(
    "greater_or_equal",
    "O, O -> bool",
    "$0 >= $1",
    "least minimum",
    order((sign) => sign >= 0),
    { cost: 5 },
  ),
  idiom(
    "positive",
    "N -> bool",
    "$0 > 0",
    "positive",
    test((value) => value > 0),
    { cost: 5 },
  ),
  idiom(
    "negative",
    "N -> bool",
    "$0 < 0",
    "negative below",
    test((value) => value < 0),
    { cost: 5 },
  ),
  idiom(
    "zero",
    "N -> bool",
    "$0 == 0",
    "zero",
    test((value) => value === 0),
    { cost: 5 },
  ),
  idiom(
    "even",
    "int -> bool",
    "$0 % 2 == 0",
    "even",
    test((value) => modulo(value, 2) === 0),
    { cost: 5 },
  ),
  idiom(
    "odd",
    "int -> bool",
    "$0 % 2 == 1",
    "odd",
    test((value) => modulo(value, 2) === 1),
    { cost: 5 },
  ),
  idiom(
    "divisible",
    "int, int -> bool",
    "$0 % $1 == 0",
    "divisible divide multiple divisor evenly factor",
    (a: Value, b: Value) => {
      return b === 0 ? FAILURE : modulo(toNumber(a), toNumber(b)) === 0;
    },
    { cost: 6 },
  ),
  idiom(
    "not_divisible",
    "int, int -> bool",
    "$0 % $1 != 0",
    "divisible divide multiple",
    (a: Value, b: Value) => {
      return b === 0 ? FAILURE : modulo(toNumber(a), toNumber(b)) !== 0;
    },
    { cost: 8 },
  ),
  idiom("not", "bool -> bool", "not $0", "not without except neither cannot exclude", (a: Value) => a !== true, {
    cost: 4,
  }),
  idiom(
    "and",
    "bool, bool -> bool",
    "$0 and $1",
    "and both also while",
    (a: Value, b: Value) => a === true && b === true,
    { cost: 4, commutative: true },
  ),
  idiom("or", "bool, bool -> bool", "$0 or $1", "or either", (a: Value, b: Value) => a === true || b === true, {
    cost: 4,
    commutative: true,
  }),
  idiom(
    "between",
    "O, O, O -> bool",
    "$0 <= $1 <= $2",
    "between range inclusive within",
    (a: Value, b: Value, c: Value) => {
      const low = compare(a, b);
      const high = compare(b, c);
      return Number.isNaN(low) || Number.isNaN(high) ? FAILURE : low <= 0 && high <= 0;
    },
    { cost: 7 },
  ),
  idiom(
    "conditional",
    "T, bool, T -> T",
    "$0 if $1 else $2",
    "if otherwise else depending case",
    (a: Value, condition: Value, b: Value) => (condition === true ? a : b),
    { cost: 7 },
  ),
];
