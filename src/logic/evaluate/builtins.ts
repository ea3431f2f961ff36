import { UnsupportedConstruct } from "../unsupported.ts";
import { compare, equals, orderOf } from "./compare.ts";
import { arithmetic, floatOf, integerOf, isNumber } from "./number.ts";
import { isIterable, iterate, lengthOf } from "./sequence.ts";
import { bool, codePoints, float, int, PythonError, str, truthy, typeError, type Value } from "./value.ts";

/** What `key=` makes of an item. */
export type Key = (item: Value) => Value;

export interface Keywords {
  keywords: ReadonlyMap<string, Value>;
  key: Key | null;
}

export const NO_KEYWORDS: Keywords = { keywords: new Map(), key: null };

type Builtin = (operands: Value[], count: () => void, given: Keywords) => Value;

/** Takes exactly one operand; other numbers raise TypeError in Python too. */
const ofOne =
  (operation: (operand: Value, count: () => void) => Value): Builtin =>
  (operands, count) => {
    const [only, ...others] = operands;
    if (only === undefined || others.length > 0) throw new UnsupportedConstruct("argument_count");
    return operation(only, count);
  };

const BUILTINS: Record<string, Builtin> = {
  len: ofOne((value) => int(lengthOf(value))),
  abs: ofOne((value) => {
    if (!isNumber(value)) throw typeError();
    if (value.kind === "float") return float(Math.abs(value.value));
    const integer = integerOf(value);
    return int(integer < 0n ? -integer : integer);
  }),
  bool: ofOne((value) => bool(truthy(value))),
  int: ofOne((value) => {
    if (!isNumber(value)) throw new UnsupportedConstruct("call:int");
    if (value.kind !== "float") return int(integerOf(value));
    if (Number.isNaN(value.value)) throw new PythonError("ValueError");
    if (!Number.isFinite(value.value)) throw new PythonError("OverflowError");
    return int(BigInt(Math.trunc(value.value)));
  }),
  float: ofOne((value) => {
    if (!isNumber(value)) throw new UnsupportedConstruct("call:float");
    return float(floatOf(value));
  }),
  ord: ofOne((value) => {
    if (value.kind !== "str") throw typeError();
    const [only, ...others] = codePoints(value.value);
    if (only === undefined || others.length > 0) throw typeError();
    return int(BigInt(only.codePointAt(0) ?? 0));
  }),
  list: ofOne((value) => ({ kind: "list", items: [...iterate(value)] })),
  tuple: ofOne((value) => ({ kind: "tuple", items: [...iterate(value)] })),
  set: ofOne((value) => {
    const kept: Value[] = [];
    for (const item of iterate(value)) {
      if (!compare("in", item, { kind: "set", items: kept })) kept.push(item);
    }
    return { kind: "set", items: kept };
  }),
  sorted: (operands, _count, { keywords, key }) => {
    const [only, ...others] = operands;
    if (only === undefined || others.length > 0) throw new UnsupportedConstruct("argument_count");
    const { reverse = bool(false) } = named(keywords, "sorted", ["reverse"]);
    // CPython 3.13 asks for the truth of any object, 3.12 wants an integer.
    if (reverse.kind !== "bool" && reverse.kind !== "int") throw new UnsupportedConstruct("call:sorted");
    return { kind: "list", items: sorted([...iterate(only)], key, truthy(reverse)) };
  },
  reversed: ofOne((value) => {
    if (value.kind === "set" || value.kind === "iterator" || !isIterable(value)) throw typeError();
    return { kind: "iterator", items: [...iterate(value)].reverse() };
  }),
  sum: ofOne((value) => {
    let sum: Value = int(0n);
    for (const item of iterate(value)) {
      if (!isNumber(item) || !isNumber(sum)) throw typeError();
      if (item.kind === "float") throw new UnsupportedConstruct("sum_of_floats"); // CPython 3.12 compensates rounding, 3.11 does not
      sum = arithmetic("+", sum, item);
    }
    return sum;
  }),
  all: ofOne((value) => {
    for (const item of iterate(value)) if (!truthy(item)) return bool(false);
    return bool(true);
  }),
  any: ofOne((value) => {
    for (const item of iterate(value)) if (truthy(item)) return bool(true);
    return bool(false);
  }),
  min: (operands, _count, given) => extreme(operands, "<", given),
  max: (operands, _count, given) => extreme(operands, ">", given),
  range: (operands) => {
    const bounds = operands.map((operand) => {
      if (!isNumber(operand) || operand.kind === "float") throw typeError();
      return integerOf(operand);
    });
    const [first, second, step = 1n] = bounds;
    if (first === undefined || bounds.length > 3) throw typeError();
    if (step === 0n) throw new PythonError("ValueError");
    return second === undefined
      ? { kind: "range", start: 0n, stop: first, step }
      : { kind: "range", start: first, stop: second, step };
  },
  enumerate: ofOne((value) => {
    const items = iterate(value);
    if (!isIterable(value)) throw typeError();
    return { kind: "iterator", items: numbered(items) };
  }),
  zip: (operands) => {
    if (!operands.every(isIterable)) throw typeError();
    return { kind: "iterator", items: zipped(operands.map((operand) => iterate(operand))) };
  },
};

