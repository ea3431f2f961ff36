import { elementOf, listOf, makeType, type Type } from "./types.ts";
import { compare, FAILURE, PyDict, unique, type Value } from "./values.ts";

/** Idioms that bind a variable to the items of a source: what they need, what they give, how they are written. */
export interface ComprehensionKind {
  readonly name: string;
  readonly words: readonly string[];
  readonly cost: number;
  readonly needs: "element" | "condition" | "both";
  /** Only over sources whose items are bound to one variable. */
  readonly single: boolean;
  /** The element orders the items; it is written as a lambda over an item. */
  readonly keyed: boolean;
  /** Type of the result, null where it does not apply. */
  readonly result: (source: Type, element: Type) => Type | null;
  /** `items`, and per item the element and whether the condition holds; none of them FAILURE where the condition holds. */
  readonly apply: (items: readonly Value[], elements: readonly Value[]) => Value;
  /** `$x` the variables, `$s` the source, `$e` the element, `$c` the condition. */
  readonly python: string;
}

const ORDERED = new Set(["int", "float", "str", "tuple", "bool"]);
const HASHABLE = new Set(["int", "float", "str", "bool"]);

const itemType = (source: Type): Type | null => elementOf(source);
const listOfItems = (source: Type): Type | null => {
  const element = itemType(source);
  return element === null ? null : listOf(element);
};
const ordered = (type: Type): boolean => ORDERED.has(type.head);

function byKey(items: readonly Value[], keys: readonly Value[], sign: 1 | -1): Value[] {
  const order = items.map((_, index) => index);
  order.sort((a, b) => sign * compare(keys[a] ?? null, keys[b] ?? null));
  return order.map((index) => items[index] ?? null);
}

const bestOf = (items: readonly Value[], keys: readonly Value[], sign: 1 | -1): Value => {
  return items.length === 0 ? FAILURE : (byKey(items, keys, sign)[0] ?? null);
};

const KEYED = { needs: "element", single: false, keyed: true } as const;

export const COMPREHENSIONS: readonly ComprehensionKind[] = [
  {
    name: "map",
    words: ["each", "every", "all", "element", "convert", "transform"],
    cost: 3,
    needs: "element",
    single: false,
    keyed: false,
    result: (_, element) => listOf(element),
    apply: (_, elements) => elements,
    python: "[$e for $x in $s]",
  },
  {
    name: "filter",
    words: ["filter", "only", "select", "that", "which", "remove", "count", "number", "how", "many", "satisfy"],
    cost: 3,
    needs: "condition",
    single: true,
    keyed: false,
    result: (source) => listOfItems(source),
    apply: (items) => items,
    python: "[$x for $x in $s if $c]",
  },
  {
    name: "filter_map",
    words: ["filter", "only", "that", "which"],
    cost: 4,
    needs: "both",
    single: false,
    keyed: false,
    result: (_, element) => listOf(element),
    apply: (_, elements) => elements,
    python: "[$e for $x in $s if $c]",
  },
  {
    name: "sort_by",
    words: ["sort", "order", "ascending", "based", "according", "by"],
    cost: 6,
    ...KEYED,
    result: (source, key) => (ordered(key) ? listOfItems(source) : null),
    apply: (items, keys) => byKey(items, keys, 1),
    python: "sorted($s, key=lambda $x: $e)",
  },
  {
    name: "sort_down_by",
    words: ["sort", "order", "descending", "decreasing", "reverse"],
    cost: 9,
    ...KEYED,
    result: (source, key) => (ordered(key) ? listOfItems(source) : null),
    apply: (items, keys) => byKey(items, keys, -1),
    python: "sorted($s, key=lambda $x: $e, reverse=True)",
  },
  {
    name: "max_by",
    words: ["longest", "maximum", "largest", "most", "greatest", "max"],
    cost: 6,
    ...KEYED,
    result: (source, key) => (ordered(key) ? itemType(source) : null),
    apply: (items, keys) => bestOf(items, keys, -1),
    python: "max($s, key=lambda $x: $e)",
  },
  {
    name: "min_by",
    words: ["shortest", "minimum", "smallest", "closest", "nearest", "least", "min"],
    cost: 6,
    ...KEYED,
    result: (source, key) => (ordered(key) ? itemType(source) : null),
    apply: (items, keys) => bestOf(items, keys, 1),
    python: "min($s, key=lambda $x: $e)",
  },
  {
    name: "dict_of",
    words: ["dictionary", "dict", "map", "mapping", "hash"],
    cost: 7,
    needs: "element",
    single: true,
    keyed: false,
    result: (source, element) => {
      const key = itemType(source);
      return key === null || !HASHABLE.has(key.head) ? null : makeType("dict", [key, element]);
    },
    apply: (items, elements) => {
      const keys = unique(items);
      return new PyDict(
        keys,
        keys.map((key) => elements[items.lastIndexOf(key)] ?? null),
      );
    },
    python: "{$x: $e for $x in $s}",
  },
];
