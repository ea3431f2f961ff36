import { type Idiom, idiom } from "../idiom.ts";
import { FAILURE, itemsOf, MAX_LENGTH, Tuple, toNumber, type Value } from "../values.ts";
import { over } from "./sequences.ts";

function range(start: number, stop: number, step = 1): Value {
  if (step === 0 || (stop - start) / step > MAX_LENGTH) return FAILURE;
  const items: number[] = [];
  for (let value = start; step > 0 ? value < stop : value > stop; value += step) items.push(value);
  return items;
}

function pairs(items: readonly Value[], distance: number): Value[] {
  const found: Value[] = [];
  for (let index = 0; index + distance < items.length; index++)
    found.push(new Tuple([items[index] ?? null, items[index + distance] ?? null]));
  return found;
}

function combinations(items: readonly Value[], size: number): Value {
  if (items.length > 40 || (size === 3 && items.length > 18)) return FAILURE;
  const found: Value[] = [];
  const extend = (from: number, chosen: readonly Value[]): void => {
    if (chosen.length === size) {
      found.push(new Tuple(chosen));
      return;
    }
    for (let index = from; index < items.length; index++) extend(index + 1, [...chosen, items[index] ?? null]);
  };
  extend(0, []);
  return found;
}

function prefixes(text: string): Value {
  return text.length > 60 ? FAILURE : text.split("").map((_, index) => text.slice(0, index + 1));
}

/** What is iterated over: ranges, items with their index or their neighbour, pairs, windows. */
export const WINDOWS: readonly Idiom[] = [
  idiom(
    "range",
    "int -> iter[int]",
    "range($0)",
    "range from up starting sequence list until index less integer numbers nonnegative zero",
    (a: Value) => range(0, toNumber(a)),
    { cost: 4 },
  ),
  idiom(
    "range_from_one",
    "int -> iter[int]",
    "range(1, $0 + 1)",
    "from one to first n number sum up integer numbers inclusive",
    (a: Value) => range(1, toNumber(a) + 1),
    { cost: 4 },
  ),
  idiom(
    "range_between",
    "int, int -> iter[int]",
    "range($0, $1)",
    "range between from start less numbers",
    (a: Value, b: Value) => range(toNumber(a), toNumber(b)),
    { cost: 5 },
  ),
  idiom(
    "range_inclusive",
    "int, int -> iter[int]",
    "range($0, $1 + 1)",
    "between inclusive from through range numbers",
    (a: Value, b: Value) => range(toNumber(a), toNumber(b) + 1),
    { cost: 6 },
  ),
  idiom(
    "range_down",
    "int -> iter[int]",
    "range($0, 0, -1)",
    "descending countdown down decreasing",
    (a: Value) => range(toNumber(a), 0, -1),
    { cost: 8 },
  ),
  idiom(
    "enumerate",
    "list[T] -> iter[tuple[int,T]]",
    "enumerate($0)",
    "index position enumerate indices indexes odd even",
    over((items) => items.map((item, index) => new Tuple([index, item]))),
    { cost: 5 },
  ),
  idiom(
    "enumerate_text",
    "str -> iter[tuple[int,str]]",
    "enumerate($0)",
    "index position enumerate indices indexes odd even",
    over((items) => items.map((item, index) => new Tuple([index, item]))),
    { cost: 6 },
  ),
  idiom(
    "zip",
    "I[T], I[U] -> iter[tuple[T,U]]",
    "zip($0, $1)",
    "corresponding pair each both two elementwise zip match respective wise same index",
    (a: Value, b: Value) => {
      const [left, right] = [itemsOf(a), itemsOf(b)];
      if (left === null || right === null) return FAILURE;
      return left.slice(0, right.length).map((item, index) => new Tuple([item, right[index] ?? null]));
    },
    { cost: 5 },
  ),
  idiom(
    "adjacent",
    "list[T] -> iter[tuple[T,T]]",
    "zip($0, $0[1:])",
    "consecutive adjacent neighbor next previous sorted increasing decreasing successive monotonic ascending descending order",
    over((items) => pairs(items, 1)),
    { cost: 7 },
  ),
  idiom(
    "adjacent_text",
    "str -> iter[tuple[str,str]]",
    "zip($0, $0[1:])",
    "consecutive adjacent neighbor next previous",
    over((items) => pairs(items, 1)),
    { cost: 8 },
  ),
  idiom(
    "two_apart_text",
    "str -> iter[tuple[str,str]]",
    "zip($0, $0[2:])",
    "consecutive adjacent distance",
    over((items) => pairs(items, 2)),
    { cost: 12 },
  ),
  idiom(
    "pairs",
    "list[T] -> iter[tuple[T,T]]",
    "itertools.combinations($0, 2)",
    "pair two distinct any other each combination",
    over((items) => combinations(items, 2)),
    { cost: 8, imports: ["import itertools"] },
  ),
  idiom(
    "triples",
    "list[T] -> iter[tuple[T,T,T]]",
    "itertools.combinations($0, 3)",
    "triple three distinct triplet",
    over((items) => combinations(items, 3)),
    { cost: 9, imports: ["import itertools"] },
  ),
  idiom(
    "prefixes",
    "str -> list[str]",
    "[$0[:i + 1] for i in range(len($0))]",
    "prefix prefixes shortest",
    (a: Value) => prefixes(String(a)),
    { cost: 8 },
  ),
  idiom(
    "suffixes",
    "str -> list[str]",
    "[$0[i:] for i in range(len($0))]",
    "suffix suffixes postfix",
    (a: Value) =>
      String(a)
        .split("")
        .map((_, index) => String(a).slice(index)),
    { cost: 9 },
  ),
  idiom(
    "chunks",
    "list[T], int -> list[list[T]]",
    "[$0[i:i + $1] for i in range(0, len($0), $1)]",
    "chunk group size split every consecutive",
    (a: Value, b: Value) => {
      const [items, size] = [itemsOf(a) ?? [], toNumber(b)];
      if (size < 1) return FAILURE;
      return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
        items.slice(index * size, (index + 1) * size),
      );
    },
    { cost: 9 },
  ),
];
