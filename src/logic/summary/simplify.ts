import type { ComparisonOperator, Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import { all, any, compare, integer, links, literal, truth } from "./build.ts";
import { joinBounds } from "./ranges.ts";

/** Whether an expression is an integer wherever it has a value. */
export type IsInteger = (expression: Expression) => boolean;

/**
 * A condition that is easier to read. Meant for what is proved again afterwards: `not x < y` becomes `x >= y`, which nan and sets do not obey.
 */
export function simplify(expression: Expression, isInteger: IsInteger): Expression {
  return tidy(mapExpression(expression, step), isInteger);
}

const OPPOSITE: Record<ComparisonOperator, ComparisonOperator> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  in: "not in",
  "not in": "in",
  is: "is not",
  "is not": "is",
};

const MIRRORED: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** The negation, as far inside as it goes. */
export function negate(expression: Expression): Expression {
  switch (expression.kind) {
    case "boolean":
      return truth(!expression.value);
    case "unary":
      if (expression.operator === "not") return expression.operand;
      break;
    case "logical": {
      const operands = expression.operands.map(negate);
      return expression.operator === "and" ? any(operands) : all(operands);
    }
    case "implies":
      return all([expression.left, negate(expression.right)]);
    case "comparison": {
      const [link, ...others] = expression.rest;
      if (link !== undefined && others.length === 0)
        return compare(expression.first, OPPOSITE[link.operator], link.operand);
      return any(links(expression).map(negate));
    }
  }
  return { kind: "unary", operator: "not", operand: expression };
}

/** One step from the leaves up: folds constants (`0 + x` is `x`, of numbers), turns negations in, puts literals to the right. */
function step(expression: Expression): Expression {
  switch (expression.kind) {
    case "unary":
      if (expression.operator === "not") {
        const { operand } = expression;
        return isCondition(operand) ? negate(operand) : expression;
      }
      return literal(expression.operand) !== null && expression.operator === "-"
        ? integer(-(literal(expression.operand) ?? 0n))
        : expression;
    case "binary":
      return arithmetic(expression);
    case "comparison":
      return comparison(expression);
    case "implies":
      if (expression.left.kind === "boolean") return expression.left.value ? expression.right : truth(true);
      return expression;
    case "conditional":
      if (expression.test.kind === "boolean") return expression.test.value ? expression.body : expression.otherwise;
      return expression;
    default:
      return expression;
  }
}

function isCondition({ kind }: Expression): boolean {
  return ["boolean", "logical", "comparison", "implies", "unary"].includes(kind);
}

function arithmetic(expression: Expression & { kind: "binary" }): Expression {
  const { operator, left, right } = expression;
  const [a, b] = [literal(left), literal(right)];
  if (a !== null && b !== null) {
    if (operator === "+") return integer(a + b);
    if (operator === "-") return integer(a - b);
    if (operator === "*") return integer(a * b);
  }
  if (operator === "+" && left.kind === "string" && left.value === "") return right;
  if (operator === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items] };
  if (operator === "+" && b !== null && b < 0n) return arithmetic({ ...expression, operator: "-", right: integer(-b) });
  if (a === 0n && operator === "+") return right;
  if (a === 1n && operator === "*") return right;
  if (b === 1n && (operator === "*" || operator === "//")) return left;
  if (b === 0n && (operator === "+" || operator === "-")) return left;
  if (b === null) return expression;
  // (x + 1) + 1
  if ((operator === "+" || operator === "-") && left.kind === "binary" && isSum(left)) {
    const inner = literal(left.right);
    if (inner !== null) {
      const total = (left.operator === "+" ? inner : -inner) + (operator === "+" ? b : -b);
      if (total === 0n) return left.left;
      return total < 0n
        ? { kind: "binary", operator: "-", left: left.left, right: integer(-total) }
        : { kind: "binary", operator: "+", left: left.left, right: integer(total) };
    }
  }
  return expression;
}

const isSum = ({ operator }: Expression & { kind: "binary" }): boolean => operator === "+" || operator === "-";

