import { Failure, isList, PyDict, PyFloat, PySet, Tuple, type Value } from "./values.ts";

/**
 * Types of the search, interned: equal types are the same object. `float` holds ints as well, as Python's annotations do. `iter` is what can only be iterated: a
 * range, a zip. A `variable` stands in an idiom's type for any type of its class.
 */
export interface Type {
  readonly id: string;
  readonly head:
    | "int"
    | "float"
    | "bool"
    | "str"
    | "None"
    | "list"
    | "tuple"
    | "set"
    | "dict"
    | "iter"
    | "iterable"
    | "variable";
  readonly parts: readonly Type[];
}

const interned = new Map<string, Type>();

export function makeType(head: Type["head"], parts: readonly Type[] = [], name: string = head): Type {
  const id = parts.length === 0 ? name : `${head}[${parts.map((part) => part.id).join(",")}]`;
  const known = interned.get(id);
  if (known !== undefined) return known;
  const made = { id, head, parts };
  interned.set(id, made);
  return made;
}

export const INT = makeType("int");
export const FLOAT = makeType("float");
export const BOOL = makeType("bool");
export const STR = makeType("str");
export const NONE = makeType("None");
export const listOf = (element: Type): Type => makeType("list", [element]);

/** Reads `list[T], int -> T`. T, U: any type; N, M: a number; O: what has an order, S: of these what has no parts, as the greatest of lists is seldom meant; H: what can be a key. `I[T]`: anything that can be iterated. */
export function parsePattern(text: string): { parameters: readonly Type[]; result: Type } {
  const [left = "", right = ""] = text.split("->");
  return { parameters: parseTypes(left), result: parseTypes(right)[0] ?? NONE };
}

function parseTypes(text: string): Type[] {
  const found: Type[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? ",";
    if (character === "[") depth++;
    else if (character === "]") depth--;
    else if (character === "," && depth === 0) {
      const part = text.slice(start, at).trim();
      if (part !== "") found.push(parseType(part));
      start = at + 1;
    }
  }
  return found;
}

function parseType(text: string): Type {
  const bracket = text.indexOf("[");
  const head = bracket < 0 ? text : text.slice(0, bracket);
  const parts = bracket < 0 ? [] : parseTypes(text.slice(bracket + 1, -1));
  switch (head) {
    case "int":
    case "float":
    case "bool":
    case "str":
    case "None":
    case "list":
    case "tuple":
    case "set":
    case "dict":
    case "iter":
      return makeType(head, parts);
    case "I":
      return makeType("iterable", parts);
    default:
      return makeType("variable", [], head);
  }
}

const ORDERED = new Set(["int", "float", "str", "bool"]);

function inClass(variable: string, type: Type): boolean {
  switch (variable[0]) {
    case "N":
    case "M":
      return type === INT || type === FLOAT;
    case "S":
      return ORDERED.has(type.head);
    case "O":
      return (
        ORDERED.has(type.head) ||
        ((type.head === "tuple" || type.head === "list") && type.parts.every((part) => inClass("O", part)))
      );
    case "H":
      return (
        ORDERED.has(type.head) ||
        type === NONE ||
        (type.head === "tuple" && type.parts.every((part) => inClass("H", part)))
      );
    default:
      return type.head !== "iter";
  }
}

export type Bindings = Map<string, Type>;

/** Makes the pattern match the type by binding its variables; on failure some may stay bound. */
export function unify(pattern: Type, type: Type, bindings: Bindings): boolean {
  if (type.id === "...") return false;
  if (pattern.head === "variable") {
    const bound = bindings.get(pattern.id);
    if (bound !== undefined) return bound === type;
    if (!inClass(pattern.id, type)) return false;
    bindings.set(pattern.id, type);
    return true;
  }
  if (pattern.head === "iterable") {
    const element = elementOf(type);
    const part = pattern.parts[0];
    return element !== null && part !== undefined && unify(part, element, bindings);
  }
  if (pattern.head !== type.head || pattern.parts.length !== type.parts.length) return pattern === type;
  return pattern.parts.every((part, index) => unify(part, type.parts[index] ?? NONE, bindings));
}

export function substitute(pattern: Type, bindings: Bindings): Type {
  if (pattern.head === "variable") return bindings.get(pattern.id) ?? pattern;
  return pattern.parts.length === 0
    ? pattern
    : makeType(
        pattern.head,
        pattern.parts.map((part) => substitute(part, bindings)),
      );
}

/** What iterating a value of the type gives; null where it cannot be iterated in a fixed order with one type of element. */
export function elementOf(type: Type): Type | null {
  switch (type.head) {
    case "str":
      return STR;
    case "list":
    case "iter":
    case "dict":
      return type.parts[0] ?? null;
    case "tuple":
      if (type.parts[1]?.id === "...") return type.parts[0] ?? null;
      return type.parts.length > 0 && type.parts.every((part) => part === type.parts[0])
        ? (type.parts[0] ?? null)
        : null;
    default:
      return null;
  }
}

