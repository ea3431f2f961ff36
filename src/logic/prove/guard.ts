import type { Expression } from "../../ir/expression/ast.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { isMutable, type PythonType } from "../types/python-type.ts";

const name = (text: string): Expression => ({ kind: "name", name: text });
const call = (callee: string, ...operands: Expression[]): Expression => ({
  kind: "call",
  callee: name(callee),
  arguments: operands,
  keywords: [],
});
const method = (object: Expression, called: string): Expression => ({
  kind: "call",
  callee: { kind: "attribute", object, attribute: called },
  arguments: [],
  keywords: [],
});
const both = (parts: Expression[]): Expression | null => {
  const [only, ...others] = parts;
  if (only === undefined) return null;
  return others.length === 0 ? only : { kind: "logical", operator: "and", operands: parts };
};

const CLASSES: Partial<Record<PythonType["kind"], string>> = { int: "int", bool: "bool", float: "float", str: "str" };

/**
 * Conjuncts that say that a parameter's value is of the type on entry; none where any object is. Null when it cannot be said. With `later` the
 * guard is read when the function has ended and may have changed the object.
 */
export function typeGuard(parameter: string, type: PythonType, later: boolean): Expression[] | null {
  const value: Expression = later && isMutable(type) ? { kind: "old", value: name(parameter) } : name(parameter);
  return guardOf(value, type, new Set([parameter]));
}

function guardOf(value: Expression, type: PythonType, taken: ReadonlySet<string>): Expression[] | null {
  switch (type.kind) {
    case "int":
    case "bool":
    case "float":
    case "str":
      return [call("isinstance", value, name(CLASSES[type.kind] ?? type.kind))];
    case "none":
      return [{ kind: "comparison", first: value, rest: [{ operator: "is", operand: { kind: "none" } }] }];
    case "sequence": {
      const classes: Expression =
        type.flavour === "either" ? { kind: "tuple", items: [name("list"), name("tuple")] } : name(type.flavour);
      const items = every(value, type.element, taken);
      return items === null ? null : [call("isinstance", value, classes), ...items];
    }
    case "tuple": {
      const size: Expression = {
        kind: "comparison",
        first: call("len", value),
        rest: [{ operator: "==", operand: { kind: "integer", value: BigInt(type.items.length) } }],
      };
      const parts: Expression[] = [call("isinstance", value, name("tuple")), size];
      for (const [index, item] of type.items.entries()) {
        const guard = guardOf(
          { kind: "subscript", object: value, index: { kind: "integer", value: BigInt(index) } },
          item,
          taken,
        );
        if (guard === null) return null;
        parts.push(...guard);
      }
      return parts;
    }
    case "union": {
      const members = type.members.map((member) => guardOf(value, member, taken));
      if (members.some((member) => member === null || member.length === 0)) return null;
      return [{ kind: "logical", operator: "or", operands: members.flatMap((member) => both(member ?? []) ?? []) }];
    }
    case "opaque":
      return type.name === null ? [] : null;
    case "set": {
      const items = every(value, type.element, taken);
      return items === null ? null : [call("isinstance", value, name("set")), ...items];
    }
    case "dict": {
      const keys = every(value, type.key, taken);
      const values = every(method(value, "values"), type.value, taken);
      return keys === null || values === null ? null : [call("isinstance", value, name("dict")), ...keys, ...values];
    }
  }
}

/** `all(isinstance(x, int) for x in xs)`, with a variable that no parameter hides. */
function every(items: Expression, element: PythonType, taken: ReadonlySet<string>): Expression[] | null {
  const variable = fresh(items, taken);
  const inner = guardOf(name(variable), element, new Set([...taken, variable]));
  if (inner === null) return null;
  const condition = both(inner);
  if (condition === null) return [];
  return [
    call("all", {
      kind: "comprehension",
      form: "generator",
      element: condition,
      clauses: [{ target: name(variable), iterable: items, conditions: [] }],
    }),
  ];
}

function fresh(items: Expression, taken: ReadonlySet<string>): string {
  const used = new Set([...taken, ...namesOf(items)]);
  return ["x", "item", "v", "element"].find((candidate) => !used.has(candidate)) ?? `item_${used.size}`;
}
