import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { all, compare, integer, links, literal, truth } from "./build.ts";
import type { IsInteger } from "./simplify.ts";

/** What is known of one integer expression; both ends belong to the range. */
interface Bounds {
  subject: Expression;
  low: bigint | null;
  high: bigint | null;
  excluded: bigint[];
}

/**
 * The conjunction with the bounds of each integer expression joined: `x > 0 and x != 1 and x <= 9` is `2 <= x <= 9`. False when they
 * contradict each other.
 */
export function joinBounds(conjuncts: readonly Expression[], isInteger: IsInteger): Expression {
  const bounds = new Map<string, Bounds>();
  const parts: (Expression | Bounds)[] = [];
  for (const conjunct of conjuncts.flatMap((part) => (part.kind === "comparison" ? links(part) : [part]))) {
    const bound = boundOf(conjunct, isInteger);
    if (bound === null) {
      parts.push(conjunct);
      continue;
    }
    const key = printExpression(bound.subject);
    let known = bounds.get(key);
    if (known === undefined) {
      known = { subject: bound.subject, low: isLength(bound.subject) ? 0n : null, high: null, excluded: [] };
      bounds.set(key, known);
      parts.push(known);
    }
    narrow(known, bound.operator, bound.value);
  }
  const said: Expression[] = [];
  for (const part of parts) {
    if ("kind" in part) {
      said.push(part);
      continue;
    }
    const range = rangeOf(part);
    if (range === null) return truth(false);
    said.push(...range);
  }
  return all(said);
}

const isLength = (expression: Expression): boolean =>
  expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === "len";

function boundOf(
  expression: Expression,
  isInteger: IsInteger,
): { subject: Expression; operator: ComparisonOperator; value: bigint } | null {
  if (expression.kind !== "comparison") return null;
  const [link, ...others] = expression.rest;
  if (link === undefined || others.length > 0 || !isInteger(expression.first)) return null;
  const value = literal(link.operand);
  if (value === null || !["==", "!=", "<", "<=", ">", ">="].includes(link.operator)) return null;
  const { first } = expression;
  if (first.kind === "binary" && (first.operator === "+" || first.operator === "-")) {
    const offset = literal(first.right);
    if (offset !== null)
      return {
        subject: first.left,
        operator: link.operator,
        value: first.operator === "+" ? value - offset : value + offset,
      };
  }
  return { subject: first, operator: link.operator, value };
}

function narrow(bounds: Bounds, operator: ComparisonOperator, value: bigint): void {
  const atLeast = (low: bigint) => {
    if (bounds.low === null || low > bounds.low) bounds.low = low;
  };
  const atMost = (high: bigint) => {
    if (bounds.high === null || high < bounds.high) bounds.high = high;
  };
  if (operator === "==" || operator === ">=") atLeast(value);
  if (operator === "==" || operator === "<=") atMost(value);
  if (operator === ">") atLeast(value + 1n);
  if (operator === "<") atMost(value - 1n);
  if (operator === "!=") bounds.excluded.push(value);
}

/** Null when nothing is in the range. */
function rangeOf({ subject, low, high, excluded }: Bounds): Expression[] | null {
  while (low !== null && excluded.includes(low)) low += 1n;
  while (high !== null && excluded.includes(high) && (low === null || high >= low)) high -= 1n;
  if (low !== null && high !== null && low > high) return null;
  const inside = [...new Set(excluded)].filter(
    (value) => (low === null || value > low) && (high === null || value < high),
  );
  const others = inside.map((value) => compare(subject, "!=", integer(value)));
  const least = isLength(subject) && low === 0n ? null : low;
  if (low !== null && low === high) return [compare(subject, "==", integer(low))];
  if (least !== null && high !== null)
    return [
      {
        kind: "comparison",
        first: integer(least),
        rest: [
          { operator: "<=", operand: subject },
          { operator: "<=", operand: integer(high) },
        ],
      },
      ...others,
    ];
  if (least !== null)
    return [least === 1n ? compare(subject, ">", integer(0n)) : compare(subject, ">=", integer(least)), ...others];
  if (high !== null)
    return [high === -1n ? compare(subject, "<", integer(0n)) : compare(subject, "<=", integer(high)), ...others];
  return others;
}
