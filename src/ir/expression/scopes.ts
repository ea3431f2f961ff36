import type { Expression } from "./ast.ts";
import { childrenOf, descendants } from "./children.ts";

/** Names that a lambda or comprehension binds, and the one child that is evaluated outside of its scope; null for any other expression. */
export function binderOf(expression: Expression): { names: string[]; outerChild: number | null } | null {
  switch (expression.kind) {
    case "lambda":
      return { names: expression.parameters, outerChild: null };
    case "comprehension":
    case "dict_comprehension": {
      const names = expression.clauses.flatMap((clause) => targetNames(clause.target));
      // Children are the element (or key and value), then target, iterable, conditions of each clause: the first iterable is outside.
      return { names: [...new Set(names)], outerChild: expression.kind === "comprehension" ? 2 : 3 };
    }
    default:
      return null;
  }
}

/** Names that an assignment to the target binds; `a.b` and `a[i]` bind none. */
export function targetNames(target: Expression): string[] {
  switch (target.kind) {
    case "name":
      return [target.name];
    case "starred":
      return targetNames(target.value);
    case "list":
    case "tuple":
      return target.items.flatMap(targetNames);
    default:
      return [];
  }
}

/**
 * Free names in the order of the text, each once, built-ins and callees included. Names inside of `unsupported` text are not seen.
 * Python's scopes: a comprehension binds its targets everywhere but in its first iterable.
 */
export function namesOf(root: Expression): string[] {
  const found = new Set<string>();
  const pending: { expression: Expression; bound: ReadonlySet<string> }[] = [{ expression: root, bound: new Set() }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { expression, bound } = entry;
    if (expression.kind === "name" && !bound.has(expression.name)) found.add(expression.name);
    const binder = binderOf(expression);
    const inner = binder === null ? bound : new Set([...bound, ...binder.names]);
    const children = childrenOf(expression).map((child, index) => ({
      expression: child,
      bound: index === binder?.outerChild ? bound : inner,
    }));
    pending.push(...children.reverse());
  }
  return [...found];
}

/** Every name that occurs anywhere, bound or free. */
export function allNames(root: Expression): Set<string> {
  const names = new Set<string>();
  for (const { expression } of descendants(root)) {
    if (expression.kind === "name") names.add(expression.name);
    if (expression.kind === "lambda") for (const parameter of expression.parameters) names.add(parameter);
  }
  return names;
}
