/**
 * Python's integer, index and slice arithmetic as SMT-LIB definitions; a script holds only those it uses, in this order.
 * SMT-LIB's `div` and `mod` round so that the remainder is never negative (theory Ints), Python's floor
 * (https://docs.python.org/3/reference/expressions.html#binary-arithmetic-operations); they agree for positive divisors.
 */
const DEFINITIONS = {
  "py.floordiv": "(define-fun py.floordiv ((a Int) (b Int)) Int (ite (> b 0) (div a b) (div (- a) (- b))))",
  "py.mod": "(define-fun py.mod ((a Int) (b Int)) Int (ite (> b 0) (mod a b) (- (mod (- a) (- b)))))",
  "py.real.floordiv": "(define-fun py.real.floordiv ((a Real) (b Real)) Real (to_real (to_int (/ a b))))",
  "py.real.mod": "(define-fun py.real.mod ((a Real) (b Real)) Real (- a (* b (to_real (to_int (/ a b))))))",
  "py.trunc": "(define-fun py.trunc ((a Real)) Int (ite (>= a 0.0) (to_int a) (- (to_int (- a)))))",
  "py.abs": "(define-fun py.abs ((a Int)) Int (ite (< a 0) (- a) a))",
  "py.real.abs": "(define-fun py.real.abs ((a Real)) Real (ite (< a 0.0) (- a) a))",
  "py.int": "(define-fun py.int ((b Bool)) Int (ite b 1 0))",
  "py.index": "(define-fun py.index ((i Int) (n Int)) Int (ite (< i 0) (+ i n) i))",
  "py.in_bounds": "(define-fun py.in_bounds ((i Int) (n Int)) Bool (and (<= (- n) i) (< i n)))",
  "py.clamp":
    "(define-fun py.clamp ((i Int) (n Int)) Int (ite (< i 0) (ite (< (+ i n) 0) 0 (+ i n)) (ite (> i n) n i)))",
  "py.clamp_down":
    "(define-fun py.clamp_down ((i Int) (n Int)) Int (ite (< i 0) (ite (< (+ i n) 0) (- 1) (+ i n)) (ite (>= i n) (- n 1) i)))",
  "py.pow": "(define-fun-rec py.pow ((a Int) (n Int)) Int (ite (<= n 0) 1 (* a (py.pow a (- n 1)))))",
  "py.and":
    "(define-fun-rec py.and ((a Int) (b Int)) Int (ite (or (= a 0) (= b 0)) 0 (ite (= a (- 1)) b (ite (= b (- 1)) a (+ (* 2 (py.and (div a 2) (div b 2))) (* (mod a 2) (mod b 2)))))))",
  "py.text": '(define-fun py.text ((n Int)) String (ite (< n 0) (str.++ "-" (str.from_int (- n))) (str.from_int n)))',
  "py.round":
    "(define-fun py.round ((a Real)) Int (let ((f (to_int a))) (let ((d (- a (to_real f)))) (ite (or (< d 0.5) (and (= d 0.5) (= (mod f 2) 0))) f (+ f 1)))))",
  "py.occurrences":
    "(define-fun-rec py.occurrences ((s String) (t String) (from Int)) Int (let ((at (str.indexof s t from))) (ite (< at 0) 0 (+ 1 (py.occurrences s t (+ at (str.len t)))))))",
  "py.range_length":
    "(define-fun py.range_length ((a Int) (b Int) (s Int)) Int (ite (> s 0) (ite (< a b) (+ (div (- b a 1) s) 1) 0) (ite (> a b) (+ (div (- a b 1) (- s)) 1) 0)))",
} as const;

export type PreludeFunction = keyof typeof DEFINITIONS;

/** Every definition. */
export const PRELUDE: readonly string[] = Object.values(DEFINITIONS);

const NAMES = Object.keys(DEFINITIONS) as PreludeFunction[];

/** Definitions of the prelude functions that occur in `text`. */
export function preludeFor(text: string): string[] {
  return NAMES.filter((name) => text.includes(`(${name} `)).map((name) => DEFINITIONS[name]);
}

/** A call of a prelude function; the name is checked by the compiler. */
export function python(name: PreludeFunction, ...operands: string[]): string {
  return `(${name} ${operands.join(" ")})`;
}
