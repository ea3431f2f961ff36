import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";

/** The types of literals, as a lattice: `never` is the type of an empty list's elements. */
export type ValueType =
  | { kind: "never" }
  | { kind: "name"; name: "int" | "float" | "bool" | "str" | "bytes" | "None" }
  | { kind: "list" | "set" | "sequence"; element: ValueType }
  | { kind: "tuple"; items: readonly ValueType[] }
  | { kind: "dict"; key: ValueType; value: ValueType }
  | { kind: "union"; members: readonly ValueType[] };

const NEVER: ValueType = { kind: "never" };

export function typeOfLiteral(expression: Expression): ValueType | null {
  switch (expression.kind) {
    case "integer":
      return { kind: "name", name: "int" };
    case "float":
      return { kind: "name", name: "float" };
    case "boolean":
      return { kind: "name", name: "bool" };
    case "string":
      return { kind: "name", name: "str" };
    case "bytes":
      return { kind: "name", name: "bytes" };
    case "none":
      return { kind: "name", name: "None" };
    case "unary":
      return typeOfLiteral(expression.operand);
    case "list":
    case "set": {
      const element = joined(expression.items.map(typeOfLiteral));
      return element && { kind: expression.kind, element };
    }
    case "tuple": {
      const items = expression.items.map(typeOfLiteral);
      return items.every((item) => item !== null) ? { kind: "tuple", items } : null;
    }
    case "dict": {
      const key = joined(expression.entries.map((entry) => entry.key && typeOfLiteral(entry.key)));
      const value = joined(expression.entries.map((entry) => typeOfLiteral(entry.value)));
      return key && value && { kind: "dict", key, value };
    }
    case "call":
      return expression.callee.kind === "name" && expression.callee.name === "set"
        ? { kind: "set", element: NEVER }
        : null;
    default:
      return null;
  }
}

function joined(types: readonly (ValueType | null)[]): ValueType | null {
  return types.every((type) => type !== null) ? types.reduce(join, NEVER) : null;
}

/** The least type of this lattice that holds both. `int` and `float` meet in `float`, as annotations understand it (PEP 484, "The numeric tower"). */
export function join(left: ValueType, right: ValueType): ValueType {
  if (left.kind === "never") return right;
  if (right.kind === "never") return left;
  const members: ValueType[] = [];
  for (const type of [...membersOf(left), ...membersOf(right)]) add(members, type);
  const [only] = members;
  return members.length === 1 && only ? only : { kind: "union", members };
}

function membersOf(type: ValueType): readonly ValueType[] {
  return type.kind === "union" ? type.members : [type];
}

function add(members: ValueType[], type: ValueType): void {
  for (const [index, member] of members.entries()) {
    const both = merged(member, type);
    if (both === null) continue;
    members[index] = both;
    return;
  }
  members.push(type);
}

/** One type for two that differ only inside; null where a union is needed. */
function merged(left: ValueType, right: ValueType): ValueType | null {
  if (left.kind === "name" && right.kind === "name") {
    if (left.name === right.name) return left;
    const numbers = [left.name, right.name].sort().join();
    return numbers === "float,int" ? { kind: "name", name: "float" } : null;
  }
  if (left.kind === "tuple" && right.kind === "tuple") {
    if (left.items.length === right.items.length)
      return { kind: "tuple", items: left.items.map((item, index) => join(item, right.items[index] ?? NEVER)) };
    return { kind: "sequence", element: [...left.items, ...right.items].reduce(join, NEVER) };
  }
  if (left.kind === "sequence" || right.kind === "sequence") {
    const elements = [left, right].flatMap((type) =>
      type.kind === "sequence" ? [type.element] : type.kind === "tuple" ? type.items : [],
    );
    const tuples = [left, right].every(({ kind }) => kind === "sequence" || kind === "tuple");
    return tuples ? { kind: "sequence", element: elements.reduce(join, NEVER) } : null;
  }
  if ((left.kind === "list" || left.kind === "set") && right.kind === left.kind)
    return { kind: left.kind, element: join(left.element, right.element) };
  if (left.kind === "dict" && right.kind === "dict")
    return { kind: "dict", key: join(left.key, right.key), value: join(left.value, right.value) };
  return null;
}

/** The annotation; what is empty everywhere has no element type: `list`. */
export function printValueType(type: ValueType): string {
  switch (type.kind) {
    case "never":
      return "object";
    case "name":
      return type.name;
    case "list":
    case "set":
      return type.element.kind === "never" ? type.kind : `${type.kind}[${printValueType(type.element)}]`;
    case "sequence":
      return type.element.kind === "never" ? "tuple" : `tuple[${printValueType(type.element)}, ...]`;
    case "tuple":
      return `tuple[${type.items.length === 0 ? "()" : type.items.map(printValueType).join(", ")}]`;
    case "dict":
      return type.key.kind === "never" ? "dict" : `dict[${printValueType(type.key)}, ${printValueType(type.value)}]`;
    case "union":
      return type.members
        .toSorted((left, right) => Number(isNone(left)) - Number(isNone(right)))
        .map(printValueType)
        .join(" | ");
  }
}

function isNone(type: ValueType): boolean {
  return type.kind === "name" && type.name === "None";
}

/** The annotation that fits all literals; null when one is no literal or there is none. Tuples of one element type and different lengths become `tuple[int, ...]`. */
export function typeOfLiterals(literals: readonly string[]): string | null {
  if (literals.length === 0) return null;
  const type = joined(literals.map((literal) => typeOfLiteral(parseExpression(literal))));
  return type === null ? null : printValueType(type);
}
