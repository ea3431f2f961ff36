import { type Idiom, idiom } from "../idiom.ts";
import { FAILURE, integer, MAX_LENGTH, toNumber, type Value } from "../values.ts";
import { modulo } from "./arithmetic.ts";

/** Trial division and loops stop being answered past this. */
const LARGEST = 5_000_000;

export function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function primeFactors(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    while (rest % divisor === 0) {
      factors.push(divisor);
      rest /= divisor;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}

function divisors(n: number): number[] {
  const found: number[] = [];
  for (let divisor = 1; divisor * divisor <= n; divisor++) {
    if (n % divisor !== 0) continue;
    found.push(divisor);
    if (divisor * divisor !== n) found.push(n / divisor);
  }
  return found.sort((a, b) => a - b);
}

function factorial(n: number): Value {
  let product = 1;
  for (let factor = 2; factor <= n && Number.isSafeInteger(product); factor++) product *= factor;
  return integer(product);
}

function fibonacci(n: number): Value {
  let [a, b] = [0, 1];
  for (let step = 0; step < n && Number.isSafeInteger(a); step++) [a, b] = [b, a + b];
  return integer(a);
}

function firstPrimes(n: number): Value {
  if (n > 500) return FAILURE;
  const primes: number[] = [];
  for (let candidate = 2; primes.length < n; candidate++) if (isPrime(candidate)) primes.push(candidate);
  return primes;
}

function collatz(n: number): Value {
  const sequence = [n];
  for (let value = n; value > 1; sequence.push(value)) {
    value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    if (sequence.length > MAX_LENGTH || !Number.isSafeInteger(value)) return FAILURE;
  }
  return sequence;
}

function isPower(x: number, base: number): Value {
  let power = 1;
  while (Math.abs(power) < Math.abs(x) && Math.abs(base) > 1) power *= base;
  return power === x || base === x;
}

function toBase(n: number, base: number): Value {
  if (base < 2) return FAILURE;
  let digits = "";
  for (let rest = n; rest > 0; rest = Math.floor(rest / base)) digits = String(rest % base) + digits;
  return digits === "" ? "0" : digits;
}

/** An int that is not negative, and not too large for a loop over it. */
const natural = (operation: (n: number) => Value): Idiom["apply"] => {
  return (a: Value) => (typeof a === "number" && a >= 0 && a <= LARGEST ? operation(a) : FAILURE);
};

const digitSum = (n: number): number => [...String(n)].reduce((sum, digit) => sum + Number(digit), 0);

const MATH = { imports: ["import math"] };

export const NUMBER_THEORY: readonly Idiom[] = [
  idiom(
    "is_prime",
    "int -> bool",
    "is_prime($0)",
    "prime primes",
    (a: Value) => {
      return typeof a === "number" && a <= LARGEST ? isPrime(a) : FAILURE;
    },
    { helper: "is_prime", cost: 7 },
  ),
  idiom(
    "divisors",
    "int -> list[int]",
    "divisors($0)",
    "divisor factor divide divisors evenly",
    natural((n) => (n > 0 ? divisors(n) : [])),
    { helper: "divisors", cost: 8 },
  ),
  idiom(
    "prime_factors",
    "int -> list[int]",
    "prime_factors($0)",
    "prime factor factorization factors",
    (a: Value) => {
      return typeof a === "number" && a >= 1 && a <= LARGEST ? primeFactors(a) : FAILURE;
    },
    { helper: "prime_factors", cost: 9 },
  ),
  idiom(
    "gcd",
    "int, int -> int",
    "math.gcd($0, $1)",
    "greatest common divisor gcd",
    (a: Value, b: Value) => integer(greatestCommonDivisor(toNumber(a), toNumber(b))),
    { ...MATH, commutative: true, cost: 8 },
  ),
  idiom(
    "lcm",
    "int, int -> int",
    "math.lcm($0, $1)",
    "least common multiple lcm",
    (a: Value, b: Value) => {
      const divisor = greatestCommonDivisor(toNumber(a), toNumber(b));
      return divisor === 0 ? 0 : integer(Math.abs(toNumber(a) * toNumber(b)) / divisor);
    },
    { ...MATH, commutative: true, cost: 9 },
  ),
  idiom("factorial", "int -> int", "math.factorial($0)", "factorial", natural(factorial), { ...MATH, cost: 8 }),
  idiom(
    "binomial",
    "int, int -> int",
    "math.comb($0, $1)",
    "binomial coefficient combination choose",
    (a: Value, b: Value) => {
      const [n, k] = [toNumber(a), toNumber(b)];
      if (n < 0 || k < 0 || n > 60) return FAILURE;
      let result = k > n ? 0 : 1;
      for (let step = 1; step <= k && step <= n; step++) result = (result * (n - step + 1)) / step;
      return integer(result);
    },
    { ...MATH, cost: 9 },
  ),
  idiom("fibonacci", "int -> int", "fibonacci($0)", "fibonacci fib", natural(fibonacci), {
    helper: "fibonacci",
    cost: 8,
  }),
  idiom("first_primes", "int -> list[int]", "first_primes($0)", "prime primes first", natural(firstPrimes), {
    helper: "first_primes",
    cost: 10,
  }),
  idiom("collatz", "int -> list[int]", "collatz($0)", "collatz conjecture", natural(collatz), {
    helper: "collatz",
    cost: 11,
  }),
  idiom(
    "is_power",
    "int, int -> bool",
    "is_power($0, $1)",
    "power",
    (a: Value, b: Value) => isPower(toNumber(a), toNumber(b)),
    { helper: "is_power", cost: 9 },
  ),
  idiom(
    "is_square",
    "int -> bool",
    "math.isqrt($0) ** 2 == $0",
    "square perfect",
    natural((n) => Math.round(Math.sqrt(n)) ** 2 === n),
    { ...MATH, cost: 8 },
  ),
  idiom(
    "power_modulo",
    "int, int, int -> int",
    "pow($0, $1, $2)",
    "modulo modulus mod power",
    (a: Value, b: Value, c: Value) => {
      const [base, exponent, divisor] = [toNumber(a), toNumber(b), toNumber(c)];
      if (exponent < 0 || divisor === 0 || Math.abs(divisor) > 90_000_000) return FAILURE;
      let result = modulo(1, divisor);
      let [square, rest] = [modulo(base, divisor), exponent];
      for (; rest > 0; rest = Math.floor(rest / 2)) {
        if (rest % 2 === 1) result = modulo(result * square, divisor);
        square = modulo(square * square, divisor);
      }
      return result + 0;
    },
    { cost: 9 },
  ),
  idiom(
    "digits",
    "int -> list[int]",
    "[int(digit) for digit in str(abs($0))]",
    "digit digits",
    (a: Value) => [...String(Math.abs(toNumber(a)))].map(Number),
    { cost: 6 },
  ),
  idiom(
    "digit_sum",
    "int -> int",
    "sum(int(digit) for digit in str(abs($0)))",
    "digit digits",
    (a: Value) => digitSum(Math.abs(toNumber(a))),
    { cost: 8 },
  ),
  idiom(
    "last_digit",
    "int -> int",
    "abs($0) % 10",
    "last unit digit ones units",
    (a: Value) => Math.abs(toNumber(a)) % 10,
    { cost: 8 },
  ),
  idiom(
    "first_digit",
    "int -> int",
    "int(str(abs($0))[0])",
    "first digit leading",
    (a: Value) => Number(String(Math.abs(toNumber(a)))[0]),
    { cost: 8 },
  ),
  idiom(
    "reverse_digits",
    "int -> int",
    "int(str($0)[::-1])",
    "reverse digit reversed",
    natural((n) => integer(Number([...String(n)].reverse().join("")))),
    { cost: 8 },
  ),
  idiom(
    "binary",
    "int -> str",
    "bin($0)[2:]",
    "binary base bit",
    natural((n) => n.toString(2)),
    { cost: 8 },
  ),
  idiom(
    "binary_prefixed",
    "int -> str",
    "bin($0)",
    "binary base bit",
    (a: Value) => {
      const n = toNumber(a);
      return `${n < 0 ? "-" : ""}0b${Math.abs(n).toString(2)}`;
    },
    { cost: 8 },
  ),
  idiom(
    "hexadecimal",
    "int -> str",
    "hex($0)[2:]",
    "hexadecimal hex",
    natural((n) => n.toString(16)),
    { cost: 9 },
  ),
  idiom(
    "octal",
    "int -> str",
    "oct($0)[2:]",
    "octal",
    natural((n) => n.toString(8)),
    { cost: 9 },
  ),
  idiom(
    "to_base",
    "int, int -> str",
    "to_base($0, $1)",
    "base convert conversion",
    (a: Value, b: Value) => {
      return toNumber(a) < 0 ? FAILURE : toBase(toNumber(a), toNumber(b));
    },
    { helper: "to_base", cost: 9 },
  ),
  idiom(
    "from_base",
    "str, int -> int",
    "int($0, $1)",
    "binary decimal base convert",
    (a: Value, b: Value) => {
      const [text, base] = [String(a), toNumber(b)];
      if (base < 2 || base > 10 || !/^[0-9]+$/.test(text) || [...text].some((digit) => Number(digit) >= base))
        return FAILURE;
      return integer(Number.parseInt(text, base));
    },
    { cost: 8 },
  ),
  idiom(
    "count_ones",
    "int -> int",
    "bin($0).count('1')",
    "binary bit one set ones",
    (a: Value) => {
      return [...Math.abs(toNumber(a)).toString(2)].filter((digit) => digit === "1").length;
    },
    { cost: 8 },
  ),
];