export const depthOf = (type: Type): number => 1 + Math.max(0, ...type.parts.map(depthOf));

const ANY = makeType("variable", [], "T");

/** Second part of the type of tuples of any length, as in Python. */
const ELLIPSIS = makeType("None", [], "...");

/** The type of a value; what an empty container holds is a variable. Null when elements differ in type beyond int and float. */
export function typeOfValue(value: Value): Type | null {
  if (value === null) return NONE;
  if (typeof value === "number") return INT;
  if (typeof value === "boolean") return BOOL;
  if (typeof value === "string") return STR;
  if (value instanceof PyFloat) return FLOAT;
  if (value instanceof Failure) return null;
  if (value instanceof Tuple) {
    const parts = value.items.map(typeOfValue);
    return parts.includes(null)
      ? null
      : makeType(
          "tuple",
          parts.filter((part) => part !== null),
        );
  }
  if (value instanceof PyDict) {
    const key = join(value.keys.map(typeOfValue));
    const held = join(value.values.map(typeOfValue));
    return key === null || held === null ? null : makeType("dict", [key, held]);
  }
  const element = join((isList(value) ? value : (value as PySet).items).map(typeOfValue));
  return element === null ? null : makeType(value instanceof PySet ? "set" : "list", [element]);
}

/** The one type that values of all these types have, `ANY` for none, null when there is none. */
export function join(types: readonly (Type | null)[]): Type | null {
  let joined: Type = ANY;
  for (const type of types) {
    const next = type === null ? null : joinTwo(joined, type);
    if (next === null) return null;
    joined = next;
  }
  return joined;
}

function joinTwo(a: Type, b: Type): Type | null {
  if (a === b || b === ANY) return a;
  if (a === ANY) return b;
  if ((a === INT && b === FLOAT) || (a === FLOAT && b === INT)) return FLOAT;
  if (a.head !== b.head || a.parts.length !== b.parts.length || a.parts.length === 0) {
    if (a.head !== "tuple" || b.head !== "tuple") return null;
    const all = join([...a.parts, ...b.parts].filter((part) => part !== ELLIPSIS));
    return all === null ? null : makeType("tuple", [all, ELLIPSIS]);
  }
  const parts = a.parts.map((part, index) => joinTwo(part, b.parts[index] ?? ANY));
  return parts.includes(null)
    ? null
    : makeType(
        a.head,
        parts.filter((part) => part !== null),
      );
}

/** Whether some part of the type is still open. */
export function isOpen(type: Type): boolean {
  return type.head === "variable" || type.parts.some(isOpen);
}

/** Replaces what is open by int: nothing in the examples says what it is. */
export function close(type: Type): Type {
  if (type.head === "variable") return INT;
  return type.parts.length === 0 ? type : makeType(type.head, type.parts.map(close));
}

const NAMES: Readonly<Record<string, Type["head"]>> = {
  int: "int",
  float: "float",
  bool: "bool",
  str: "str",
  None: "None",
  list: "list",
  List: "list",
  Sequence: "list",
  tuple: "tuple",
  Tuple: "tuple",
  set: "set",
  Set: "set",
  dict: "dict",
  Dict: "dict",
};
const ARITY: Readonly<Partial<Record<Type["head"], number>>> = { list: 1, set: 1, dict: 2 };

/** An annotation as a type, with variables where it says nothing; null for unions, `Any` and names the search does not know. */
export function typeOfAnnotation(text: string): Type | null {
  const trimmed = text.trim().replace(/^typing\./, "");
  const bracket = trimmed.indexOf("[");
  const name = bracket < 0 ? trimmed : trimmed.slice(0, bracket);
  const head = NAMES[name];
  if (head === undefined) return null;
  const arity = ARITY[head];
  if (bracket < 0) {
    if (head === "tuple") return null;
    return arity === undefined
      ? makeType(head)
      : makeType(
          head,
          Array.from({ length: arity }, () => ANY),
        );
  }
  if (!trimmed.endsWith("]")) return null;
  const parts = splitTop(trimmed.slice(bracket + 1, -1)).map((part) => typeOfAnnotation(part) ?? ANY);
  return arity !== undefined && parts.length !== arity ? null : makeType(head, parts);
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "[") depth++;
    else if (text[at] === "]") depth--;
    else if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** What examples and annotation say together; the examples decide where they contradict each other. */
export function parameterType(annotation: string | null, values: readonly Value[]): Type | null {
  const observed = join(values.map(typeOfValue));
  if (observed === null) return null;
  const stated = annotation === null ? null : typeOfAnnotation(annotation);
  return close(stated === null ? observed : (joinTwo(stated, observed) ?? observed));
}
