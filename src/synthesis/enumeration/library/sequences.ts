import { type Idiom, idiom } from "../idiom.ts";
import {
  compare,
  equals,
  FAILURE,
  integer,
  isList,
  itemsOf,
  MAX_LENGTH,
  Tuple,
  toNumber,
  type Value,
} from "../values.ts";
import { modulo } from "./arithmetic.ts";

/** Over the items of what can be iterated. */
export const over = (operation: (items: readonly Value[]) => Value): Idiom["apply"] => {
  return (a: Value) => {
    const items = itemsOf(a);
    return items === null ? FAILURE : operation(items);
  };
};

/** Over a list and one more value. */
const withOne = (operation: (items: readonly Value[], other: Value) => Value): Idiom["apply"] => {
  return (a: Value, b: Value) => {
    const items = itemsOf(a);
    return items === null ? FAILURE : operation(items, b);
  };
};

/** An index as Python resolves it, or -1 when it is out of range. */
const resolve = (index: number, length: number): number => {
  const at = index < 0 ? index + length : index;
  return at >= 0 && at < length ? at : -1;
};

const part = (a: Value, from: number, to: number): Value =>
  typeof a === "string" ? a.slice(from, to) : isList(a) ? a.slice(from, to) : FAILURE;

function stride(a: Value, start: number, step: number): Value {
  if (typeof a === "string")
    return a
      .split("")
      .filter((_, index) => index >= start && (index - start) % step === 0)
      .join("");
  return isList(a) ? a.filter((_, index) => index >= start && (index - start) % step === 0) : FAILURE;
}

const comma = "concatenate append combine add merge followed extend";

/** Twice, once for text and once for lists: the same Python, as both are sequences. */
const forBoth = (make: (sequence: string, suffix: string) => readonly Idiom[]): Idiom[] => [
  ...make("str", "_text"),
  ...make("list[T]", ""),
];

