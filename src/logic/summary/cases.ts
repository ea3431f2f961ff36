import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Span } from "../../ir/provenance.ts";
import type { Path } from "../execution/execution.ts";
import { conjuncts } from "../prove/conjuncts.ts";
import { changeable, type Setting } from "../prove/setting.ts";
import { all, any, call, compare, implies, links, name, old, RESULT, raises, truth } from "./build.ts";
import { integersOver } from "./integers.ts";
import { type Readings, readings } from "./readings.ts";
import { negate, simplify } from "./simplify.ts";

/** A clause that may hold. Only a proof makes more of it. */
export interface Proposal {
  expression: Expression;
  /** What the clause says: those of lower rank come first, as they say more. */
  rank: number;
  rationale: string;
  span: Span | null;
}

export const RANK = { exact: 0, cases: 1, raises: 2, bounds: 3, purity: 4 } as const;

/** What the given paths of the execution say by themselves: results by case, and when which exception is raised. */
export function caseProposals(setting: Setting, paths: readonly Path[]): Proposal[] {
  const { execution } = setting;
  const isInteger = integersOver(execution.parameters);
  const replaced = new Map([...changeable(setting)].map((changed) => [changed, old(name(changed))]));
  const onEntry = (expression: Expression) => substitute(expression, replaced);
  const said = readings(execution);
  const conditionOf = (path: Path): Expression | null => {
    const condition = said.conditionOf(path);
    return condition === null ? null : simplify(onEntry(all(condition)), isInteger);
  };
  const group = (paths: readonly Path[], keyOf: (path: Path) => string): Path[][] => [
    ...Map.groupBy(paths, keyOf).values(),
  ];
  const unionOf = (paths: readonly Path[]): Expression | null => {
    const conditions = paths.map(conditionOf);
    const known = conditions.filter((condition) => condition !== null);
    return known.length === conditions.length ? simplify(any(known), isInteger) : null;
  };

  const returning = paths.filter(({ outcome }) => outcome.kind === "return");
  const raising = paths.filter(({ outcome }) => outcome.kind === "raise");
  const proposals: Proposal[] = [];

  const results = group(
    returning.filter((path) => said.resultOf(path) !== null),
    (path) => {
      const result = said.resultOf(path);
      return result === null ? "" : printExpression(simplify(result, isInteger));
    },
  );
  for (const paths of results) {
    const result = paths[0] === undefined ? null : said.resultOf(paths[0]);
    if (result === null || isFloat(result)) continue;
    const says = resultIs(simplify(onEntry(result), isInteger));
    if (paths.length === returning.length) {
      proposals.push({ expression: says, rank: RANK.exact, rationale: "every path returns it", span: null });
      continue;
    }
    const condition = unionOf(paths);
    if (condition === null || isFalse(condition)) continue;
    proposals.push({
      expression: implies(condition, says),
      rank: RANK.cases,
      rationale: paths.length === 1 ? "one path of the body" : `${paths.length} paths of the body`,
      span: null,
    });
  }
  proposals.push(...merged(results, said, unionOf, returning.length, onEntry));

  const known = raising.filter(({ outcome }) => outcome.kind === "raise" && outcome.exception !== null);
  const exceptionOf = ({ outcome }: Path) => (outcome.kind === "raise" ? (outcome.exception ?? "") : "");
  for (const paths of group(known, exceptionOf)) {
    const [first] = paths;
    const condition = unionOf(paths);
    if (first === undefined || condition === null || isFalse(condition)) continue;
    const exception = exceptionOf(first);
    const span = first.outcome.kind === "raise" ? first.outcome.span : null;
    const common = { rank: RANK.raises, span };
    proposals.push({ ...common, expression: implies(condition, raises(exception)), rationale: `raises ${exception}` });
    if (!(condition.kind === "boolean"))
      proposals.push({
        ...common,
        expression: implies(raises(exception), condition),
        rationale: `raises ${exception} in no other case`,
      });
  }
  return proposals.filter(({ expression }) => isLanguage(expression));
}

const isFalse = (expression: Expression): boolean => expression.kind === "boolean" && !expression.value;
const isFloat = (expression: Expression): boolean => expression.kind === "float";

/** `result == e`; for None, True and False, which are single objects, by identity. */
function resultIs(value: Expression): Expression {
  if (value.kind === "none") return compare(RESULT, "is", value);
  return compare(RESULT, "==", value);
}

/** Several cases in one: a truth value is its condition, `abs`, `max` and `min` are what they are for. */
function merged(
  groups: readonly Path[][],
  said: Readings,
  unionOf: (paths: readonly Path[]) => Expression | null,
  returning: number,
  onEntry: (expression: Expression) => Expression,
): Proposal[] {
  const total = groups.reduce((sum, paths) => sum + paths.length, 0);
  if (total !== returning || groups.length !== 2) return [];
  const [first, second] = groups.map(([path]) => (path === undefined ? null : said.resultOf(path)));
  if (!first || !second) return [];
  const exact = (value: Expression): Proposal => ({
    expression: compare(RESULT, "==", value),
    rank: RANK.exact,
    rationale: "every path returns it",
    span: null,
  });
  if (first.kind === "boolean" && second.kind === "boolean") {
    const whenTrue = unionOf(groups[first.value ? 0 : 1] ?? []);
    const whenFalse = unionOf(groups[first.value ? 1 : 0] ?? []);
    const both = [whenTrue, whenFalse === null ? null : negate(whenFalse)].filter((value) => value !== null);
    const values = both.filter(isTruthValue).sort((a, b) => printExpression(a).length - printExpression(b).length);
    return values.slice(0, 2).map(exact);
  }
  const [a, b] = [onEntry(first), onEntry(second)];
  if (a.kind === "unary" && a.operator === "-" && printExpression(a.operand) === printExpression(b))
    return [exact(call("abs", b))];
  if (b.kind === "unary" && b.operator === "-" && printExpression(b.operand) === printExpression(a))
    return [exact(call("abs", a))];
  return [exact(call("max", a, b)), exact(call("min", a, b))];
}

/** Whether the value is True or False, and not merely as good as one. */
function isTruthValue(expression: Expression): boolean {
  if (expression.kind === "boolean" || expression.kind === "comparison" || expression.kind === "implies") return true;
  if (expression.kind === "unary") return expression.operator === "not";
  return expression.kind === "logical" && expression.operands.every(isTruthValue);
}

/** Readings may speak of what only the body knows. */
function isLanguage(expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) if (part.kind === "unsupported") return false;
  return namesOf(expression).every((used) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(used));
}

/** The conjuncts of a case's condition. */
export function caseConditions(expression: Expression): Expression[] {
  if (expression.kind !== "implies" || expression.left.kind === "raises") return [];
  return conjuncts(expression.left).flatMap((part) => (part.kind === "comparison" ? links(part) : [part]));
}

/** The clause without one conjunct of its condition. */
export function withoutCondition(expression: Expression, dropped: number): Expression {
  if (expression.kind !== "implies") return expression;
  const rest = caseConditions(expression).filter((_, index) => index !== dropped);
  return implies(rest.length === 0 ? truth(true) : all(rest), expression.right);
}
