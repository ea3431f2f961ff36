import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, substitute } from "../../ir/expression/walk.ts";

/** Removes what composition leaves behind: aggregations of a written-out list, filters that are always true, copies of copies. */
export function simplify(expression: Expression): Expression {
  return mapExpression(expression, step);
}

function step(node: Expression): Expression {
  if (node.kind === "comprehension" || node.kind === "dict_comprehension") {
    const clauses = node.clauses.map((clause) => ({
      ...clause,
      conditions: clause.conditions.filter((condition) => condition.kind !== "boolean" || !condition.value),
    }));
    return fuse({ ...node, clauses });
  }
  if (node.kind === "unary" && node.operator === "not") return negated(node.operand) ?? node;
  if (node.kind === "logical") return flattened(node);
  if (node.kind === "binary") return folded(node);
  if (node.kind === "call" && node.callee.kind === "attribute") return multiplied(node);
  if (node.kind !== "call" || node.callee.kind !== "name" || node.keywords.length > 0) return node;
  const [only] = node.arguments;
  if (only === undefined || node.arguments.length !== 1) return node;
  return aggregated(node.callee.name, only) ?? node;
}

/** `math.prod([a, b])` is `a * b`. */
function multiplied(node: Extract<Expression, { kind: "call" }>): Expression {
  const [only, ...others] = node.arguments;
  if (only?.kind !== "list" || others.length > 0 || node.keywords.length > 0) return node;
  if (printExpression(node.callee) !== "math.prod" || only.items.some(({ kind }) => kind === "starred")) return node;
  if (only.items.length < 2) return node;
  return only.items.reduce((left, right) => ({ kind: "binary", operator: "*", left, right }));
}

/** A sum or difference of integer literals whose value is not negative; `x - 0` is `x`. */
function folded(node: Extract<Expression, { kind: "binary" }>): Expression {
  if (node.operator === "-" && node.right.kind === "integer" && node.right.value === 0n) return node.left;
  if (node.left.kind !== "integer" || node.right.kind !== "integer") return node;
  const value =
    node.operator === "+"
      ? node.left.value + node.right.value
      : node.operator === "-"
        ? node.left.value - node.right.value
        : null;
  return value === null || value < 0n ? node : { kind: "integer", value };
}

function flattened(node: Extract<Expression, { kind: "logical" }>): Expression {
  const neutral = node.operator === "and";
  const operands = node.operands.filter((operand) => operand.kind !== "boolean" || operand.value !== neutral);
  const [only] = operands;
  if (only === undefined) return { kind: "boolean", value: neutral };
  return operands.length === 1 ? only : { ...node, operands };
}

/** `[x for x in xs]` within a comprehension is `xs`; a filter of a filter is one. */
function fuse(node: Extract<Expression, { kind: "comprehension" | "dict_comprehension" }>): Expression {
  const [first, ...rest] = node.clauses;
  if (first === undefined || first.iterable.kind !== "comprehension" || first.iterable.form === "set") return node;
  const inner = first.iterable;
  const [clause, ...others] = inner.clauses;
  if (clause === undefined || others.length > 0 || clause.target.kind !== "name" || inner.element.kind !== "name")
    return node;
  if (inner.element.name !== clause.target.name) return node;
  if (first.target.kind !== "name")
    return clause.conditions.length > 0
      ? node
      : { ...node, clauses: [{ ...first, iterable: clause.iterable }, ...rest] };
  const target = first.target;
  const conditions = clause.conditions.map((condition) =>
    substitute(condition, new Map([[clause.target.kind === "name" ? clause.target.name : "", target]])),
  );
  return {
    ...node,
    clauses: [{ target, iterable: clause.iterable, conditions: [...conditions, ...first.conditions] }, ...rest],
  };
}

function negated(operand: Expression): Expression | null {
  if (operand.kind === "unary" && operand.operator === "not" && isBoolean(operand.operand)) return operand.operand;
  if (operand.kind !== "comparison" || operand.rest.length !== 1) return null;
  const [link] = operand.rest;
  if (link === undefined) return null;
  const opposite = ({ "==": "!=", "!=": "==", in: "not in", "not in": "in" } as const)[link.operator as string & "in"];
  return opposite === undefined
    ? null
    : { kind: "comparison", first: operand.first, rest: [{ operator: opposite, operand: link.operand }] };
}

function isBoolean(expression: Expression): boolean {
  return expression.kind === "comparison" || (expression.kind === "unary" && expression.operator === "not");
}

function aggregated(name: string, only: Expression): Expression | null {
  const call = (argument: Expression[]): Expression => ({
    kind: "call",
    callee: { kind: "name", name },
    arguments: argument,
    keywords: [],
  });
  if (only.kind === "list" && only.items.length > 1 && !only.items.some(({ kind }) => kind === "starred")) {
    if (name === "sum") return only.items.reduce((left, right) => ({ kind: "binary", operator: "+", left, right }));
    if (name === "max" || name === "min") return call(only.items);
    if (name === "len") return { kind: "integer", value: BigInt(only.items.length) };
  }
  if (only.kind === "comprehension" && only.form === "list") {
    const [clause] = only.clauses;
    const plain =
      only.clauses.length === 1 &&
      clause !== undefined &&
      clause.conditions.length === 0 &&
      only.element.kind === "name" &&
      clause.target.kind === "name" &&
      clause.target.name === only.element.name;
    if (plain && ["len", "sum", "max", "min", "sorted", "set", "list", "tuple", "all", "any"].includes(name))
      return name === "len" && !isSized(clause.iterable) ? null : call([clause.iterable]);
    if (["sum", "max", "min", "all", "any", "set", "tuple"].includes(name))
      return call([{ ...only, form: "generator" }]);
  }
  return null;
}

/** Whether the expression surely has a length. */
function isSized(expression: Expression): boolean {
  return expression.kind === "name" || expression.kind === "list" || expression.kind === "comprehension";
}
