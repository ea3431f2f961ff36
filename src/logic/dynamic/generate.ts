import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { type Making, makeFloat, makeInteger, makeText, several } from "./generate-scalar.ts";
import { boolean, call, integer, list, NONE, printed, set, tuple } from "./literal.ts";
import { shuffled } from "./random.ts";
import { type Shape, STR } from "./shape.ts";

export type { Making } from "./generate-scalar.ts";

/** Levels of nesting below which containers stay empty. */
const MAX_NESTING = 5;

/** A value of the shape. Total: a shape that admits no further value gives its simplest one. */
export function generate(shape: Shape, making: Making, depth = 0): Expression {
  const { random, size } = making;
  const inner: Making = { ...making, size: Math.max(1, Math.floor(size / 2)) };
  const items = (element: Shape): Expression[] =>
    depth >= MAX_NESTING ? [] : arranged(element, depth === 0 ? making : inner, depth);
  switch (shape.kind) {
    case "int":
      return makeInteger(making);
    case "bool":
      return boolean(random.chance(0.5));
    case "float":
      return makeFloat(making);
    case "str":
      return makeText(making);
    case "bytes":
      return {
        kind: "bytes",
        value: several(random, 0, size, () => String.fromCharCode(random.whole(0, 127))).join(""),
      };
    case "none":
      return NONE;
    case "any":
      return generate(random.pick(ANYTHING) ?? STR, inner, depth + 1);
    case "list":
      return withAlias(shape.element, list(items(shape.element)), making);
    case "tuple_of":
      return tuple(items(shape.element));
    case "tuple":
      return tuple(shape.items.map((item) => generate(item, inner, depth + 1)));
    case "set":
      return set(distinct(items(shape.element)));
    case "frozenset":
      return call("frozenset", [list(distinct(items(shape.element)))]);
    case "dict": {
      const keys = distinct(items(shape.key));
      return { kind: "dict", entries: keys.map((key) => ({ key, value: generate(shape.value, inner, depth + 1) })) };
    }
    case "union":
      return generate(random.pick(shape.members) ?? shape, making, depth);
    case "choice":
      return parseExpression(random.pick(shape.texts) ?? "None");
    case "callable":
      return someFunction(shape.parameters ?? 1, shape.returns, making, depth);
    case "record":
      return {
        kind: "call",
        callee: parseExpression(shape.constructor),
        arguments: shape.fields
          .filter(({ keyword }) => !keyword)
          .map((field) => generate(field.shape, inner, depth + 1)),
        keywords: shape.fields
          .filter(({ keyword }) => keyword)
          .map(({ name, shape: field }) => ({ name, value: generate(field, inner, depth + 1) })),
      };
  }
}

const ANYTHING: readonly Shape[] = [
  { kind: "int" },
  { kind: "str" },
  { kind: "float" },
  { kind: "bool" },
  { kind: "none" },
  { kind: "list", element: { kind: "int" } },
  { kind: "tuple", items: [{ kind: "int" }, { kind: "str" }] },
  { kind: "dict", key: { kind: "str" }, value: { kind: "int" } },
];

/** Elements in one of the arrangements that code tells apart: any, few distinct ones, sorted, reversed, all equal. */
function arranged(element: Shape, making: Making, depth: number): Expression[] {
  const { random, size } = making;
  const make = () => generate(element, making, depth + 1);
  const draw = random.next();
  if (draw < 0.05) return [];
  const isLong = making.extreme && depth === 0 && size > 4 && random.chance(0.06);
  const length = isLong
    ? random.whole(40, 120)
    : random.chance(0.6)
      ? random.whole(1, Math.min(4, size + 1))
      : random.whole(1, size + 2);
  if (draw < 0.35) {
    const palette = several(random, 1, 3, make);
    return Array.from({ length }, () => random.pick(palette) ?? make());
  }
  const made = Array.from({ length }, make);
  if (draw < 0.42) return [...made, ...shuffled(made, random)];
  if (element.kind !== "int" || draw > 0.66) return made;
  const order = made
    .map((item) => Number(item.kind === "boolean" ? item.value : printed(item)))
    .sort((a, b) => a - b)
    .map((value) => integer(Number.isSafeInteger(value) ? value : 0));
  if (draw < 0.52) return order;
  if (draw < 0.57) return order.toReversed();
  const start = random.whole(-2, 3);
  return Array.from({ length }, (_, index) => integer(start + index));
}

/** Sometimes two elements of a list are one and the same object, which only mutation can tell. */
function withAlias(element: Shape, made: Expression, { random, strange }: Making): Expression {
  if (!(element.kind === "list" || element.kind === "dict" || element.kind === "set")) return made;
  if (made.kind !== "list" || !random.chance(strange ? 0.15 : 0.05)) return made;
  const [first, ...others] = made.items;
  if (first === undefined) return made;
  const shared: Expression = { kind: "name", name: "shared" };
  const body = list([shared, shared, ...others]);
  return {
    kind: "call",
    callee: { kind: "lambda", parameters: ["shared"], body },
    arguments: [first],
    keywords: [],
  };
}

function someFunction(count: number, returns: Shape, making: Making, depth: number): Expression {
  const parameters = ["a", "b", "c", "d", "e"].slice(0, count);
  const first = parameters[0] ?? null;
  const bodies: string[] = [];
  if (first !== null) {
    if (returns.kind === "bool" || returns.kind === "any") bodies.push(`${first} == ${first}`, `bool(${first})`);
    if (returns.kind === "int" || returns.kind === "float" || returns.kind === "any")
      bodies.push(parameters.join(" + "), `${first} * 2`, `${first} - 1`, `-${first}`);
    if (returns.kind === "str") bodies.push(`str(${first})`);
    if (returns.kind === "any") bodies.push(first);
  }
  const chosen = making.random.chance(0.2) ? null : making.random.pick(bodies);
  const body =
    chosen === null ? generate(returns.kind === "any" ? STR : returns, making, depth + 1) : parseExpression(chosen);
  return { kind: "lambda", parameters, body };
}

/** Equal literals once, so that a display has as many elements as it shows. */
function distinct(items: readonly Expression[]): Expression[] {
  return [...new Map(items.map((item) => [printed(item), item])).values()];
}
