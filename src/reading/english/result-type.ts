import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { ANY, showType, type Type } from "./types.ts";

const named = (name: string, ...items: Type[]): Type => ({ name, arguments: items });
const INT = named("int");
const FLOAT = named("float");
const BOOL = named("bool");
const NUMBERS: ReadonlySet<string> = new Set(["int", "float", "num"]);
const SEQUENCES: ReadonlySet<string> = new Set(["list", "tuple", "set", "seq", "coll", "iter", "ordered", "plural"]);
/** Functions of one element or collection whose result has the type of what they are given. */
const ELEMENT_OF: ReadonlySet<string> = new Set(["max", "min"]);

type Types = ReadonlyMap<string, Type>;

/**
 * The type of an expression over names of known types, where the operations alone fix it: integers stay integers under `+`, a largest element is
 * an element. Null where they do not.
 */
export function resultType(expression: Expression, types: Types): Type | null {
  switch (expression.kind) {
    case "integer":
      return INT;
    case "float":
      return FLOAT;
    case "string":
      return named("str");
    case "boolean":
    case "comparison":
      return BOOL;
    case "name":
      return types.get(expression.name) ?? null;
    case "unary":
      return expression.operator === "not" ? BOOL : numeric(resultType(expression.operand, types));
    case "binary":
      return arithmetic(expression, types);
    case "conditional":
      return joined([resultType(expression.body, types), resultType(expression.otherwise, types)]);
    case "list": {
      const element = joined(expression.items.map((item) => resultType(item, types)));
      return element === null ? null : named("list", element);
    }
    case "comprehension": {
      const inner = within(expression.clauses, types);
      const element = inner === null ? null : resultType(expression.element, inner);
      return element === null ? null : named(expression.form === "set" ? "set" : "list", element);
    }
    case "subscript": {
      const object = resultType(expression.object, types);
      return expression.index.kind === "slice" ? object : object === null ? null : elementOf(object);
    }
    case "call":
      return called(expression, types);
    default:
      return null;
  }
}

function numeric(type: Type | null): Type | null {
  return type !== null && NUMBERS.has(type.name) ? type : null;
}

/** The element type of what is iterated; null for dictionaries and where nothing is known of it. */
function elementOf(type: Type): Type | null {
  if (type.name === "str" || type.name === "word") return named("str");
  const [element] = type.arguments;
  return SEQUENCES.has(type.name) && element !== undefined && element.name !== ANY.name ? element : null;
}

function joined(types: readonly (Type | null)[]): Type | null {
  const [first = null] = types;
  if (first === null || types.some((type) => type === null)) return null;
  const known = types.filter((type) => type !== null);
  if (known.every((type) => showType(type) === showType(first))) return first;
  return known.every(({ name }) => NUMBERS.has(name)) ? named("num") : null;
}

function arithmetic({ operator, left, right }: Extract<Expression, { kind: "binary" }>, types: Types): Type | null {
  const [a, b] = [numeric(resultType(left, types)), numeric(resultType(right, types))];
  if (a === null || b === null) return null;
  if (operator === "/") return FLOAT;
  if (operator === "**") {
    const natural = right.kind === "integer" && right.value >= 0n;
    return a.name === "int" && !natural ? null : a;
  }
  if (!["+", "-", "*", "//", "%"].includes(operator)) return null;
  // An operation with one float is a float, whatever the other number is.
  return a.name === "float" || b.name === "float" ? FLOAT : joined([a, b]);
}

/** The types inside a comprehension; null unless every target is one name. */
function within(clauses: Extract<Expression, { kind: "comprehension" }>["clauses"], types: Types): Types | null {
  const inner = new Map(types);
  for (const { target, iterable } of clauses) {
    const collection = iterated(iterable, inner);
    const element = collection === null ? null : elementOf(collection);
    if (target.kind !== "name" || element === null) return null;
    inner.set(target.name, element);
  }
  return inner;
}

function iterated(iterable: Expression, types: Types): Type | null {
  const range = iterable.kind === "call" && iterable.callee.kind === "name" && iterable.callee.name === "range";
  return range ? named("list", INT) : resultType(iterable, types);
}

function called({ callee, arguments: given }: Extract<Expression, { kind: "call" }>, types: Types): Type | null {
  const [first] = given;
  if (first === undefined || given.some(({ kind }) => kind === "starred")) return null;
  if (printExpression(callee) === "math.prod") return total(resultType(first, types));
  if (callee.kind !== "name") return null;
  if (callee.name === "sum") return total(resultType(first, types));
  if (callee.name === "len" || callee.name === "int" || callee.name === "ord") return INT;
  if (callee.name === "all" || callee.name === "any" || callee.name === "bool") return BOOL;
  if (callee.name === "abs") return numeric(resultType(first, types));
  if (ELEMENT_OF.has(callee.name) && given.length > 1)
    return joined(given.map((argument) => resultType(argument, types)));
  const collection = resultType(first, types);
  const element = collection === null ? null : elementOf(collection);
  if (element === null) return null;
  if (callee.name === "sorted" || callee.name === "list") return named("list", element);
  if (ELEMENT_OF.has(callee.name) || callee.name === "next") return given.length === 1 ? element : null;
  return null;
}

/** The sum or product of no numbers is an integer, whatever numbers there could be. */
function total(collection: Type | null): Type | null {
  const element = collection === null ? null : numeric(elementOf(collection));
  return element?.name === "float" ? named("num") : element;
}
