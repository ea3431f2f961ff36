import { type Entry, value } from "../entry.ts";

const CATALAN = "math.comb(2 * n, n) // (n + 1)";
const FIBONACCI = "sum(math.comb(n - 1 - k, k) for k in range((n + 1) // 2))";
const step = (lambda: string, times: string, start: string) =>
  `functools.reduce(lambda s, i: ${lambda}, range(${times}), ${start})[0]`;

/**
 * Numbers with an index: how they are called, and the n-th as one expression. Polygonal numbers count from 1, recurrences from the index that
 * their definition in OEIS has.
 */
const SEQUENCES: readonly (readonly [name: string, nth: string])[] = [
  ["even", "2 * n"],
  ["odd", "2 * n - 1"],
  ["square", "n ** 2"],
  ["cube", "n ** 3"],
  ["triangular|triangle", "n * (n + 1) // 2"],
  ["tetrahedral", "n * (n + 1) * (n + 2) // 6"],
  ["square pyramidal", "n * (n + 1) * (2 * n + 1) // 6"],
  ["pentagonal", "n * (3 * n - 1) // 2"],
  ["hexagonal", "n * (2 * n - 1)"],
  ["heptagonal", "n * (5 * n - 3) // 2"],
  ["octagonal", "n * (3 * n - 2)"],
  ["nonagonal", "n * (7 * n - 5) // 2"],
  ["decagonal", "n * (4 * n - 3)"],
  ["(hendecagonal | undecagonal)", "n * (9 * n - 7) // 2"],
  ["dodecagonal", "n * (5 * n - 4)"],
  ["octadecagonal", "n * (8 * n - 7)"],
  ["centered triangular", "(3 * n * (n - 1) + 2) // 2"],
  ["centered square", "n ** 2 + (n - 1) ** 2"],
  ["centered pentagonal", "(5 * n * (n - 1) + 2) // 2"],
  ["centered hexagonal|hex", "3 * n * (n - 1) + 1"],
  ["centered octagonal", "(2 * n - 1) ** 2"],
  ["star", "6 * n * (n - 1) + 1"],
  ["(pronic | oblong | rectangular)", "n * (n + 1)"],
  ["octahedral", "n * (2 * n ** 2 + 1) // 3"],
  ["stella octangula", "n * (2 * n ** 2 - 1)"],
  ["carol", "(2 ** n - 1) ** 2 - 2"],
  ["kynea", "(2 ** n + 1) ** 2 - 2"],
  ["cullen", "n * 2 ** n + 1"],
  ["(woodall)", "n * 2 ** n - 1"],
  ["mersenne", "2 ** n - 1"],
  ["fermat", "2 ** 2 ** n + 1"],
  ["thabit", "3 * 2 ** n - 1"],
  ["fibonacci", FIBONACCI],
  ["lucas", step("(s[1], s[0] + s[1])", "n", "(2, 1)")],
  ["pell", step("(s[1], 2 * s[1] + s[0])", "n", "(0, 1)")],
  ["(jacobsthal lucas)", "2 ** n + (-1) ** n"],
  ["jacobsthal", "(2 ** n - (-1) ** n) // 3"],
  ["perrin", step("(s[1], s[2], s[0] + s[1])", "n", "(3, 0, 2)")],
  ["padovan", step("(s[1], s[2], s[0] + s[1])", "n", "(1, 1, 1)")],
  ["(newman shanks williams)", step("(s[1], 2 * s[1] + s[0])", "n", "(1, 1)")],
  ["catalan", CATALAN],
  ["motzkin", "sum(math.comb(n, 2 * k) * (math.comb(2 * k, k) // (k + 1)) for k in range(n // 2 + 1))"],
  [
    "bell",
    "functools.reduce(lambda row, i: functools.reduce(lambda new, x: new + [new[-1] + x], row, [row[-1]]), range(n), [1])[0]",
  ],
  ["central binomial", "math.comb(2 * n, n)"],
  ["derangement", "sum((-1) ** k * math.factorial(n) // math.factorial(k) for k in range(n + 1))"],
  ["harmonic", "sum(1 / i for i in range(1, n + 1))"],
  ["demlo", "int('1' * n) ** 2"],
  ["repunit", "(10 ** n - 1) // 9"],
  ["(moser de bruijn | moser debruijn)", "int(bin(n)[2:], 4)"],
  ["sylvester", step("(s[0] * (s[0] - 1) + 1,)", "n", "(2,)")],
  ["lazy caterer", "n * (n + 1) // 2 + 1"],
  ["cake", "(n ** 3 + 5 * n + 6) // 6"],
  ["schroder", "1 if n == 0 else sum(math.comb(n, k) * math.comb(n, k - 1) * 2 ** k for k in range(1, n + 1)) // n"],
  [
    "prime",
    "next(itertools.islice((x for x in itertools.count(2) if all(x % d != 0 for d in range(2, math.isqrt(x) + 1))), n - 1, None))",
  ],
];