function comparison(expression: Expression & { kind: "comparison" }): Expression {
  const [link, ...others] = expression.rest;
  if (link === undefined || others.length > 0) return expression;
  const [a, b] = [literal(expression.first), literal(link.operand)];
  if (a !== null && b !== null) {
    const known = decided(link.operator, a, b);
    if (known !== null) return truth(known);
  }
  const mirrored = MIRRORED[link.operator];
  const { first } = expression;
  if (first.kind === "unary" && first.operator === "-" && a === null && b !== null && mirrored !== undefined)
    return comparison(oneLink(first.operand, mirrored, integer(-b))); // -len(xs) < 0
  if (isLength(first) && b === 1n && (link.operator === ">=" || link.operator === "<"))
    return link.operator === ">=" ? compare(first, ">", integer(0)) : compare(first, "==", integer(0));
  if (weight(expression.first) > weight(link.operand) && mirrored !== undefined)
    return comparison(oneLink(link.operand, mirrored, expression.first));
  return expression;
}

const oneLink = (first: Expression, operator: ComparisonOperator, operand: Expression) => ({
  kind: "comparison" as const,
  first,
  rest: [{ operator, operand }],
});

const isLength = (expression: Expression): boolean =>
  expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === "len";

/** What is spoken of stands left, what it is compared with right: literals most of all, then arithmetic and lengths. */
function weight(expression: Expression): number {
  if (isLiteral(expression)) return 3;
  if (expression.kind === "unary") return 2;
  return expression.kind === "name" || expression.kind === "subscript" || expression.kind === "old" ? 0 : 1;
}

const isLiteral = (expression: Expression): boolean =>
  literal(expression) !== null || ["string", "boolean", "none", "float", "bytes"].includes(expression.kind);

function decided(operator: ComparisonOperator, a: bigint, b: bigint): boolean | null {
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return null;
  }
}

/** Flattens, drops duplicates and what a sibling says already, and joins bounds into ranges. */
function tidy(expression: Expression, isInteger: IsInteger): Expression {
  if (expression.kind === "implies")
    return { ...expression, left: tidy(expression.left, isInteger), right: tidy(expression.right, isInteger) };
  if (expression.kind === "comparison") return joinBounds([expression], isInteger);
  if (expression.kind !== "logical") return expression;
  const { operator } = expression;
  const parts = new Map<string, Expression>();
  for (const operand of expression.operands.map((part) => tidy(part, isInteger)))
    for (const part of operand.kind === "logical" && operand.operator === operator ? operand.operands : [operand])
      parts.set(printExpression(part), part);
  const absorbing = operator === "or";
  const kept = [...parts.values()].filter((part) => !(part.kind === "boolean" && part.value === !absorbing));
  if (kept.some((part) => part.kind === "boolean" && part.value === absorbing)) return truth(absorbing);
  if (kept.some((part) => parts.has(printExpression(negate(part))))) return truth(absorbing);
  if (operator === "and") return joinBounds(kept, isInteger);
  return unionOf(kept);
}

/** `(a and b) or (a and not b)` is `a`, `a or (not a and b)` is `a or b`. */
function unionOf(given: readonly Expression[]): Expression {
  const parts = absorbed(given);
  const conjuncts = (part: Expression) => (part.kind === "logical" && part.operator === "and" ? part.operands : [part]);
  const sets = parts.map((part) => new Map(conjuncts(part).map((conjunct) => [printExpression(conjunct), conjunct])));
  for (const [i, first] of sets.entries())
    for (const [j, second] of sets.entries()) {
      if (i >= j) continue;
      const onlyFirst = [...first.keys()].filter((key) => !second.has(key));
      const onlySecond = [...second.keys()].filter((key) => !first.has(key));
      const common = [...first].filter(([key]) => second.has(key)).map(([, conjunct]) => conjunct);
      const [one, ...moreOfOne] = onlyFirst.flatMap((key) => first.get(key) ?? []);
      const [other, ...moreOfOther] = onlySecond.flatMap((key) => second.get(key) ?? []);
      const rest = parts.filter((_, index) => index !== i && index !== j);
      if (one === undefined || other === undefined) return unionOf([...rest, all(common)]);
      if (moreOfOne.length > 0 || moreOfOther.length > 0) continue;
      if (printExpression(negate(one)) === printExpression(other)) return unionOf([...rest, all(common)]);
    }
  return parts.some((part) => part.kind === "boolean" && part.value) ? truth(true) : any(parts);
}

/** Leaves out of each alternative what another one denies. */
function absorbed(parts: readonly Expression[]): Expression[] {
  const denied = new Map(parts.map((part) => [printExpression(negate(part)), part]));
  return parts.map((part) => {
    if (part.kind !== "logical" || part.operator !== "and") return part;
    const kept = part.operands.filter((operand) => {
      const other = denied.get(printExpression(operand));
      return other === undefined || other === part;
    });
    return kept.length === part.operands.length || kept.length === 0 ? part : all(kept);
  });
}
