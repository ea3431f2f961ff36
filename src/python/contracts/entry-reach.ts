import type { Expression } from "../../ir/expression/ast.ts";
import type { NodeOf } from "../parse-walk.ts";
import type { EntryEvent, EntryWalk, Exit, PathTest } from "./entry-paths.ts";
import { expressionSize } from "./entry-state.ts";
import { all, not, printed } from "./logic.ts";

type Raise = NodeOf<"Raise">;

/** Most earlier exits that the condition of one place may depend on. */
export const MAXIMUM_EXITS = 128;

/**
 * Parts of expressions, in nodes, that the conditions of one function may have together: a fixed number, and some for every assert and raise. Paths
 * are told again for every place behind them, so that without a bound the conditions would grow with the square of the function.
 */
const FIXED_PARTS = 40_000;
const PARTS_PER_EVENT = 20;

/** Which exits a condition speaks of: all of them, or those that a caller who keeps to the preconditions may still see. */
export type Exits = "always" | "unless_refused";

/** Under which conditions the places of a function's entry are reached. */
export class EntryReach {
  /** Asserts and raises whose conditions are not told, as they are too large. */
  readonly leftOut = new Set<EntryEvent["statement"]>();
  private readonly exits: Record<Exits, { index: number; exit: Exit }[]>;
  private readonly truths = new WeakMap<PathTest, Expression>();
  private readonly sizes = new WeakMap<Expression, number>();
  private readonly untaken = new WeakMap<Exit, Expression>();
  private parts: number;

  constructor(walk: EntryWalk, isRefusal: (raise: Raise | null) => boolean) {
    const exits = walk.exits.map((exit, index) => ({ index, exit }));
    const seen = exits.filter(({ exit }) => exit.kind === "return" || !isRefusal(exit.raise));
    this.exits = { always: exits, unless_refused: seen };
    this.parts = FIXED_PARTS + PARTS_PER_EVENT * walk.events.length;
  }

  /** What must hold for a place to be reached: no earlier exit of the chosen kinds, and the branches around it. Null when a part is not certain or too much. */
  conditions(event: EntryEvent, which: Exits): Expression[] | null {
    if (event.path.some(({ sound }) => !sound)) return null;
    const path = event.path.map((test) => this.truth(test));
    const known = new Set(path.map(printed));
    const taken = new Map(event.path.map(({ node, negated }) => [node, negated]));
    const conditions: Expression[] = [];
    for (const { index, exit } of this.exits[which]) {
      if (index >= event.earlier) break;
      if (conditions.length >= MAXIMUM_EXITS) return this.leave(event);
      if (isExcluded(exit, taken)) continue;
      const open = exit.tests.filter((test) => !known.has(printed(this.truth(test))));
      if (open.length === 0 || open.some(({ sound }) => !sound)) return null;
      const condition = this.notTaken(exit, open);
      conditions.push(condition);
      known.add(printed(condition));
    }
    const all = [...conditions, ...path];
    this.parts -= all.reduce((sum, expression) => sum + this.sizeOf(expression), 0);
    return this.parts < 0 ? this.leave(event) : all;
  }

  private leave(event: EntryEvent): null {
    this.leftOut.add(event.statement);
    return null;
  }

  private notTaken(exit: Exit, open: readonly PathTest[]): Expression {
    const whole = open.length === exit.tests.length;
    const known = whole ? this.untaken.get(exit) : undefined;
    if (known) return known;
    const condition = not(all(open.map((test) => this.truth(test))));
    if (whole) this.untaken.set(exit, condition);
    return condition;
  }

  private truth(test: PathTest): Expression {
    const known = this.truths.get(test);
    if (known) return known;
    const truth = test.negated ? not(test.expression) : test.expression;
    this.truths.set(test, truth);
    return truth;
  }

  private sizeOf(expression: Expression): number {
    const known = this.sizes.get(expression);
    if (known !== undefined) return known;
    const size = expressionSize(expression);
    this.sizes.set(expression, size);
    return size;
  }
}

/** True when an exit lies in a branch that this path has not taken. */
function isExcluded(exit: Exit, taken: ReadonlyMap<PathTest["node"], boolean>): boolean {
  return exit.tests.some(({ node, negated }) => {
    const other = taken.get(node);
    return other !== undefined && other !== negated;
  });
}
