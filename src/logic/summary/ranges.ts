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
  /** The bounds as they were written, where nothing narrowed them since. */
  lowSaid: Expression | null;
  highSaid: Expression | null;
}

/**
 * The conjunction with the bounds of each integer expression joined: `x > 0 and x != 1 and x <= 9` is `2 <= x <= 9`. False when they
 * contradict each other.
 */
export function joinBounds(conjuncts: readonly Expression[], isInteger: IsInteger): Expression {
  const bounds = new Map<string, Bounds>();
  const parts: (Expression | Bounds)[] = [];
  for (const conjunct of conjuncts.flatMap((part) =>
    part.kind === "comparison" ? links(part).map(oriented) : [part],
  )) {
    const bound = boundOf(conjunct, isInteger);
    if (bound === null) {
      parts.push(conjunct);
      continue;
    }
    const key = printExpression(bound.subject);
    let known = bounds.get(key);
    if (known === undefined) {
      known = {
        subject: bound.subject,
        low: isLength(bound.subject) ? 0n : null,
        high: null,
        excluded: [],
        lowSaid: null,
        highSaid: null,
      };
      bounds.set(key, known);
      parts.push(known);
    }
    narrow(known, bound.operator, bound.value, conjunct);
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
  return all(joinChains(said));
}

const isLength = (expression: Expression): boolean =>
  expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === "len";

const MIRRORED: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** The comparison with a literal on its right side. */
function oriented(expression: Expression): Expression {
  if (expression.kind !== "comparison" || literal(expression.first) === null) return expression;
  const [link, ...others] = expression.rest;
  const operator = link === undefined ? undefined : MIRRORED[link.operator];
  if (link === undefined || operator === undefined || others.length > 0 || literal(link.operand) !== null)
    return expression;
  return compare(link.operand, operator, expression.first);
}

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

function narrow(bounds: Bounds, operator: ComparisonOperator, value: bigint, said: Expression): void {
  const atLeast = (low: bigint) => {
    if (bounds.low !== null && low <= bounds.low) return;
    bounds.low = low;
    bounds.lowSaid = said;
  };
  const atMost = (high: bigint) => {
    if (bounds.high !== null && high >= bounds.high) return;
    bounds.high = high;
    bounds.highSaid = said;
  };
  if (operator === "==" || operator === ">=") atLeast(value);
  if (operator === "==" || operator === "<=") atMost(value);
  if (operator === ">") atLeast(value + 1n);
  if (operator === "<") atMost(value - 1n);
  if (operator === "!=") bounds.excluded.push(value);
}

/** Null when nothing is in the range. */
function rangeOf({ subject, low, high, excluded, lowSaid, highSaid }: Bounds): Expression[] | null {
  const [lowest, highest] = [low, high];
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
  if (least !== null) return [(low === lowest ? lowSaid : null) ?? from(subject, least), ...others];
  if (high !== null) return [(high === highest ? highSaid : null) ?? upTo(subject, high), ...others];
  return others;
}

const from = (subject: Expression, low: bigint): Expression =>
  low === 1n ? compare(subject, ">", integer(0n)) : compare(subject, ">=", integer(low));

const upTo = (subject: Expression, high: bigint): Expression =>
  high === -1n ? compare(subject, "<", integer(0n)) : compare(subject, "<=", integer(high));

/** `a <= x and x < b` as `a <= x < b`, for bounds that are no literals. */
function joinChains(conjuncts: readonly Expression[]): Expression[] {
  const parts: Expression[] = [];
  for (const conjunct of conjuncts) {
    const own = ordered(conjunct);
    const joined = own === null ? null : firstOf(parts, (part) => chained(ordered(part), own));
    if (joined === null) parts.push(conjunct);
    else parts[joined.index] = joined.found;
  }
  return parts;
}

interface Ordered {
  small: Expression;
  strict: boolean;
  large: Expression;
}

/** A single comparison by order as `small < large` or `small <= large`. */
function ordered(expression: Expression): Ordered | null {
  if (expression.kind !== "comparison") return null;
  const [link, ...others] = expression.rest;
  if (link === undefined || others.length > 0) return null;
  const { operator, operand } = link;
  if (operator === "<" || operator === "<=")
    return { small: expression.first, strict: operator === "<", large: operand };
  if (operator === ">" || operator === ">=")
    return { small: operand, strict: operator === ">", large: expression.first };
  return null;
}

function chained(one: Ordered | null, other: Ordered): Expression | null {
  if (one === null) return null;
  const same = (a: Expression, b: Expression) => printExpression(a) === printExpression(b);
  const [low, high] = same(one.large, other.small)
    ? [one, other]
    : same(other.large, one.small)
      ? [other, one]
      : [null, null];
  if (low === null || literal(low.large) !== null || literal(low.small) !== null || literal(high.large) !== null)
    return null;
  return {
    kind: "comparison",
    first: low.small,
    rest: [
      { operator: low.strict ? "<" : "<=", operand: low.large },
      { operator: high.strict ? "<" : "<=", operand: high.large },
    ],
  };
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | null,
): { index: number; found: Found } | null {
  for (const [index, item] of items.entries()) {
    const found = find(item);
    if (found !== null) return { index, found };
  }
  return null;
}
