import type { ComprehensionClause, Expression } from "./ast.ts";
import { childrenOf } from "./children.ts";

/** The same node over other children, given in the order of `childrenOf`. */
export function withChildren(expression: Expression, children: readonly Expression[]): Expression {
  let position = 0;
  const next = (): Expression => {
    const child = children[position];
    if (child === undefined) throw new RangeError(`${expression.kind} has more than ${children.length} children`);
    position += 1;
    return child;
  };
  const optional = (child: Expression | null) => (child === null ? null : next());
  const clauses = (old: readonly ComprehensionClause[]): ComprehensionClause[] =>
    old.map(({ conditions }) => ({ target: next(), iterable: next(), conditions: conditions.map(next) }));
  switch (expression.kind) {
    case "attribute":
      return { ...expression, object: next() };
    case "subscript":
      return { ...expression, object: next(), index: next() };
    case "slice":
      return {
        kind: "slice",
        start: optional(expression.start),
        stop: optional(expression.stop),
        step: optional(expression.step),
      };
    case "call":
      return {
        kind: "call",
        callee: next(),
        arguments: expression.arguments.map(next),
        keywords: expression.keywords.map(({ name }) => ({ name, value: next() })),
      };
    case "starred":
    case "old":
      return { ...expression, value: next() };
    case "unary":
      return { ...expression, operand: next() };
    case "binary":
    case "implies":
      return { ...expression, left: next(), right: next() };
    case "logical":
      return { ...expression, operands: expression.operands.map(next) };
    case "comparison":
      return {
        kind: "comparison",
        first: next(),
        rest: expression.rest.map(({ operator }) => ({ operator, operand: next() })),
      };
    case "conditional":
      return { kind: "conditional", body: next(), test: next(), otherwise: next() };
    case "list":
    case "tuple":
    case "set":
      return { ...expression, items: expression.items.map(next) };
    case "dict":
      return { kind: "dict", entries: expression.entries.map(({ key }) => ({ key: optional(key), value: next() })) };
    case "comprehension":
      return { ...expression, element: next(), clauses: clauses(expression.clauses) };
    case "dict_comprehension":
      return { kind: "dict_comprehension", key: next(), value: next(), clauses: clauses(expression.clauses) };
    case "lambda":
      return { ...expression, body: next() };
    case "raises":
      return { kind: "raises", exception: next() };
    default:
      return expression;
  }
}

/** What `enter` says of a node: a finished replacement, or the node to descend into with the environment of each of its children. */
export type Entered<Environment> =
  | { done: Expression }
  | { expression: Expression; environmentOf: (childIndex: number) => Environment };

/**
 * Rebuilds a tree: `enter` on the way down with an environment, `leave` on the way up over rebuilt children. Nodes whose children did not
 * change keep their identity. Uses no recursion, so that any height is safe.
 */
export function rebuild<Environment>(
  root: Expression,
  environment: Environment,
  enter: (expression: Expression, environment: Environment) => Entered<Environment>,
  leave: (expression: Expression) => Expression,
): Expression {
  type Frame = {
    expression: Expression;
    old: Expression[];
    built: Expression[];
    environmentOf: (index: number) => Environment;
  };
  const frames: Frame[] = [];
  let finished: Expression | null = null;
  let visit: { expression: Expression; environment: Environment } | null = { expression: root, environment };
  while (true) {
    if (visit !== null) {
      const entered = enter(visit.expression, visit.environment);
      visit = null;
      if ("done" in entered) finished = entered.done;
      else frames.push({ ...entered, old: childrenOf(entered.expression), built: [] });
    }
    const frame = frames.at(-1);
    if (finished !== null) {
      if (frame === undefined) return finished;
      frame.built.push(finished);
      finished = null;
    }
    if (frame === undefined) throw new RangeError("nothing to rebuild");
    const child = frame.old[frame.built.length];
    if (child !== undefined) visit = { expression: child, environment: frame.environmentOf(frame.built.length) };
    else {
      frames.pop();
      const changed = frame.built.some((built, index) => built !== frame.old[index]);
      finished = leave(changed ? withChildren(frame.expression, frame.built) : frame.expression);
      if (frames.length === 0) return finished;
    }
  }
}
