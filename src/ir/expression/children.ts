import type { ComprehensionClause, Expression } from "./ast.ts";

/** Direct sub-expressions in the order in which they stand in the tree, comprehension clauses included. */
export function childrenOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "attribute":
      return [expression.object];
    case "subscript":
      return [expression.object, expression.index];
    case "slice":
      return [expression.start, expression.stop, expression.step].filter((bound) => bound !== null);
    case "call":
      return [expression.callee, ...expression.arguments, ...expression.keywords.map((keyword) => keyword.value)];
    case "starred":
    case "old":
      return [expression.value];
    case "unary":
      return [expression.operand];
    case "binary":
    case "implies":
      return [expression.left, expression.right];
    case "logical":
      return expression.operands;
    case "comparison":
      return [expression.first, ...expression.rest.map((link) => link.operand)];
    case "conditional":
      return [expression.body, expression.test, expression.otherwise];
    case "list":
    case "tuple":
    case "set":
      return expression.items;
    case "dict":
      return expression.entries.flatMap(({ key, value }) => (key === null ? [value] : [key, value]));
    case "comprehension":
      return [expression.element, ...clauseChildren(expression.clauses)];
    case "dict_comprehension":
      return [expression.key, expression.value, ...clauseChildren(expression.clauses)];
    case "lambda":
      return [expression.body];
    case "raises":
      return [expression.exception];
    default:
      return [];
  }
}

function clauseChildren(clauses: readonly ComprehensionClause[]): Expression[] {
  return clauses.flatMap((clause) => [clause.target, clause.iterable, ...clause.conditions]);
}

/** Every expression of the tree, a parent before its children. Uses no recursion, so that any height is safe. */
export function* descendants(root: Expression): Generator<{ expression: Expression; height: number }> {
  const pending = [{ expression: root, height: 1 }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    yield entry;
    const { height } = entry;
    for (const child of childrenOf(entry.expression).toReversed())
      pending.push({ expression: child, height: height + 1 });
  }
}
