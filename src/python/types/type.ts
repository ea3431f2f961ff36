import type { ExprNode } from "py-ast";
import type { ClassUnit, Unit } from "./unit.ts";

/**
 * The values of the abstract interpretation. `unknown` is the top of the lattice and absorbs every join; `never` is its bottom.
 * `variable` stands for what a parameter (or the elements of a container) will turn out to be; `number` is the result of arithmetic
 * over such variables, so that a later demand on the result ("used as an index") reaches the variables themselves.
 */
export type Type =
  | { kind: "unknown" }
  | { kind: "never" }
  | { kind: "instance"; name: string; args: readonly Type[] }
  | { kind: "tuple"; items: readonly Type[] }
  | { kind: "object"; cls: ClassUnit }
  | { kind: "class"; name: string; cls: ClassUnit | null }
  | { kind: "module"; name: string }
  | { kind: "function"; unit: Unit; receiver: Type | null }
  | { kind: "builtin"; name: string; receiver: Type | null }
  | { kind: "variable"; variable: Variable }
  | { kind: "number"; base: NumberBase; variables: readonly Variable[] }
  | { kind: "union"; members: readonly Type[] };

/** The constant part of an arithmetic result; `null` when no operand is known to be a number (`a + b` may concatenate). */
export type NumberBase = "int" | "float" | null;

export interface Variable {
  id: number;
  role: "parameter" | "element" | "key" | "cell";
  name: string;
  /** What flows in: arguments of calls seen in the file, stored elements. Keyed by `typeKey`. */
  lowers: Map<string, Type>;
  /** What the uses of the value demand. */
  evidence: Evidence[];
  element: Variable | null;
  key: Variable | null;
  decision: Decision | null;
  /** Whether examples in docstrings are among what flows in. */
  fromExamples: boolean;
}

export interface Evidence {
  rule: string;
  /** What the use demands; `null` when the use tells only that several types are served. */
  type: Type | null;
  node: ExprNode | null;
}

export interface Decision {
  type: Type;
  rule: string;
  confidence: number;
  node: ExprNode | null;
  /** Whether the type is complete enough to be told; otherwise only its head is known (a list of something). */
  complete: boolean;
}

const MAX_UNION = 8;
const MAX_DEPTH = 4;

export const UNKNOWN: Type = { kind: "unknown" };
export const NEVER: Type = { kind: "never" };

const plain = new Map<string, Type>();

export function instance(name: string, args: readonly Type[] = []): Type {
  if (args.length > 0) return { kind: "instance", name, args };
  const known = plain.get(name);
  if (known !== undefined) return known;
  const made: Type = { kind: "instance", name, args: [] };
  plain.set(name, made);
  return made;
}

export const INT = instance("int");
export const FLOAT = instance("float");
export const BOOL = instance("bool");
export const STR = instance("str");
export const BYTES = instance("bytes");
export const NONE = instance("None");
export const COMPLEX = instance("complex");

export function variableType(variable: Variable): Type {
  return { kind: "variable", variable };
}

/** A structural identity: equal keys mean interchangeable types. Variables are identified by number, never expanded, so that keys are finite. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "unknown":
      return "?";
    case "never":
      return "!";
    case "instance":
      return type.args.length === 0 ? type.name : `${type.name}[${type.args.map(typeKey).join(",")}]`;
    case "tuple":
      return `(${type.items.map(typeKey).join(",")})`;
    case "object":
      return `o${type.cls.id}`;
    case "class":
      return `c${type.cls === null ? type.name : type.cls.id}`;
    case "module":
      return `m${type.name}`;
    case "function":
      return `f${type.unit.id}${type.receiver === null ? "" : `@${typeKey(type.receiver)}`}`;
    case "builtin":
      return `b${type.name}${type.receiver === null ? "" : `@${typeKey(type.receiver)}`}`;
    case "variable":
      return `v${type.variable.id}`;
    case "number":
      return `n${type.base ?? ""}<${type.variables.map((variable) => variable.id).join(",")}>`;
    case "union":
      return type.members.map(typeKey).sort().join("|");
  }
}

function depthOf(type: Type): number {
  if (type.kind === "tuple") return 1 + Math.max(0, ...type.items.map(depthOf));
  if (type.kind === "instance") return type.args.length === 0 ? 0 : 1 + Math.max(0, ...type.args.map(depthOf));
  if (type.kind === "union") return Math.max(0, ...type.members.map(depthOf));
  if ((type.kind === "builtin" || type.kind === "function") && type.receiver !== null)
    return 1 + depthOf(type.receiver);
  return 0;
}

/** Tuples and table-made containers nest without bound (`x = (x, 1)`); past a fixed depth nothing is known. */
export function bounded(type: Type): Type {
  return depthOf(type) > MAX_DEPTH ? UNKNOWN : type;
}

export function tuple(items: readonly Type[]): Type {
  return items.length > 16 ? UNKNOWN : bounded({ kind: "tuple", items });
}

/** The least upper bound. Unions past a fixed size widen to `unknown`, which bounds every chain. */
export function joinAll(types: Iterable<Type>): Type {
  const members = new Map<string, Type>();
  for (const type of types) {
    for (const member of type.kind === "union" ? type.members : [type]) {
      if (member.kind === "unknown") return UNKNOWN;
      if (member.kind !== "never") members.set(typeKey(member), member);
    }
  }
  const list = [...members.values()];
  if (list.length > MAX_UNION) return UNKNOWN;
  const [first] = list;
  if (first === undefined) return NEVER;
  return list.length === 1 ? first : bounded({ kind: "union", members: list });
}

export function join(left: Type, right: Type): Type {
  if (left === right || right.kind === "never") return left;
  if (left.kind === "never") return right;
  return joinAll([left, right]);
}

export function membersOf(type: Type): readonly Type[] {
  if (type.kind === "union") return type.members;
  return type.kind === "never" ? [] : [type];
}

export function mapMembers(type: Type, change: (member: Type) => Type): Type {
  if (type.kind !== "union") return type.kind === "never" ? NEVER : change(type);
  return joinAll(type.members.map(change));
}

export function isInstance(type: Type, ...names: string[]): boolean {
  return type.kind === "instance" && names.includes(type.name);
}

/** What has flowed into a cell so far. */
export function content(type: Type): Type {
  if (type.kind === "variable" && type.variable.role === "cell") return joinAll(type.variable.lowers.values());
  return type;
}
