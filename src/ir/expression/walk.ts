import type { Expression } from "./ast.ts";
import { childrenOf } from "./children.ts";
import { rebuild, withChildren } from "./rebuild.ts";
import { allNames, binderOf, namesOf } from "./scopes.ts";

export { namesOf } from "./scopes.ts";
export { unsupportedConstructs } from "./unsupported.ts";

/** Applies `change` to every node, children first. */
export function mapExpression(expression: Expression, change: (expression: Expression) => Expression): Expression {
  return rebuild(expression, null, (node) => ({ expression: node, environmentOf: () => null }), change);
}

/**
 * Replaces free names by expressions, all at once. Capture-avoiding: a lambda parameter or comprehension target that a replacement mentions
 * is renamed (`x` to `x_1`). `unsupported` text is left as it is, so that its result still counts as outside the language.
 */
export function substitute(expression: Expression, replacements: ReadonlyMap<string, Expression>): Expression {
  return rebuild<ReadonlyMap<string, Expression>>(
    expression,
    replacements,
    (node, active) => {
      if (node.kind === "name") return { done: active.get(node.name) ?? node };
      const binder = binderOf(node);
      if (binder === null) return { expression: node, environmentOf: () => active };
      const inner = innerReplacements(withoutChild(node, binder.outerChild), binder.names, active);
      return {
        expression: node.kind === "lambda" ? renameParameters(node, inner) : node,
        environmentOf: (index) => (index === binder.outerChild ? active : inner),
      };
    },
    (node) => node,
  );
}

/** The part of a binder that lies in its scope. */
function withoutChild(node: Expression, index: number | null): Expression {
  if (index === null) return node;
  return withChildren(node, childrenOf(node).with(index, { kind: "none" }));
}

/** What is replaced below a binder: nothing that it binds, and the bound names that would capture are replaced by fresh ones. */
function innerReplacements(
  binder: Expression,
  bound: readonly string[],
  active: ReadonlyMap<string, Expression>,
): ReadonlyMap<string, Expression> {
  const free = new Set(namesOf(binder));
  const inner = new Map([...active].filter(([name]) => free.has(name) && !bound.includes(name)));
  const incoming = new Set([...inner.values()].flatMap(namesOf));
  const taken = new Set([...incoming, ...allNames(binder), ...active.keys()]);
  for (const name of bound) {
    if (!incoming.has(name)) continue;
    const fresh = freshName(name, taken);
    taken.add(fresh);
    inner.set(name, { kind: "name", name: fresh });
  }
  return inner;
}

function freshName(name: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

function renameParameters(
  lambda: Extract<Expression, { kind: "lambda" }>,
  renamed: ReadonlyMap<string, Expression>,
): Expression {
  const parameters = lambda.parameters.map((parameter) => {
    const fresh = renamed.get(parameter);
    return fresh?.kind === "name" ? fresh.name : parameter;
  });
  return { ...lambda, parameters };
}
