import type { Expression } from "../../ir/expression/ast.ts";
import { isHashable, type Shape, STR, unionShape } from "./shape.ts";

/** The least shape that has all of some literal values; null when there is none or one is no literal. */
export function shapeOfLiterals(values: readonly Expression[]): Shape | null {
  const shapes = values.map(shapeOfLiteral);
  const known = shapes.filter((shape) => shape !== null);
  return known.length === 0 || known.length < shapes.length ? null : joined(known);
}

const SCALARS: Partial<Record<Expression["kind"], Shape>> = {
  integer: { kind: "int" },
  float: { kind: "float" },
  string: STR,
  bytes: { kind: "bytes" },
  boolean: { kind: "bool" },
  none: { kind: "none" },
};

function shapeOfLiteral(value: Expression): Shape | null {
  const scalar = SCALARS[value.kind];
  if (scalar !== undefined) return scalar;
  switch (value.kind) {
    case "unary":
      return value.operator === "-" ? shapeOfLiteral(value.operand) : null;
    case "list":
    case "set": {
      const element = value.items.length === 0 ? UNSEEN : shapeOfLiterals(value.items);
      return element === null ? null : { kind: value.kind, element };
    }
    case "tuple": {
      const items = value.items.map(shapeOfLiteral);
      const known = items.filter((item) => item !== null);
      return known.length < items.length ? null : { kind: "tuple", items: known };
    }
    case "dict": {
      const keys = value.entries.map(({ key }) => key);
      const known = keys.filter((key) => key !== null);
      if (known.length < keys.length) return null;
      if (known.length === 0) return { kind: "dict", key: UNSEEN, value: UNSEEN };
      const [key, held] = [shapeOfLiterals(known), shapeOfLiterals(value.entries.map((entry) => entry.value))];
      return key === null || held === null || !isHashable(key) ? null : { kind: "dict", key, value: held };
    }
    default:
      return null;
  }
}

/** What an empty container says of its elements: nothing. It gives way to anything else, and alone stands for the commonest. */
const UNSEEN: Shape = { kind: "union", members: [] };

function isUnseen(shape: Shape): boolean {
  return shape.kind === "union" && shape.members.length === 0;
}

/** Element by element: two lists have one element shape, tuples of different lengths become one shape of any length, ints among floats are floats. */
function joined(shapes: readonly Shape[]): Shape {
  const groups = new Map<string, Shape[]>();
  for (const shape of shapes) if (!isUnseen(shape)) groups.set(shape.kind, [...(groups.get(shape.kind) ?? []), shape]);
  if (groups.has("float")) groups.delete("int");
  if (groups.has("int")) groups.delete("bool");
  if (groups.size === 0) return { kind: "int" };
  return unionShape([...groups.values()].map(joinedKind));
}

function joinedKind(shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first === undefined) return UNSEEN;
  switch (first.kind) {
    case "list":
    case "set":
      return {
        kind: first.kind,
        element: joined(shapes.flatMap((shape) => ("element" in shape ? [shape.element] : []))),
      };
    case "dict": {
      const dicts = shapes.filter((shape) => shape.kind === "dict");
      return { kind: "dict", key: joined(dicts.map(({ key }) => key)), value: joined(dicts.map(({ value }) => value)) };
    }
    case "tuple": {
      const tuples = shapes.filter((shape) => shape.kind === "tuple");
      if (tuples.some(({ items }) => items.length !== first.items.length))
        return { kind: "tuple_of", element: joined(tuples.flatMap(({ items }) => items)) };
      return {
        kind: "tuple",
        items: first.items.map((_, index) => joined(tuples.flatMap(({ items }) => items[index] ?? []))),
      };
    }
    default:
      return first;
  }
}
