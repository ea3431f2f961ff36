import type { ComparisonOperator, Expression } from "../ir/expression/ast.ts";
import type { PythonType } from "./types/python-type.ts";

const ORDER: ReadonlySet<ComparisonOperator> = new Set(["<", "<=", ">", ">=", "=="]);

/** Name of the truth that a float is a number. No parameter has such a name. */
export const isNumberName = (float: string): string => `${float} is a number`;

/**
 * A clause that only compares names and literals of numbers by order, said so that it is exact of doubles: the doubles that are no `nan`, infinities included, embed into
 * the reals in their order, and a comparison with `nan` is false whatever the other side is. Each comparison is therefore joined by the truth that its floats are
 * numbers (`isNumberName`). Null for any other clause: arithmetic rounds.
 */
export function exactOrder(expression: Expression, typeOf: (name: string) => PythonType | null): Expression | null {
  const recur = (part: Expression) => exactOrder(part, typeOf);
  switch (expression.kind) {
    case "boolean":
      return expression;
    case "unary": {
      const operand = expression.operator === "not" ? recur(expression.operand) : null;
      return operand === null ? null : { ...expression, operand };
    }
    case "logical": {
      const operands = expression.operands.map(recur).filter((operand) => operand !== null);
      return operands.length === expression.operands.length ? { ...expression, operands } : null;
    }
    case "implies": {
      const [left, right] = [recur(expression.left), recur(expression.right)];
      return left === null || right === null ? null : { ...expression, left, right };
    }
    case "comparison": {
      const operands: Expression[] = [expression.first];
      const links: Expression[] = [];
      for (const { operator, operand } of expression.rest) {
        const first = operands.at(-1) ?? expression.first;
        const exact = link(first, operator, operand, typeOf);
        if (exact === null) return null;
        links.push(exact);
        operands.push(operand);
      }
      return conjunction(links);
    }
    default:
      return null;
  }
}

function link(
  first: Expression,
  operator: ComparisonOperator,
  operand: Expression,
  typeOf: (name: string) => PythonType | null,
): Expression | null {
  if (operator === "!=") {
    const equal = link(first, "==", operand, typeOf);
    return equal === null ? null : { kind: "unary", operator: "not", operand: equal };
  }
  const floats = [first, operand].map((side) => floatsOf(side, typeOf));
  if (!ORDER.has(operator) || floats.includes(null)) return null;
  const numbers = floats
    .flatMap((names) => names ?? [])
    .map((name): Expression => ({ kind: "name", name: isNumberName(name) }));
  return conjunction([...numbers, { kind: "comparison", first, rest: [{ operator, operand }] }]);
}

function conjunction(parts: Expression[]): Expression | null {
  const [only, ...others] = parts;
  return others.length === 0 ? (only ?? null) : { kind: "logical", operator: "and", operands: parts };
}

/** The floats among the operands of a comparison: at most one. Null for what is neither a name nor a literal of a number. */
function floatsOf(side: Expression, typeOf: (name: string) => PythonType | null): string[] | null {
  switch (side.kind) {
    case "integer":
      return [];
    case "float":
      return Number.isFinite(Number(side.text.replaceAll("_", ""))) ? [] : null;
    case "unary":
      return side.operator === "-" && side.operand.kind !== "name" && side.operand.kind !== "unary"
        ? floatsOf(side.operand, typeOf)
        : null;
    case "name": {
      const type = typeOf(side.name);
      if (type?.kind === "float") return [side.name];
      return type?.kind === "int" ? [] : null;
    }
    default:
      return null;
  }
}
