import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { bool, float, int, NONE, str, type Value } from "../../logic/evaluate/value.ts";
import type { PythonType } from "../../logic/types/python-type.ts";

/** Numbers and texts that the clauses name: what happens near them is where readings differ. */
export interface Landmarks {
  integers: readonly bigint[];
  texts: readonly string[];
}

export const NO_LANDMARKS: Landmarks = { integers: [], texts: [] };

/** Integers of this size are counts and limits; larger ones would only make lists of them large. */
const LARGEST = 10n ** 12n;

export function landmarksOf(expressions: readonly Expression[]): Landmarks {
  const integers = new Set<bigint>();
  const texts = new Set<string>();
  for (const root of expressions)
    for (const { expression } of descendants(root)) {
      if (expression.kind === "integer" && expression.value < LARGEST)
        for (const near of [-1n, 0n, 1n]) integers.add(expression.value + near);
      if (expression.kind === "string") texts.add(expression.value);
    }
  return { integers: [...integers].slice(0, 12), texts: [...texts].slice(0, 6) };
}

/** Deepest nesting of a value; below it sequences are empty. */
const DEPTH = 3;

/** Values of a type, small ones first: the empty, zero, negative, equal in size, repeated. Empty for types of which none is known. */
export function smallValues(type: PythonType, landmarks: Landmarks = NO_LANDMARKS, depth = 0): Value[] {
  switch (type.kind) {
    case "int":
      return distinct([0n, 1n, -1n, 2n, -2n, 3n, ...landmarks.integers]).map(int);
    case "bool":
      return [bool(false), bool(true)];
    case "float":
      return [
        ...[0, 1, -1, 0.5, -2.5].map(float),
        ...distinct(landmarks.integers).map((value) => float(Number(value))),
      ];
    case "str":
      return distinct(["", "a", "b", "ab", "ba", "aa", "A", " ", "1", ...landmarks.texts]).map(str);
    case "none":
      return [NONE];
    case "sequence": {
      const flavour = type.flavour === "tuple" ? "tuple" : "list";
      if (depth >= DEPTH) return [{ kind: flavour, items: [] }];
      return listsOf(itemsOf(type.element, landmarks, depth)).map((items) => ({ kind: flavour, items }));
    }
    case "tuple": {
      if (depth >= DEPTH) return [];
      const parts = type.items.map((item) => itemsOf(item, landmarks, depth).slice(0, 4));
      return product(parts, 24).map((items) => ({ kind: "tuple", items }));
    }
    case "set":
      return depth >= DEPTH
        ? [{ kind: "set", items: [] }]
        : [[], ...chosen(itemsOf(type.element, landmarks, depth), 1, 2)].map((items) => ({ kind: "set", items }));
    case "dict": {
      if (depth >= DEPTH) return [{ kind: "dict", entries: [] }];
      const keys = itemsOf(type.key, landmarks, depth).slice(0, 2);
      const values = itemsOf(type.value, landmarks, depth).slice(0, 3);
      const [one, two] = keys;
      const [first, second] = values;
      const entries: { key: Value; value: Value }[][] = [[]];
      if (one !== undefined) for (const value of values) entries.push([{ key: one, value }]);
      if (one !== undefined && two !== undefined && first !== undefined)
        for (const value of second === undefined ? [first] : [first, second])
          entries.push([
            { key: one, value: first },
            { key: two, value },
          ]);
      return entries.map((held) => ({ kind: "dict", entries: held }));
    }
    case "union":
      return type.members.flatMap((member) => smallValues(member, landmarks, depth).slice(0, 6));
    case "opaque":
      return type.name === null ? [int(0n), int(1n), str("a")] : [];
  }
}

const itemsOf = (type: PythonType, landmarks: Landmarks, depth: number): Value[] =>
  smallValues(type, landmarks, depth + 1);

/** Lists of up to three items: all of few values, then the other ones alone. */
function listsOf(items: readonly Value[]): Value[][] {
  const few = items.slice(0, 4);
  const pairs = few.flatMap((one) => few.map((other) => [one, other]));
  const [a, b, c] = few;
  const triples =
    a === undefined || b === undefined || c === undefined
      ? []
      : [
          [a, b, c],
          [c, b, a],
          [b, a, b],
          [b, c, b],
        ];
  return [[], ...few.map((item) => [item]), ...pairs, ...triples, ...items.slice(4).map((item) => [item])];
}

/** Subsets with `least` to `most` elements of the first few values. */
function chosen(items: readonly Value[], least: number, most: number): Value[][] {
  const few = items.slice(0, 4);
  const pairs = few.flatMap((one, index) => few.slice(index + 1).map((other) => [one, other]));
  return [...few.map((item) => [item]), ...pairs].filter(({ length }) => length >= least && length <= most);
}

/** Combinations of one of each, those of early values first, at most so many. */
export function product<Item>(lists: readonly (readonly Item[])[], most: number): Item[][] {
  let combined: { items: Item[]; rank: number }[] = [{ items: [], rank: 0 }];
  for (const list of lists) {
    combined = combined
      .flatMap(({ items, rank }) => list.map((item, index) => ({ items: [...items, item], rank: rank + index })))
      .sort((one, other) => one.rank - other.rank)
      .slice(0, most);
  }
  return combined.map(({ items }) => items);
}

const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];