function* numbered(items: Iterable<Value>): Generator<Value> {
  let index = 0n;
  for (const item of items) {
    yield { kind: "tuple", items: [int(index), item] };
    index += 1n;
  }
}

function* zipped(all: Generator<Value>[]): Generator<Value> {
  while (all.length > 0) {
    const items: Value[] = [];
    for (const one of all) {
      const next = one.next();
      if (next.done === true) return;
      items.push(next.value);
    }
    yield { kind: "tuple", items };
  }
}

/** Stable, also in reverse: items whose keys are equal stay in their order. */
function sorted(items: readonly Value[], key: Key | null, reverse: boolean): Value[] {
  const keyed = items.map((item) => ({ item, by: key === null ? item : key(item) }));
  // Inclusion orders sets in part only, and what a sort makes of that is its algorithm's.
  if (keyed.some(({ by }) => by.kind === "set")) throw new UnsupportedConstruct("sorting_of_sets");
  const compared = keyed.sort((left, right) => {
    const order = orderOf(left.by, right.by);
    if (order === null) throw new UnsupportedConstruct("sorting_of_nan");
    return reverse ? -order : order;
  });
  return compared.map(({ item }) => item);
}

function extreme(operands: Value[], operator: "<" | ">", { keywords, key }: Keywords): Value {
  const [only, ...others] = operands;
  if (only === undefined) throw typeError();
  const { default: fallback } = named(keywords, operator === "<" ? "min" : "max", ["default"]);
  if (fallback !== undefined && others.length > 0) throw typeError();
  let best: { item: Value; by: Value } | null = null;
  for (const item of others.length === 0 ? iterate(only) : operands) {
    const by = key === null ? item : key(item);
    if (best === null || compare(operator, by, best.by)) best = { item, by };
  }
  if (best !== null) return best.item;
  if (fallback === undefined) throw new PythonError("ValueError");
  return fallback;
}

/** The keywords, all of which the function has to know. */
function named<Name extends string>(
  keywords: ReadonlyMap<string, Value>,
  name: string,
  known: readonly Name[],
): Partial<Record<Name, Value>> {
  if ([...keywords.keys()].some((given) => !known.some((one) => one === given)))
    throw new UnsupportedConstruct(`call:${name}`);
  return Object.fromEntries(keywords) as Partial<Record<Name, Value>>;
}

/** Built-in functions whose keywords are known here. */
export const takesKeywords = (name: string): boolean => name === "min" || name === "max" || name === "sorted";

/** Calls a built-in function by name. */
export function callBuiltin(name: string, operands: Value[], given: Keywords, count: () => void): Value {
  const found = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (found === undefined) throw new UnsupportedConstruct(`call:${name}`);
  return found(operands, count, given);
}

type Method = (text: string, operand: Value) => Value;

const textOf = (value: Value): string => {
  if (value.kind !== "str") throw typeError();
  return value.value;
};

const affix =
  (test: (text: string, affix: string) => boolean): Method =>
  (text, operand) =>
    bool(
      operand.kind === "tuple" ? operand.items.some((item) => test(text, textOf(item))) : test(text, textOf(operand)),
    );

const STRING_METHODS: Record<string, Method> = {
  startswith: affix((text, prefix) => text.startsWith(prefix)),
  endswith: affix((text, suffix) => text.endsWith(suffix)),
  find: (text, part) => int(position(text, textOf(part))),
  index: (text, part) => {
    const found = position(text, textOf(part));
    if (found < 0n) throw new PythonError("ValueError");
    return int(found);
  },
  removeprefix: (text, prefix) => str(text.startsWith(textOf(prefix)) ? text.slice(textOf(prefix).length) : text),
  removesuffix: (text, suffix) =>
    str(text.endsWith(textOf(suffix)) ? text.slice(0, text.length - textOf(suffix).length) : text),
};

/** Index in code points, -1 when absent. */
function position(text: string, part: string): bigint {
  const found = text.indexOf(part);
  return found < 0 ? -1n : BigInt(codePoints(text.slice(0, found)).length);
}

/** The bound method `object.name`, looked up before its operands are evaluated. It takes exactly one operand. */
export function methodOf(name: string, object: Value): (operands: Value[], keywords: Map<string, Value>) => Value {
  const unsupported = new UnsupportedConstruct(`method:${name}`);
  if (object.kind === "none") throw new PythonError("AttributeError");
  const ofOneOperand =
    (operation: (operand: Value) => Value) =>
    (operands: Value[], keywords: Map<string, Value>): Value => {
      const [operand, ...others] = operands;
      if (operand === undefined || others.length > 0 || keywords.size > 0) throw unsupported;
      return operation(operand);
    };
  if (object.kind === "str") {
    const found = Object.hasOwn(STRING_METHODS, name) ? STRING_METHODS[name] : undefined;
    if (found === undefined) throw unsupported;
    return ofOneOperand((operand) => found(object.value, operand));
  }
  if (object.kind === "list" || object.kind === "tuple") {
    const { items } = object;
    if (name === "count")
      return ofOneOperand((operand) => int(BigInt(items.filter((item) => equals(item, operand)).length)));
    if (name === "index")
      return ofOneOperand((operand) => {
        const found = items.findIndex((item) => equals(item, operand));
        if (found < 0) throw new PythonError("ValueError");
        return int(BigInt(found));
      });
  }
  throw unsupported;
}
