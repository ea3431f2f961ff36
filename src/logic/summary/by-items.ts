import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import { literal, name } from "./build.ts";

type Comprehension = Expression & { kind: "comprehension" };

/**
 * The same with `for j in range(len(xs))` as `for x in xs` where `j` matters only through `xs[j]`. For lists, tuples and text alone, which is for a
 * proof to see.
 */
export function byItems(expression: Expression): Expression {
  return mapExpression(expression, (part) => (part.kind === "comprehension" ? rewritten(part) : part));
}

function rewritten(comprehension: Comprehension): Expression {
  const { clauses } = comprehension;
  const [only, ...others] = clauses;
  if (only === undefined || others.length > 0 || only.target.kind !== "name") return comprehension;
  const sequence = rangedOver(only.iterable);
  if (sequence === null) return comprehension;
  const position = only.target.name;
  const { object, start } = startOf(sequence);
  const item = itemName([comprehension]);
  const isItem = (part: Expression): boolean => {
    if (part.kind !== "subscript") return false;
    const held = printExpression(part.object);
    if (held === printExpression(sequence) && isPosition(part.index, position, 0n)) return true;
    return held === printExpression(object) && isPosition(part.index, position, start);
  };
  const replace = (whole: Expression): Expression => mapExpression(whole, (part) => (isItem(part) ? name(item) : part));
  const element = replace(comprehension.element);
  const conditions = only.conditions.map(replace);
  if ([element, ...conditions].some((part) => namesOf(part).includes(position))) return comprehension;
  return { ...comprehension, element, clauses: [{ ...only, target: name(item), iterable: sequence, conditions }] };
}

/** `xs` of `range(len(xs))`. */
function rangedOver(iterable: Expression): Expression | null {
  const length = argumentOf(iterable, "range");
  return length === null ? null : argumentOf(length, "len");
}

function argumentOf(expression: Expression, callee: string): Expression | null {
  if (expression.kind !== "call" || expression.callee.kind !== "name" || expression.callee.name !== callee) return null;
  const [only, ...others] = expression.arguments;
  return only === undefined || others.length > 0 || expression.keywords.length > 0 ? null : only;
}

/** `xs` and 1 of `xs[1:]`. */
function startOf(sequence: Expression): { object: Expression; start: bigint } {
  if (sequence.kind === "subscript" && sequence.index.kind === "slice") {
    const { start, stop, step } = sequence.index;
    const from = start === null ? 0n : literal(start);
    if (stop === null && step === null && from !== null && from >= 0n) return { object: sequence.object, start: from };
  }
  return { object: sequence, start: 0n };
}

/** `j`, `j + start` or `start + j`. */
function isPosition(index: Expression, position: string, start: bigint): boolean {
  if (index.kind === "name") return start === 0n && index.name === position;
  if (index.kind !== "binary" || index.operator !== "+") return false;
  const other = [index.left, index.right].filter((side) => !(side.kind === "name" && side.name === position));
  return other.length === 1 && other[0] !== undefined && literal(other[0]) === start;
}

/** Items of comprehensions that are named for a machine, named for a reader. */
export function readableItems(expression: Expression): Expression {
  return mapExpression(expression, (part) => {
    if (part.kind !== "comprehension") return part;
    const [only, ...others] = part.clauses;
    if (only?.target.kind !== "name" || others.length > 0 || !only.target.name.endsWith("_item")) return part;
    const item = name(itemName([part]));
    const named = new Map([[only.target.name, item]]);
    const rename = (whole: Expression): Expression => substitute(whole, named);
    const conditions = only.conditions.map(rename);
    return { ...part, element: rename(part.element), clauses: [{ ...only, target: item, conditions }] };
  });
}

function itemName(expressions: readonly Expression[]): string {
  const taken = new Set(
    expressions.flatMap((expression) => [...printExpression(expression).matchAll(/\w+/g)].map(String)),
  );
  return ["x", "item", "value"].find((candidate) => !taken.has(candidate)) ?? "each_item";
}
