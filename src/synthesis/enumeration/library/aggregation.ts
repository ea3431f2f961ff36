import { type Idiom, idiom } from "../idiom.ts";
import {
  compare,
  equals,
  FAILURE,
  integer,
  isList,
  itemsOf,
  PyDict,
  PyFloat,
  PySet,
  Tuple,
  toNumber,
  unique,
  type Value,
} from "../values.ts";
import { numeric } from "./arithmetic.ts";

const over = (operation: (items: readonly Value[]) => Value): Idiom["apply"] => {
  return (a: Value) => {
    const items = itemsOf(a);
    return items === null ? FAILURE : operation(items);
  };
};

function fold(items: readonly Value[], start: Value, step: (total: Value, item: Value) => Value): Value {
  let total = start;
  for (const item of items) {
    total = step(total, item);
    if (total === FAILURE) return FAILURE;
  }
  return total;
}

const add = (a: Value, b: Value): Value => numeric(a, b, (x, y) => x + y);
const multiply = (a: Value, b: Value): Value => numeric(a, b, (x, y) => x * y);

/** First of the greatest by `sign`. */
function extreme(items: readonly Value[], sign: 1 | -1): Value {
  let best: Value | undefined;
  for (const item of items) if (best === undefined || compare(item, best) * sign > 0) best = item;
  return best === undefined ? FAILURE : best;
}

export function sortedItems(items: readonly Value[]): Value[] {
  return [...items].sort(compare);
}

/** `sorted(..., reverse=True)` keeps the order of equals. */
function sortedDown(items: readonly Value[]): Value[] {
  return [...items].sort((a, b) => compare(b, a));
}

function running(items: readonly Value[], step: (total: Value, item: Value) => Value): Value {
  const totals: Value[] = [];
  for (const item of items) {
    const before = totals.at(-1);
    const total = before === undefined ? item : step(before, item);
    if (total === FAILURE) return FAILURE;
    totals.push(total);
  }
  return totals;
}

function median(items: readonly Value[]): Value {
  const sorted = sortedItems(items);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return FAILURE;
  if (sorted.length % 2 === 1) return sorted[middle] ?? null;
  return new PyFloat((toNumber(sorted[middle - 1] ?? null) + toNumber(sorted[middle] ?? null)) / 2);
}

export function counted(items: readonly Value[]): PyDict {
  const keys = unique(items);
  return new PyDict(
    keys,
    keys.map((key) => items.filter((item) => equals(item, key)).length),
  );
}

function maxSubarraySum(items: readonly Value[]): Value {
  const [first, ...rest] = items.map(toNumber);
  if (first === undefined) return FAILURE;
  let [best, current] = [first, first];
  for (const number of rest) {
    current = Math.max(number, current + number);
    best = Math.max(best, current);
  }
  return integer(best);
}

const MAX_WORDS = "maximum max largest greatest biggest highest most longest";
const MIN_WORDS = "minimum min smallest least lowest fewest shortest";
const ACCUMULATE = { imports: ["import itertools"], cost: 8 };

