import { claim, conversion, type Entry, entry, kind, plural, request, value } from "../entry.ts";

/** Splitting, columns, extremes over pairs, counts of positions. */
export const PARTS: readonly Entry[] = [
  // Splitting.
  request(
    "(split|divide) {xs:seq[T]} into (two|2) (half | equal part)",
    "tuple[any]",
    "(xs[:len(xs) // 2], xs[len(xs) // 2:])",
    30,
  ),
  request(
    "(split|divide|chunk) {xs:list[T]} into (chunk|group|sublist|part) of (size|length) {k:int}",
    "list[list[T]]",
    "[xs[i:i + k] for i in range(0, len(xs), k)]",
    0,
  ),
  request(
    "(split|divide|chunk) {xs:list[T]} (for|at|by)? every {k:O[int]} element",
    "list[list[T]]",
    "[xs[i::k] for i in range(k)]",
    3,
  ),
  request(
    "pack consecutive duplicate of (a)? (given)? list (element)? into sublist <items:list[any]>",
    "list[list[any]]",
    "[list(g) for k, g in itertools.groupby(items)]",
    0,
  ),
  request("(run length encode) {xs:seq[T]}", "list[any]", "[[len(list(g)), k] for k, g in itertools.groupby(xs)]", 3),
  // Columns and rows.
  plural("{k:O[int]} column (of|from|in) {m:list[list[T]]}", "T", "[row[k] for row in m]", 40),
  plural(
    "{k:O[int]} (element|item) (of|from|in) (each|every|all) (the)? (tuple|sublist|list) (in|from|of)? {xs:list[tuple[T]]}",
    "T",
    "[x[k - 1] for x in xs]",
    1,
  ),
  plural(
    "first (element|item) (of|from|in) (each|every|all) (the)? (tuple|sublist|list) (in|from|of)? {xs:list[list[T]]}",
    "T",
    "[x[0] for x in xs]",
    0,
  ),
  plural(
    "last (element|item) (of|from|in) (each|every|all) (the)? (tuple|sublist|list) (in|from|of)? {xs:list[list[T]]}",
    "T",
    "[x[-1] for x in xs]",
    0,
  ),
  plural(
    "first (element|item) (of|from|in) (each|every|all) (the)? (tuple|sublist) (in|from|of)? {xs:list[tuple[T]]}",
    "T",
    "[x[0] for x in xs]",
    0,
  ),
  plural(
    "last (element|item) (of|from|in) (each|every|all) (the)? (tuple|sublist) (in|from|of)? {xs:list[tuple[T]]}",
    "T",
    "[x[-1] for x in xs]",
    0,
  ),
  // Extremes over nested collections and pairs.
  value(
    "(maximum|largest|highest|greatest) product of (the)? (pair of)? (adjacent|consecutive) (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "max(a * b for a, b in zip(xs, xs[1:]))",
    0,
  ),
  value(
    "(largest|maximum|highest) product of (the)? pair of adjacent element (of|from|in) {xs:list[num]}",
    "num",
    "max(a * b for a, b in zip(xs, xs[1:]))",
    0,
  ),
  value(
    "(maximum|largest|highest) difference between (any)? two (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "max(xs) - min(xs)",
    0,
  ),
  value(
    "(minimum|smallest|lowest) difference between (any)? two (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "min(b - a for a, b in zip(sorted(xs), sorted(xs)[1:]))",
    0,
  ),
  value(
    "(maximum|largest|highest) sum of (any)? two (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "sum(sorted(xs)[-2:])",
    0,
  ),
  value(
    "(maximum|largest|highest) product of (any)? three (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "max(a * b * c for a, b, c in itertools.combinations(xs, 3))",
    1,
  ),
  value(
    "(maximum|largest|highest) product of (any)? two (element|number) (of|from|in) {xs:list[num]}",
    "num",
    "max(a * b for a, b in itertools.combinations(xs, 2))",
    1,
  ),
  value(
    "(maximum|largest) (element|value|number) (of|in|from|among) (all)? (the)? (tuple|sublist|list)? (in|of)? {xs:list[tuple[num]]}",
    "num",
    "max(max(x) for x in xs)",
    40,
  ),
  value(
    "pair with (the)? (highest|maximum|largest) product (from|in|of) {xs:list[num]}",
    "tuple[num]",
    "max(itertools.combinations(xs, 2), key=lambda p: p[0] * p[1])",
    1,
  ),
  value(
    "(largest|maximum|highest|greatest) sum of (a)? contiguous (subarray|sublist|sub-array|array) (of|in|from) {xs:list[num]}",
    "num",
    "max(sum(xs[i:j]) for i in range(len(xs)) for j in range(i + 1, len(xs) + 1))",
    0,
  ),
  value(
    "(number|count) of inversion (in|of) {xs:list[num]}",
    "int",
    "sum(1 for i in range(len(xs)) for j in range(i + 1, len(xs)) if xs[i] > xs[j])",
    0,
  ),
  ...(
    [
      ["sum", "+"],
      ["product", "*"],
      ["difference", "-"],
    ] as const
  ).map(([name, operator]) =>
    value(
      `${name} (of|between) (the)? first even and (first)? odd number (of|in|from) {xs:list[int]}`,
      "int",
      `next((x for x in xs if x % 2 == 0), -1) ${operator} next((x for x in xs if x % 2 != 0), -1)`,
      0,
    ),
  ),
  ...(
    [
      ["sum", "sum"],
      ["product", "math.prod"],
    ] as const
  ).flatMap(([name, call]) => [
    value(
      `${name} of (the)? (element|number|value|item)? at (the)? even (index) (of|in|from) {xs:list[num]}`,
      "num",
      `${call}(xs[::2])`,
      0,
    ),
    value(
      `${name} of (the)? (element|number|value|item)? at (the)? odd (index) (of|in|from) {xs:list[num]}`,
      "num",
      `${call}(xs[1::2])`,
      0,
    ),
    value(
      `${name} of (the)? (unique|distinct|non repeated | non-repeated) (element|number|value|item) (of|in|from) {xs:list[num]}`,
      "num",
      `${call}(set(xs))`,
      2,
    ),
  ]),
  value(
    "(sum) of (the)? (non repeated | non repeating) (element|number) (of|in|from) {xs:list[num]}",
    "num",
    "sum(set(xs))",
    40,
  ),
  plural("(element|number|item|value) at (the)? even (index) (of|in|from) {xs:list[T]}", "T", "xs[::2]", 0),
  plural("(element|number|item|value) at (the)? odd (index) (of|in|from) {xs:list[T]}", "T", "xs[1::2]", 0),
  value("(standard deviation) of {xs:M[list[num]]}", "float", "statistics.stdev(xs)", 40),
  value("variance of {xs:M[list[num]]}", "float", "statistics.variance(xs)", 40),
  // Counting equal and position.
  value("median of {g:G3[num]}", "num", "sorted([g1, g2, g3])[1]", 0),
  request(
    "(locate|find) (the)? left insertion point for (value|element) in sorted (order|list|array) <items:list[any]> <value:any>",
    "int",
    "bisect.bisect_left(items, value)",
    0,
  ),
  request(
    "(locate|find) (the)? right insertion point for (value|element) in sorted (order|list|array) <items:list[any]> <value:any>",
    "int",
    "bisect.bisect_right(items, value)",
    0,
  ),
  kind("integer +element|+value|+item|+number", "coll[T]", "any", "_", "isinstance(_, int)", 0),
  kind("string +element|+value|+item", "coll[T]", "any", "_", "isinstance(_, str)", 0),
  kind("+integer", "coll[any]", "any", "_", "isinstance(_, int)", 40),
  claim("{xs:coll[T]} contain (only)? integer", "all(isinstance(x, int) for x in xs)", 40),
  value(
    "(list of)? (all)? (the)? permutation of {xs:list[T]}",
    "list[list[T]]",
    "[list(p) for p in itertools.permutations(xs)]",
    3,
  ),
  value(
    "(number|count) of pair (in|of|from) {xs:list[num]} whose sum be (equal to)? {k:num}",
    "int",
    "sum(1 for i in range(len(xs)) for j in range(i + 1, len(xs)) if xs[i] + xs[j] == k)",
    0,
  ),
  request("merge two sorted list <first:list[any]> <second:list[any]>", "list[any]", "sorted(first + second)", 2),
  request(
    "(remove|delete|drop|eliminate|exclude|discard) (all)? (the)? (element|number|item|value|integer) that (occur|appear) more than once (from|in) {xs:seq[T]}",
    "list[T]",
    "like(xs, [x for x in xs if xs.count(x) == 1])",
    0,
  ),
  plural(
    "(element|number|item|value|integer) (that|which) (occur|appear) more than once (in|of|from) {xs:seq[T]}",
    "T",
    "[x for i, x in enumerate(xs) if xs.count(x) > 1 and x not in xs[:i]]",
    3,
  ),
  plural(
    "(element|number|item|value|integer) (that|which) (occur|appear) (only | exactly)? once (in|of|from) {xs:seq[T]}",
    "T",
    "[x for x in xs if xs.count(x) == 1]",
    3,
  ),
  entry(
    "S",
    "(filter) {xs:coll[T]} (for|by) (only)? {n:N[coll[T],T]}",
    ["list[T]"],
    { v: "[x for x in xs if n.pred(x)]" },
    0,
  ),
  entry(
    "S",
    "(filter) {xs:coll[T]} (for)? (only)? (for)? +one {p:P[T]}",
    ["list[T]"],
    { v: "[x for x in xs if p(x)]" },
    0,
  ),
  plural(
    "(element|item|number|value) that (appear|be|be present|exist) in both {g:G2[list[T]]}",
    "T",
    "[x for x in g1 if x in g2]",
    0,
  ),
  ...(
    [
      ["add", "to", "+"],
      ["subtract", "from", "-"],
    ] as const
  ).map(([verb, preposition, operator]) =>
    entry(
      "S",
      `${verb} {k:num} ${preposition} (each | every | all (the)?) (element|item|number|value|integer) (of|in) {xs:coll[num]}`,
      ["list[num]"],
      { v: `like(xs, [x ${operator} k for x in xs])` },
      0,
    ),
  ),
  ...(
    [
      ["multiply", "by|with", "*"],
      ["divide", "by|with", "/"],
      ["increment|increase", "by", "+"],
      ["decrement|decrease", "by", "-"],
    ] as const
  ).map(([verb, preposition, operator]) =>
    entry(
      "S",
      `${verb} (each | every | all (the)?) (element|item|number|value|integer) (of|in) {xs:coll[num]} ${preposition} {k:num}`,
      ["list[num]"],
      { v: `like(xs, [x ${operator} k for x in xs])` },
      0,
    ),
  ),
  request(
    "raise (each | every | all (the)?) (element|number) (of|in) {xs:list[num]} to (the)? power (of)? {k:num}",
    "list[num]",
    "[x ** k for x in xs]",
    0,
  ),
  conversion("list of (integer|int)", "list[str]", "list[int]", "[int(x) for x in _]", 0),
  conversion("list of float", "list[str]", "list[float]", "[float(x) for x in _]", 0),
  conversion("list of string", "list[num]", "list[str]", "[str(x) for x in _]", 0),
  conversion("tuple of (integer|int)", "tuple[str]", "tuple[int]", "tuple([int(x) for x in _])", 0),
  request(
    "(remove|delete|drop) (the)? first occurrence of {e:key} (from|in) {xs:list[any]}",
    "list[any]",
    "xs[:xs.index(e)] + xs[xs.index(e) + 1:] if e in xs else xs",
    0,
  ),
  request(
    "repeat (each|every) (element|item) (of|in) {xs:list[T]} {k:int} time",
    "list[T]",
    "[x for x in xs for i in range(k)]",
    0,
  ),
  request(
    "(turn off | unset | clear | switch off) (the)? (rightmost | right most) set bit (of|in) {n:int}",
    "int",
    "n & (n - 1)",
    0,
  ),
];
