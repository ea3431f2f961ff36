import { BUILTIN_FUNCTIONS, MODULE_MEMBERS } from "./tables/functions.ts";
import { ATTRIBUTES, METHODS } from "./tables/methods.ts";
import { instance, joinAll, NEVER, type Type, tuple, UNKNOWN } from "./type.ts";

export interface Signature {
  parameters: { type: Type; optional: boolean; repeated: boolean }[];
  returns: Type;
}

/** One-letter names in the tables are type variables; they are instances with a reserved name until substituted. */
export const TYPE_VARIABLES = new Set(["T", "K", "V", "S"]);

/**
 * Reads the annotation notation: dotted names, brackets, `|`, `[...]` argument lists of `Callable`. Total: what it cannot read is
 * `unknown`. `rename` maps a written name to a type.
 */
export function parseTypeText(text: string, rename: (name: string) => Type = named): Type {
  const tokens = text.match(/[\p{ID_Start}_][\p{ID_Continue}.]*|\.\.\.|[[\]|,()]|\S/gu) ?? [];
  let at = 0;
  const union = (): Type => {
    const members = [single()];
    while (tokens[at] === "|") {
      at++;
      members.push(single());
    }
    return members.some((member) => member.kind === "unknown") ? UNKNOWN : joinAll(members);
  };
  const list = (): Type[] => {
    const items: Type[] = [];
    at++;
    while (at < tokens.length && tokens[at] !== "]") {
      items.push(union());
      if (tokens[at] === ",") at++;
      else if (tokens[at] !== "]") return [];
    }
    at++;
    return items;
  };
  const single = (): Type => {
    const token = tokens[at++];
    if (token === undefined) return UNKNOWN;
    if (token === "...") return instance("...");
    if (token === "[") {
      at--;
      list();
      return UNKNOWN;
    }
    if (!/^[\p{ID_Start}_]/u.test(token)) return UNKNOWN;
    const head = rename(token);
    return tokens[at] === "[" ? applied(head, list()) : head;
  };
  const type = union();
  return at >= tokens.length ? type : UNKNOWN;
}

/** A generic class with its arguments; `tuple[X, ...]` is the tuple of any length. */
export function applied(head: Type, args: readonly Type[]): Type {
  if (head.kind !== "instance") return head;
  if (head.name === "Optional") return args[0] === undefined ? UNKNOWN : optional(args[0]);
  if (head.name === "Union") return args.some((arg) => arg.kind === "unknown") ? UNKNOWN : joinAll(args);
  if (head.name === "Literal" || head.name === "Annotated") return UNKNOWN;
  if (head.name === "tuple") {
    const last = args.at(-1);
    if (args.length === 2 && last !== undefined && isEllipsis(last)) return instance("tuple", args.slice(0, 1));
    return tuple(args);
  }
  return instance(head.name, args);
}

function optional(type: Type): Type {
  return type.kind === "unknown" ? UNKNOWN : joinAll([type, instance("None")]);
}

function isEllipsis(type: Type): boolean {
  return type.kind === "instance" && type.name === "...";
}

function named(name: string): Type {
  return name === "any" ? UNKNOWN : instance(name);
}

function parseSignature(parameters: string, returns: string): Signature {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= parameters.length; index++) {
    const character = parameters[index];
    if (character === "[") depth++;
    if (character === "]") depth--;
    if (character === undefined || (character === "," && depth === 0)) {
      const part = parameters.slice(start, index).trim();
      if (part !== "") parts.push(part);
      start = index + 1;
    }
  }
  return {
    parameters: parts.map((part) => ({
      type: parseTypeText(part.replace(/[?*]$/, "")),
      optional: part.endsWith("?"),
      repeated: part.endsWith("*"),
    })),
    returns: parseTypeText(returns),
  };
}

type Entry = { signature: Signature } | { constant: Type };

/** Table lines are split once, at the first question; a signature is parsed when it is first asked for. */
class Table {
  readonly #lines: Map<string, string>;
  readonly #parsed = new Map<string, Entry>();

  constructor(lines: Map<string, string>) {
    this.#lines = lines;
  }

  has(name: string): boolean {
    return this.#lines.has(name);
  }

  get(name: string): Entry | null {
    const known = this.#parsed.get(name);
    if (known !== undefined) return known;
    const line = this.#lines.get(name);
    if (line === undefined) return null;
    const call = /^\((.*)\) -> (.*)$/.exec(line);
    const entry: Entry =
      call === null
        ? { constant: parseTypeText(line.replace(/^ = /, "")) }
        : { signature: parseSignature(call[1] ?? "", call[2] ?? "") };
    this.#parsed.set(name, entry);
    return entry;
  }
}

function flatLines(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^([\w.]+)(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) lines.set(match[1], match[2]);
  }
  return lines;
}

function methodLines(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  const classes = new Map<string, string[]>();
  let current = "";
  for (const line of text.split("\n")) {
    const header = /^([\w.]+):(?: ([\w.]+))?$/.exec(line);
    if (header?.[1] !== undefined) {
      current = header[1];
      const inherited = header[2] === undefined ? [] : (classes.get(header[2]) ?? []);
      classes.set(current, [...inherited]);
      for (const method of inherited) lines.set(`${current}.${method}`, lines.get(`${header[2]}.${method}`) ?? "");
      continue;
    }
    const match = /^(\w+)(\(.*)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    lines.set(`${current}.${match[1]}`, match[2]);
    classes.get(current)?.push(match[1]);
  }
  return lines;
}

export const builtinFunctions = new Table(flatLines(BUILTIN_FUNCTIONS));
export const moduleMembers = new Table(flatLines(MODULE_MEMBERS));
export const methods = new Table(methodLines(METHODS));
export const attributes = new Table(flatLines(ATTRIBUTES));

/** Modules the tables know anything about, with their packages (`os` for `os.path`). */
export const knownModules = new Set(
  [...flatLines(MODULE_MEMBERS).keys()].flatMap((name) => {
    const parts = name.split(".");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
  }),
);

/** Replaces the type variables of a signature. Those without a binding become `unknown`. */
export function substitute(type: Type, bindings: ReadonlyMap<string, Type>): Type {
  if (type.kind === "instance") {
    if (TYPE_VARIABLES.has(type.name)) return bindings.get(type.name) ?? UNKNOWN;
    return type.args.length === 0
      ? type
      : instance(
          type.name,
          type.args.map((arg) => substitute(arg, bindings)),
        );
  }
  if (type.kind === "tuple") return tuple(type.items.map((item) => substitute(item, bindings)));
  if (type.kind === "union") return joinAll([NEVER, ...type.members.map((member) => substitute(member, bindings))]);
  return type;
}
