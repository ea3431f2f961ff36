import { apply, equal, FALSE, ite } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { equalValues } from "./compare.ts";
import { getOf, viewOf } from "./dict.ts";
import type { Fresh } from "./fresh.ts";
import { type Items, itemsOf, lengthOfItems } from "./iterate.ts";
import { recursion } from "./loop.ts";
import { isSet, orderedSets, setOperation } from "./set-algebra.ts";
import { textMethod } from "./text-method.ts";
import {
  certain,
  type Ending,
  int,
  type Meaning,
  map,
  opaqueUse,
  type Pure,
  pure,
  raises,
  type Symbolic,
  total,
  unless,
} from "./value.ts";

/** Every method and attribute that a type has in CPython 3.11 to 3.13, but for those between underscores. */
const ATTRIBUTES: Record<string, string> = {
  int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes",
  float: "as_integer_ratio conjugate from_number fromhex hex imag is_integer real",
  str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
  list: "append clear copy count extend index insert pop remove reverse sort",
  tuple: "count index",
  dict: "clear copy fromkeys get items keys pop popitem setdefault update values",
  set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
  range: "count index start step stop",
  none: "",
};

function typeNameOf(value: Pure): string | null {
  switch (value.kind) {
    case "bool":
      return "int";
    case "sequence":
      return value.flavour === "either" ? null : value.flavour;
    case "fixed":
      return value.flavour;
    case "opaque":
    case "items":
      return null;
    default:
      return value.kind;
  }
}

/** Whether looking up an attribute raises: it happens before the operands of a call are evaluated. */
export function attributeOf(name: string, object: Symbolic): Ending {
  return map(object, (value) => {
    const type = typeNameOf(value);
    if (type === null || name.startsWith("__")) return certain([]);
    return ATTRIBUTES[type]?.split(" ").includes(name) === true ? certain([]) : raises("AttributeError");
  });
}

/** `object.name(...operands)`, of an object that has the method. */
export function method(name: string, object: Symbolic, operands: Symbolic[], fresh: Fresh): Meaning {
  return map(object, (value) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    const type = typeNameOf(value);
    if (type !== null && ATTRIBUTES[type]?.split(" ").includes(name) !== true) return raises("AttributeError");
    if (value.kind === "str") return overPures(operands, (pures) => textMethod(name, value, pures, fresh));
    if (value.kind === "dict") return dictMethod(name, value, operands);
    if (isSet(value)) return overPures(operands, (pures) => setMethod(name, value, pures, fresh));
    const [operand, ...others] = operands;
    if ((value.kind === "sequence" || value.kind === "fixed") && name === "copy" && operand === undefined)
      return total(value);
    if (name === "bit_length" && (value.kind === "int" || value.kind === "bool"))
      throw new UnsupportedConstruct("method:bit_length");
    const items = operand === undefined || others.length > 0 ? null : itemsOf(value);
    if (items !== null && operand !== undefined) {
      if (name === "count") return total(int(countOf(items, operand, fresh)));
      if (name === "index") return positionOf(items, operand, fresh);
    }
    throw new UnsupportedConstruct(`method:${name}`);
  });
}

/** An operation for each combination of the operands' types. */
function overPures(operands: Symbolic[], operation: (pures: Pure[]) => Meaning, known: Pure[] = []): Meaning {
  const [first, ...rest] = operands;
  if (first === undefined) return operation(known);
  return map(first, (value) => overPures(rest, operation, [...known, value]));
}

function dictMethod(name: string, dict: Pure & { kind: "dict" }, operands: Symbolic[]): Meaning {
  const [key, otherwise, ...others] = operands;
  if (name === "get" && key !== undefined && others.length === 0)
    return getOf(dict, key, otherwise ?? pure({ kind: "none" }));
  if ((name === "keys" || name === "values" || name === "items") && key === undefined) return total(viewOf(dict, name));
  if (name === "copy" && key === undefined) return total(dict);
  throw new UnsupportedConstruct(`method:${name}`);
}

const SET_OPERATORS: Record<string, "|" | "&" | "-" | "^"> = {
  union: "|",
  intersection: "&",
  difference: "-",
  symmetric_difference: "^",
};

function setMethod(name: string, set: Pure, operands: Pure[], fresh: Fresh): Meaning {
  const [operand, ...others] = operands;
  if (name === "copy" && operand === undefined) return total(set);
  if (operand !== undefined && others.length === 0 && isSet(operand)) {
    const operator = Object.hasOwn(SET_OPERATORS, name) ? SET_OPERATORS[name] : undefined;
    if (operator !== undefined) return setOperation(operator, set, operand, fresh);
    if (name === "issubset") return orderedSets("<=", set, operand, fresh);
    if (name === "issuperset") return orderedSets(">=", set, operand, fresh);
  }
  throw new UnsupportedConstruct(`method:${name}`);
}

/** `items.count(value)`. */
function countOf(items: Items, value: Symbolic, fresh: Fresh): string {
  const one = (item: Symbolic): string => ite(equalValues(item, value, fresh), "1", "0");
  if (items.kind === "fixed")
    return items.items.reduce((sum, item) => (sum === "0" ? one(item.value) : apply("+", sum, one(item.value))), "0");
  return recursion(
    { kind: "int" },
    "0",
    (count, index) => apply("+", count, one(items.at(index).value)),
    fresh,
  )(items.length);
}

/** `items.index(value)`: the first position; raises ValueError when there is none. */
function positionOf(items: Items, value: Symbolic, fresh: Fresh): Meaning {
  if (items.kind === "fixed") {
    const found = items.items.map((item) => equalValues(item.value, value, fresh));
    const position = found.reduceRight((rest, here, index) => ite(here, String(index), rest), "(- 1)");
    const present = found.reduce((any, here) => (any === FALSE ? here : apply("or", any, here)), FALSE);
    return unless("ValueError", present, pure(int(position)));
  }
  const first = recursion(
    { kind: "int" },
    "(- 1)",
    (state, index) =>
      fresh.named(state, (known) =>
        ite(apply(">=", known, "0"), known, ite(equalValues(items.at(index).value, value, fresh), index, "(- 1)")),
      ),
    fresh,
  )(lengthOfItems(items));
  const present = fresh.exists(items.length, (index) => equalValues(items.at(index).value, value, fresh));
  fresh.lemma(() => equal(apply(">=", first, "0"), present));
  return unless("ValueError", present, pure(int(first)));
}