export const SEQUENCES: readonly Idiom[] = [
  ...forBoth((S, suffix) => {
    const element = S === "str" ? "str" : "T";
    return [
      idiom(
        `item${suffix}`,
        `${S}, int -> ${element}`,
        "$0[$1]",
        "index position element th kth nth at item",
        (a: Value, b: Value) => {
          const items = itemsOf(a) ?? [];
          const at = resolve(toNumber(b), items.length);
          return at < 0 ? FAILURE : (items[at] ?? null);
        },
        { cost: 5 },
      ),
      idiom(
        `first${suffix}`,
        `${S} -> ${element}`,
        "$0[0]",
        "first initial head leading",
        over((items) => items[0] ?? (items.length > 0 ? null : FAILURE)),
        { cost: 5 },
      ),
      idiom(
        `last${suffix}`,
        `${S} -> ${element}`,
        "$0[-1]",
        "last end final ending tail",
        over((items) => items.at(-1) ?? (items.length > 0 ? null : FAILURE)),
        { cost: 5 },
      ),
      idiom(
        `take${suffix}`,
        `${S}, int -> ${S}`,
        "$0[:$1]",
        "first prefix up take initial beginning slice left",
        (a: Value, b: Value) => part(a, 0, toNumber(b)),
      ),
      idiom(
        `drop${suffix}`,
        `${S}, int -> ${S}`,
        "$0[$1:]",
        "drop skip after rest from remove slice",
        (a: Value, b: Value) => part(a, toNumber(b), MAX_LENGTH + 1),
      ),
      idiom(`but_first${suffix}`, `${S} -> ${S}`, "$0[1:]", "rest remove first tail except", (a: Value) =>
        part(a, 1, MAX_LENGTH + 1),
      ),
      idiom(`but_last${suffix}`, `${S} -> ${S}`, "$0[:-1]", "remove last except", (a: Value) => part(a, 0, -1)),
      idiom(
        `even_positions${suffix}`,
        `${S} -> ${S}`,
        "$0[::2]",
        "even index position indices alternate other second",
        (a: Value) => stride(a, 0, 2),
        { cost: 7 },
      ),
      idiom(
        `odd_positions${suffix}`,
        `${S} -> ${S}`,
        "$0[1::2]",
        "odd index position indices alternate other second",
        (a: Value) => stride(a, 1, 2),
        { cost: 7 },
      ),
      idiom(
        `every_nth${suffix}`,
        `${S}, int -> ${S}`,
        "$0[::$1]",
        "every nth step",
        (a: Value, b: Value) => (toNumber(b) > 0 ? stride(a, 0, toNumber(b)) : FAILURE),
        { cost: 8 },
      ),
      idiom(
        `rotate${suffix}`,
        `${S}, int -> ${S}`,
        "rotate_left($0, $1)",
        "rotate shift circular cyclic left",
        (a: Value, b: Value) => {
          const length = itemsOf(a)?.length ?? 0;
          if (length === 0) return a;
          const by = modulo(toNumber(b), length);
          const [front, back] = [part(a, 0, by), part(a, by, length)];
          return typeof front === "string" && typeof back === "string"
            ? back + front
            : isList(front) && isList(back)
              ? [...back, ...front]
              : FAILURE;
        },
        { cost: 10, helper: "rotate_left" },
      ),
    ];
  }),
  idiom(
    "list_length",
    "list[T] -> int",
    "len($0)",
    "length size count number many how",
    over((items) => items.length),
    { cost: 3 },
  ),
  idiom(
    "tuple_first",
    "tuple[T,U] -> T",
    "$0[0]",
    "first",
    over((items) => items[0] ?? null),
    { cost: 4 },
  ),
  idiom(
    "tuple_second",
    "tuple[T,U] -> U",
    "$0[1]",
    "second last",
    over((items) => items[1] ?? null),
    { cost: 4 },
  ),
  idiom(
    "pair",
    "T, U -> tuple[T,U]",
    "($0, $1)",
    "tuple pair both consisting",
    (a: Value, b: Value) => new Tuple([a, b]),
    { cost: 4 },
  ),
  idiom("pair_list", "T, T -> list[T]", "[$0, $1]", "list pair both array", (a: Value, b: Value) => [a, b], {
    cost: 6,
  }),
  idiom("singleton", "T -> list[T]", "[$0]", "append single list", (a: Value) => [a], { cost: 5 }),
  idiom(
    "list_of",
    "iter[T] -> list[T]",
    "list($0)",
    "",
    over((items) => items),
    { cost: 2 },
  ),
  idiom(
    "tuple_of",
    "tuple[T,T] -> list[T]",
    "list($0)",
    "list convert",
    over((items) => items),
    { cost: 4 },
  ),
  idiom(
    "is_empty",
    "list[T] -> bool",
    "not $0",
    "empty",
    over((items) => items.length === 0),
    { cost: 5 },
  ),
  idiom(
    "reverse",
    "list[T] -> list[T]",
    "$0[::-1]",
    "reverse backward descending reversed opposite",
    over((items) => [...items].reverse()),
    { cost: 5 },
  ),
  idiom(
    "concatenate_lists",
    "list[T], list[T] -> list[T]",
    "$0 + $1",
    comma,
    (a: Value, b: Value) => {
      return isList(a) && isList(b) && a.length + b.length <= MAX_LENGTH ? [...a, ...b] : FAILURE;
    },
    { cost: 4 },
  ),
  idiom(
    "append",
    "list[T], T -> list[T]",
    "$0 + [$1]",
    "append add end insert",
    withOne((items, other) => [...items, other]),
  ),
  idiom(
    "repeat_list",
    "list[T], int -> list[T]",
    "$0 * $1",
    "repeat times copies",
    (a: Value, b: Value) => {
      if (!isList(a) || a.length * toNumber(b) > MAX_LENGTH) return FAILURE;
      return Array.from({ length: Math.max(0, toNumber(b)) }, () => a).flat();
    },
    { cost: 7 },
  ),
  idiom(
    "contains",
    "T, list[T] -> bool",
    "$0 in $1",
    "contain in member include exist present appear common belong",
    (a: Value, b: Value) => isList(b) && b.some((item) => equals(item, a)),
    { cost: 4 },
  ),
  idiom(
    "lacks",
    "T, list[T] -> bool",
    "$0 not in $1",
    "not missing except exclude difference without remove absent",
    (a: Value, b: Value) => isList(b) && !b.some((item) => equals(item, a)),
    { cost: 5 },
  ),
  idiom(
    "count_in",
    "list[T], T -> int",
    "$0.count($1)",
    "count occurrence times frequency duplicate appear many occur once unique repeat",
    withOne((items, other) => items.filter((item) => equals(item, other)).length),
    { cost: 5 },
  ),
  idiom(
    "index_of",
    "list[T], T -> int",
    "$0.index($1)",
    "index position where location",
    withOne((items, other) => {
      const at = items.findIndex((item) => equals(item, other));
      return at < 0 ? FAILURE : at;
    }),
  ),
  idiom(
    "flatten",
    "list[list[T]] -> list[T]",
    "flatten($0)",
    "flatten nested combine merge",
    over((items) => items.flatMap((item) => itemsOf(item) ?? [])),
    { cost: 7, helper: "flatten" },
  ),
  idiom(
    "interleave_with",
    "list[T], T -> list[T]",
    "interleave($0, $1)",
    "intersperse insert between interleave consecutive delimiter delimeter",
    withOne((items, other) => items.flatMap((item, index) => (index === 0 ? [item] : [other, item]))),
    { cost: 9, helper: "interleave" },
  ),
  idiom(
    "transpose",
    "list[list[T]] -> list[list[T]]",
    "[list(row) for row in zip(*$0)]",
    "transpose matrix column",
    over((items) => {
      const rows = items.map((item) => itemsOf(item) ?? []);
      const width = rows.length === 0 ? 0 : Math.min(...rows.map((row) => row.length));
      return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
    }),
    { cost: 9 },
  ),
  idiom(
    "is_increasing",
    "list[O] -> bool",
    "$0 == sorted($0)",
    "sorted ascending order increasing monotonic",
    over((items) => {
      return items.every((item, index) => index === 0 || compare(items[index - 1] ?? null, item) <= 0);
    }),
    { cost: 8 },
  ),
  idiom(
    "differences",
    "list[int] -> list[int]",
    "[b - a for a, b in zip($0, $0[1:])]",
    "difference consecutive adjacent successive",
    over((items) => {
      return items.slice(1).map((item, index) => integer(toNumber(item) - toNumber(items[index] ?? null)));
    }),
    { cost: 10 },
  ),
];
