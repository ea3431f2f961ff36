/** A type of what words denote: a constructor with arguments. One capital letter is a variable; `any` agrees with everything. */
export interface Type {
  name: string;
  arguments: readonly Type[];
}

export const ANY: Type = { name: "any", arguments: [] };

/** Reads `list[tuple[int]]`; several arguments are separated by commas. */
export function parseType(text: string): Type {
  const { type, rest } = read(text.trim());
  if (rest !== "") throw new SyntaxError(`no type: ${text}`);
  return type;
}

function read(text: string): { type: Type; rest: string } {
  const name = /^[A-Za-z]+/.exec(text)?.[0];
  if (name === undefined) throw new SyntaxError(`no type: ${text}`);
  let rest = text.slice(name.length);
  const items: Type[] = [];
  if (rest.startsWith("[")) {
    do {
      const next = read(rest.slice(1).trimStart());
      items.push(next.type);
      rest = next.rest.trimStart();
    } while (rest.startsWith(","));
    if (!rest.startsWith("]")) throw new SyntaxError(`no type: ${text}`);
    rest = rest.slice(1);
  }
  return { type: { name, arguments: items }, rest };
}

export function showType(type: Type): string {
  return type.arguments.length === 0 ? type.name : `${type.name}[${type.arguments.map(showType).join(",")}]`;
}

const isVariable = (type: Type) => /^[A-Z]$/.test(type.name);

/** Constructors that a slot accepts besides its own. `num` may narrow to `int`, a text to one character. */
const ACCEPTS: Record<string, readonly string[]> = {
  num: ["int", "float"],
  int: ["num"],
  float: ["num", "int"],
  str: ["char", "word"],
  word: ["str"],
  char: ["str"],
  key: ["int", "float", "num", "str", "char", "word"],
  seq: ["list", "tuple", "plural"],
  list: ["seq", "plural"],
  coll: ["list", "tuple", "set", "seq", "plural"],
  iter: ["list", "tuple", "set", "seq", "coll"],
};
/** What a text is when it counts as a collection of its characters. */
const TEXT_AS: ReadonlySet<string> = new Set(["iter", "ordered"]);
const CHARACTER: Type = { name: "char", arguments: [] };

export type Bindings = ReadonlyMap<string, Type>;

/** Matches what a slot wants with what stands there; null when they disagree. */
export function unify(wanted: Type, actual: Type, bindings: Bindings): Bindings | null {
  if (isVariable(wanted)) {
    const bound = bindings.get(wanted.name);
    if (bound === undefined || bound.name === "any") return new Map([...bindings, [wanted.name, actual]]);
    const agreed = unify(bound, actual, bindings) ?? unify(actual, bound, bindings);
    return agreed === null ? null : new Map([...agreed, [wanted.name, narrow(bound, actual)]]);
  }
  if (wanted.name === "any" || actual.name === "any") return bindings;
  if (TEXT_AS.has(wanted.name) && ["str", "char", "word"].includes(actual.name))
    return wanted.arguments[0] === undefined ? bindings : unify(wanted.arguments[0], CHARACTER, bindings);
  const accepted =
    wanted.name === actual.name ||
    (wanted.name === "ordered" && ["list", "tuple", "seq"].includes(actual.name)) ||
    ACCEPTS[wanted.name]?.includes(actual.name) === true;
  if (!accepted) return null;
  let result: Bindings | null = bindings;
  for (const [index, argument] of wanted.arguments.entries()) {
    if (result === null) return null;
    result = unify(argument, actual.arguments[index] ?? ANY, result);
  }
  return result;
}

/** The type with its variables replaced; a free variable is `any`. */
export function resolve(type: Type, bindings: Bindings): Type {
  if (isVariable(type)) return bindings.get(type.name) ?? ANY;
  return type.arguments.length === 0
    ? type
    : { name: type.name, arguments: type.arguments.map((argument) => resolve(argument, bindings)) };
}

/** The more exact of two agreeing types: what a slot wants, where it says more than what is known. */
export function narrow(known: Type, wanted: Type): Type {
  if (known.name === "any") return wanted;
  if (wanted.name === "any" || wanted.name === "key") return known;
  if (known.name === "num" && (wanted.name === "int" || wanted.name === "float")) return wanted;
  if (known.arguments.length === 0 || wanted.arguments.length !== known.arguments.length) return known;
  return {
    name: known.name,
    arguments: known.arguments.map((argument, index) => narrow(argument, wanted.arguments[index] ?? ANY)),
  };
}

const HINTS: Record<string, string> = {
  num: "int | float",
  char: "str",
  seq: "list",
  coll: "list",
  iter: "list",
  ordered: "list",
  plural: "list",
  word: "str",
};

/** The annotation for a type; null when nothing is known. */
export function hintOf(type: Type): string | null {
  if (type.name === "any" || type.name === "key" || isVariable(type)) return null;
  const name = HINTS[type.name] ?? type.name;
  const items = type.arguments.map(hintOf);
  if (items.length === 0 || items.some((item) => item === null)) return name;
  return name === "tuple" ? `tuple[${items[0]}, ...]` : `${name}[${items.join(", ")}]`;
}
