import type { ComparisonOperator, Expression } from "../../../ir/expression/ast.ts";
import { mapExpression, namesOf, substitute } from "../../../ir/expression/walk.ts";
import { add, call, compare, integer, name, upTo } from "../build.ts";
import { isChanged, type LoopContext, mentions, stepOf } from "../context.ts";

/**
 * Candidates from what the author states and tests: preconditions that may go on holding of changed names, the loop's own condition weakened so that
 * it also holds when the loop ends, and postconditions with `result` replaced by the name that will be returned and a bound replaced by the
 * number of turns so far ("constant relaxation" and "uncoupling" of C. A. Furia, B. Meyer, "Inferring loop invariants using postconditions", 2010).
 */
export function clauseCandidates(context: LoopContext): Expression[] {
  const preconditions = context.preconditions.flatMap(conjuncts).filter((clause) => speaksOfChange(context, clause));
  const postconditions = context.postconditions.flatMap(conjuncts).flatMap((clause) => relaxed(context, clause));
  return [...preconditions, ...weakenedTest(context), ...postconditions];
}

const speaksOfChange = (context: LoopContext, clause: Expression): boolean =>
  namesOf(clause).some((free) => isChanged(context, free));

function conjuncts(clause: Expression): Expression[] {
  if (clause.kind === "logical" && clause.operator === "and") return clause.operands.flatMap(conjuncts);
  if (clause.kind === "comparison" && clause.rest.length > 1) {
    let left = clause.first;
    return clause.rest.map(({ operator, operand }) => {
      const link = compare(left, operator, operand);
      left = operand;
      return link;
    });
  }
  return [clause];
}

const WEAKER: Partial<Record<ComparisonOperator, (left: Expression, right: Expression) => Expression>> = {
  "<": (left, right) => compare(left, "<=", right),
  ">": (left, right) => compare(left, ">=", right),
  "<=": (left, right) => compare(left, "<=", add(right, integer(1))),
  ">=": (left, right) => compare(add(left, integer(1)), ">=", right),
};

function weakenedTest({ code }: LoopContext): Expression[] {
  if (code.test === null) return [];
  return conjuncts(code.test).flatMap((part) => {
    const [link] = part.kind === "comparison" ? part.rest : [];
    const weaker = link === undefined || part.kind !== "comparison" ? undefined : WEAKER[link.operator];
    const found = link === undefined || part.kind !== "comparison" ? undefined : weaker?.(part.first, link.operand);
    if (link?.operator === "!=" && part.kind === "comparison")
      return [compare(part.first, "<=", link.operand), compare(part.first, ">=", link.operand)];
    return found === undefined ? [part] : [found, part];
  });
}

function relaxed(context: LoopContext, clause: Expression): Expression[] {
  const returned = context.site.changed.filter((known) => context.code.returned.has(known.name));
  const uncoupled = mentions(clause, "result")
    ? returned.map((known) => substitute(clause, new Map([["result", name(known.name)]])))
    : speaksOfChange(context, clause)
      ? [clause]
      : [];
  return uncoupled.flatMap((candidate) => [
    candidate,
    ...replacements(context).flatMap(({ what, by }) => {
      const found = mapExpression(candidate, (part) => (isSame(part, what) ? by : part));
      return isSame(found, candidate) ? [] : [found];
    }),
  ]);
}

/** Bounds of a finished computation with what they are in an unfinished one. */
function replacements(context: LoopContext): { what: Expression; by: Expression }[] {
  const { site, counter } = context;
  const indices = site.changed
    .filter(({ type, name: known }) => type.kind === "int" && stepOf(context, known) !== null)
    .map((known) => name(known.name));
  const found: { what: Expression; by: Expression }[] = [];
  for (const { name: known, type } of site.unchanged) {
    if (type.kind === "int") for (const by of [counter, ...indices]) found.push({ what: name(known), by });
    if (type.kind !== "sequence" && type.kind !== "str") continue;
    const object = name(known);
    for (const by of [counter, ...indices]) {
      found.push({ what: call("len", object), by });
      found.push({ what: object, by: upTo(object, by) });
    }
  }
  return found;
}

const isSame = (a: Expression, b: Expression): boolean => a.kind === b.kind && key(a) === key(b);

const keys = new WeakMap<Expression, string>();

function key(expression: Expression): string {
  const known = keys.get(expression);
  if (known !== undefined) return known;
  const made = JSON.stringify(expression, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
  keys.set(expression, made);
  return made;
}
