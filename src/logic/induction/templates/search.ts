import type { Expression } from "../../../ir/expression/ast.ts";
import { printExpression } from "../../../ir/expression/print.ts";
import { targetNames } from "../../../ir/expression/scopes.ts";
import { and, implies, name, not, or, over, type Range } from "../build.ts";
import { atTurn, conditionOf, finished, type LoopContext } from "../context.ts";
import type { Way } from "../flow.ts";

/** What every finished turn has in common: the loop went on after it. */
export function searchCandidates(context: LoopContext): Expression[] {
  const turn = name(context.turn);
  const range = finished(context);
  const found: Expression[] = [];
  for (const exit of context.code.exits) {
    const condition = conditionOf(exit);
    if (condition === null || exit.conditions.length === 0) continue;
    const inner = exit.within.flatMap(({ target }) => targetNames(target));
    const stays = atTurn(context, not(condition), turn, inner);
    const within = ranges(context, exit, turn);
    if (stays !== null && within !== null) found.push(over("all", stays, [range, ...within]));
    for (const part of exit.within.length === 0 ? parts(exit) : []) {
      const known = atTurn(context, not(part), turn);
      if (known !== null) found.push(over("all", known, [range]));
    }
  }
  if (context.code.test !== null) {
    const test = atTurn(context, context.code.test, turn);
    if (test !== null) found.push(over("all", test, [range]));
  }
  const ways = context.code.turns.map((way) => {
    const condition = way.within.length > 0 ? null : conditionOf(way);
    return condition === null ? null : atTurn(context, condition, turn);
  });
  if (ways.length > 0 && context.code.turns.every(({ conditions }) => conditions.length > 0)) {
    const known = ways.filter((way) => way !== null);
    const texts = new Set(known.map((way) => printExpression(way)));
    const isSplit = known.some((way) => texts.has(printExpression(not(way))));
    if (known.length === ways.length && !isSplit) found.push(over("all", or(...known), [range]));
  }
  found.push(...context.code.asserts.flatMap((assert) => asserted(context, assert)));
  return found;
}

/** Single conditions of an exit that is reached under several. */
const parts = ({ conditions }: Way): Expression[] => {
  const known = conditions.filter((condition) => condition !== null);
  return known.length > 1 ? known : [];
};

function ranges(context: LoopContext, { within }: Way, turn: Expression): Range[] | null {
  const bound: string[] = [];
  const found: Range[] = [];
  for (const { target, iterable } of within) {
    const items = atTurn(context, iterable, turn, bound);
    if (items === null) return null;
    found.push({ target, iterable: items });
    bound.push(...targetNames(target));
  }
  return found;
}

/** An assert at the head of the body is its author's invariant; when the loop ends it need not hold any more. */
function asserted({ code }: LoopContext, assert: Expression): Expression[] {
  return code.test === null ? [assert] : [assert, implies(code.test, assert), implies(and(code.test), assert)];
}