function sequence([name, nth]: readonly [string, string]): Entry[] {
  return [
    value(`{n:O[int]} ${name} (number|term|prime)?`, "num", nth, 1),
    value(`{n:O[int]} (number|term|element) (of|in) ${name} (series|sequence|number)`, "num", nth, 1),
    value(`${name} number {n:int}`, "num", nth, 2),
    value(`${name} number of {n:int}`, "num", nth, 2),
  ];
}

/** Integer sequences by name, and what combinatorics counts. */
export const SEQUENCE_ENTRIES: readonly Entry[] = [
  ...SEQUENCES.flatMap(sequence),
  value("fibonacci sequence|series <n:int>", "int", FIBONACCI, 2),
  value("fibonacci of {n:int}", "int", FIBONACCI, 2),
  value("(number of)? catalan number <n:int>", "int", CATALAN, 30),
  value("{n:O[int]} tribonacci (number|term)?", "int", step("(s[1], s[2], s[0] + s[1] + s[2])", "n", "(0, 0, 1)"), 30),
  value("harmonic sum of {n:num}", "float", "sum(1 / i for i in range(1, n + 1))"),
  value("{a:int} - {b:int}", "int", "a - b", 0),
  value("factorial of {n:int}", "int", "math.factorial(n)", 1),
  value("factorial <n:int>", "int", "math.factorial(n)", 30),
  value("double factorial of {n:int}", "int", "math.prod(range(n, 0, -2))"),
  value(
    "(binomial (coefficient|coefficients) | binomial co efficient) (of {n:int} and {k:int})",
    "int",
    "math.comb(n, k)",
  ),
  value("(binomial coefficient | binomial co efficient) (value)? <n:int> <k:int>", "int", "math.comb(n, k)"),
  value("{n:int} choose {k:int}", "int", "math.comb(n, k)"),
  value("(permutation coefficient) <n:int> <k:int>", "int", "math.perm(n, k)"),
  value("ncr <n:int> <r:int>", "int", "math.comb(n, r)", 2),
  value("npr <n:int> <r:int>", "int", "math.perm(n, r)", 2),
  value(
    "(number of)? way (of|to) (choose|choosing|select|selecting) {k:int} (item|element|object) (from | out of) {n:int} (item|element|object)?",
    "int",
    "math.comb(n, k)",
    30,
  ),
  value(
    "eulerian number <n:int> <m:int>",
    "int",
    "sum((-1) ** k * math.comb(n + 1, k) * (m + 1 - k) ** n for k in range(m + 1))",
  ),
  value(
    "rencontres number <n:int> <m:int>",
    "int",
    "math.comb(n, m) * sum((-1) ** k * math.factorial(n - m) // math.factorial(k) for k in range(n - m + 1))",
  ),
  value(
    "{n:O[int]} rencontres number <m:int>",
    "int",
    "math.comb(n, m) * sum((-1) ** k * math.factorial(n - m) // math.factorial(k) for k in range(n - m + 1))",
  ),
  value("{n:O[int]} delannoy number", "int", "sum(math.comb(n, k) ** 2 * 2 ** k for k in range(n + 1))", 30),
  value(
    "delannoy number <m:int> <n:int>",
    "int",
    "sum(math.comb(m, k) * math.comb(n, k) * 2 ** k for k in range(min(m, n) + 1))",
  ),
  value(
    "stirling number of (the)? second kind <n:int> <k:int>",
    "int",
    "sum((-1) ** (k - j) * math.comb(k, j) * j ** n for j in range(k + 1)) // math.factorial(k)",
  ),
  value(
    "(number of)? derangement of {n:int}",
    "int",
    "sum((-1) ** k * math.factorial(n) // math.factorial(k) for k in range(n + 1))",
  ),
  // Progressions.
  // Squares and divisions of the plane.
  value(
    "(number|count) of square in (a)? rectangle <m:int> <n:int>",
    "int",
    "sum((m - i) * (n - i) for i in range(min(m, n)))",
  ),
  value(
    "(number|count) of square in (an)? {n:int} x {m:int} (grid|rectangle|board)",
    "int",
    "sum((m - i) * (n - i) for i in range(min(m, n)))",
  ),
  value(
    "(number|count) of cube of size {k:int} in (a)? cube of size {n:int}",
    "int",
    "(n - k + 1) ** 3 if k <= n else 0",
    30,
  ),
  value("(number|count) of (non empty | nonempty)? substring (of|in) {s:str}", "int", "len(s) * (len(s) + 1) // 2", 3),
];