export const AGGREGATION: readonly Idiom[] = [
  idiom(
    "sum",
    "I[N] -> N",
    "sum($0)",
    "sum total add summation sums",
    over((items) => fold(items, 0, add)),
    { cost: 4 },
  ),
  idiom(
    "count_true",
    "list[bool] -> int",
    "sum($0)",
    "count number many how times",
    over((items) => items.filter((item) => item === true).length),
    { cost: 4 },
  ),
  idiom(
    "product",
    "I[N] -> N",
    "math.prod($0)",
    "product multiply multiplication",
    over((items) => fold(items, 1, multiply)),
    { cost: 7, imports: ["import math"] },
  ),
  idiom(
    "maximum",
    "I[S] -> S",
    "max($0)",
    MAX_WORDS,
    over((items) => extreme(items, 1)),
    { cost: 5 },
  ),
  idiom(
    "minimum",
    "I[S] -> S",
    "min($0)",
    MIN_WORDS,
    over((items) => extreme(items, -1)),
    { cost: 5 },
  ),
  idiom(
    "maximum_or",
    "list[S], S -> S",
    "max($0, default=$1)",
    MAX_WORDS,
    (a: Value, b: Value) => (isList(a) && a.length > 0 ? extreme(a, 1) : b),
    { cost: 8 },
  ),
  idiom(
    "minimum_or",
    "list[S], S -> S",
    "min($0, default=$1)",
    MIN_WORDS,
    (a: Value, b: Value) => (isList(a) && a.length > 0 ? extreme(a, -1) : b),
    { cost: 8 },
  ),
  idiom(
    "all",
    "list[bool] -> bool",
    "all($0)",
    "all every each whether only consist",
    over((items) => items.every((item) => item === true)),
    { cost: 4 },
  ),
  idiom(
    "any",
    "list[bool] -> bool",
    "any($0)",
    "any some exist there contain least whether",
    over((items) => items.some((item) => item === true)),
    { cost: 4 },
  ),
  idiom(
    "mean",
    "list[N] -> float",
    "sum($0) / len($0)",
    "mean average arithmetic",
    over((items) => {
      return items.length === 0 ? FAILURE : new PyFloat(toNumber(fold(items, 0, add)) / items.length);
    }),
    { cost: 7 },
  ),
  idiom("median", "list[N] -> float", "statistics.median($0)", "median middle", over(median), {
    cost: 8,
    imports: ["import statistics"],
  }),
  idiom(
    "sorted",
    "I[O] -> list[O]",
    "sorted($0)",
    "sort order ascending increasing sorted alphabetical arrange ordered nondecreasing smallest",
    over(sortedItems),
    { cost: 5 },
  ),
  idiom(
    "sorted_set",
    "set[O] -> list[O]",
    "sorted($0)",
    "sort order ascending increasing sorted unique distinct",
    (a: Value) => (a instanceof PySet ? sortedItems(a.items) : FAILURE),
    { cost: 4 },
  ),
  idiom(
    "sorted_down",
    "I[O] -> list[O]",
    "sorted($0, reverse=True)",
    "descending decreasing reverse largest order sort",
    over(sortedDown),
    { cost: 7 },
  ),
  idiom(
    "running_sum",
    "list[N] -> list[N]",
    "list(itertools.accumulate($0))",
    "cumulative running prefix sum accumulate rolling",
    over((items) => running(items, add)),
    ACCUMULATE,
  ),
  idiom(
    "running_maximum",
    "list[O] -> list[O]",
    "list(itertools.accumulate($0, max))",
    "rolling running maximum cumulative moment prefix until",
    over((items) => running(items, (a, b) => (compare(b, a) > 0 ? b : a))),
    ACCUMULATE,
  ),
  idiom(
    "running_minimum",
    "list[O] -> list[O]",
    "list(itertools.accumulate($0, min))",
    "rolling running minimum cumulative",
    over((items) => running(items, (a, b) => (compare(b, a) < 0 ? b : a))),
    ACCUMULATE,
  ),
  idiom(
    "max_subarray_sum",
    "list[int] -> int",
    "max_subarray_sum($0)",
    "subarray contiguous maximum largest sum kadane",
    over(maxSubarraySum),
    { cost: 11, helper: "max_subarray_sum" },
  ),
  idiom(
    "unique",
    "list[H] -> list[H]",
    "without_duplicates($0)",
    "unique duplicate distinct remove order repeated",
    over(unique),
    { cost: 8, helper: "without_duplicates" },
  ),
  idiom(
    "set_of",
    "I[H] -> set[H]",
    "set($0)",
    "set unique distinct different duplicate",
    over((items) => new PySet(items)),
    { cost: 5 },
  ),
  idiom(
    "set_size",
    "set[H] -> int",
    "len($0)",
    "count number many distinct unique how different",
    (a: Value) => (a instanceof PySet ? a.items.length : FAILURE),
    { cost: 3 },
  ),
  idiom(
    "intersection",
    "set[H], set[H] -> set[H]",
    "$0 & $1",
    "common intersection both shared",
    (a: Value, b: Value) => {
      return a instanceof PySet && b instanceof PySet
        ? new PySet(a.items.filter((item) => b.items.some((other) => equals(item, other))))
        : FAILURE;
    },
    { cost: 5, commutative: true },
  ),
  idiom(
    "union",
    "set[H], set[H] -> set[H]",
    "$0 | $1",
    "union either combine all together",
    (a: Value, b: Value) => {
      return a instanceof PySet && b instanceof PySet ? new PySet([...a.items, ...b.items]) : FAILURE;
    },
    { cost: 6, commutative: true },
  ),
  idiom(
    "set_difference",
    "set[H], set[H] -> set[H]",
    "$0 - $1",
    "difference except missing not without",
    (a: Value, b: Value) => {
      return a instanceof PySet && b instanceof PySet
        ? new PySet(a.items.filter((item) => !b.items.some((other) => equals(item, other))))
        : FAILURE;
    },
    { cost: 6 },
  ),
  idiom(
    "in_set",
    "H, set[H] -> bool",
    "$0 in $1",
    "contain in member",
    (a: Value, b: Value) => b instanceof PySet && b.items.some((item) => equals(item, a)),
    { cost: 6 },
  ),
  idiom(
    "all_distinct",
    "I[H] -> bool",
    "len($0) == len(set($0))",
    "distinct unique duplicate different",
    over((items) => unique(items).length === items.length),
    { cost: 8 },
  ),
  idiom(
    "counter",
    "I[H] -> dict[H,int]",
    "dict(Counter($0))",
    "count frequency occurrence dictionary number times repetition histogram counter",
    over(counted),
    { cost: 7, imports: ["from collections import Counter"] },
  ),
  idiom(
    "keys",
    "dict[H,U] -> list[H]",
    "list($0)",
    "key keys",
    over((items) => items),
    { cost: 5 },
  ),
  idiom(
    "dict_values",
    "dict[H,U] -> list[U]",
    "list($0.values())",
    "value values",
    (a: Value) => (a instanceof PyDict ? a.values : FAILURE),
    { cost: 5 },
  ),
  idiom(
    "items",
    "dict[H,U] -> iter[tuple[H,U]]",
    "$0.items()",
    "key value pair item entry",
    (a: Value) => {
      return a instanceof PyDict ? a.keys.map((key, index) => new Tuple([key, a.values[index] ?? null])) : FAILURE;
    },
    { cost: 4 },
  ),
  idiom(
    "dict_size",
    "dict[H,U] -> int",
    "len($0)",
    "size length count number",
    (a: Value) => (a instanceof PyDict ? a.keys.length : FAILURE),
    { cost: 4 },
  ),
  idiom(
    "lookup",
    "dict[H,U], H -> U",
    "$0[$1]",
    "lookup value key",
    (a: Value, b: Value) => {
      const at = a instanceof PyDict ? a.keys.findIndex((key) => equals(key, b)) : -1;
      return a instanceof PyDict && at >= 0 ? (a.values[at] ?? null) : FAILURE;
    },
    { cost: 6 },
  ),
  idiom(
    "most_common",
    "list[H] -> H",
    "Counter($0).most_common(1)[0][0]",
    "most common frequent mode",
    over((items) => {
      const { keys, values } = counted(items);
      const most = Math.max(...values.map(toNumber));
      return keys.length === 0 ? FAILURE : (keys[values.indexOf(most)] ?? null);
    }),
    { cost: 9, imports: ["from collections import Counter"] },
  ),
  idiom(
    "merge_dicts",
    "dict[H,U], dict[H,U] -> dict[H,U]",
    "{**$0, **$1}",
    "merge combine dictionary",
    (a: Value, b: Value) => {
      if (!(a instanceof PyDict) || !(b instanceof PyDict)) return FAILURE;
      const keys = unique([...a.keys, ...b.keys]);
      const held = keys.map((key) => {
        const at = b.keys.findIndex((other) => equals(other, key));
        return at >= 0 ? (b.values[at] ?? null) : (a.values[a.keys.findIndex((other) => equals(other, key))] ?? null);
      });
      return new PyDict(keys, held);
    },
    { cost: 8 },
  ),
];
