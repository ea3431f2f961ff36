import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { binderOf } from "../../ir/expression/scopes.ts";
import { mapExpression } from "../../ir/expression/walk.ts";

/** Text that is equal for expressions that differ only in the names of bound variables. */
export function alphaText(expression: Expression): string {
  let renamed = 0;
  const canonical = mapExpression(expression, (node) => {
    const binder = binderOf(node);
    if (binder === null || binder.names.length === 0) return node;
    // Children come first, so inner binders have their names already, and the number of binders inside is the same on both sides.
    renamed += 1;
    const names = new Map(binder.names.map((name, index) => [name, `bound ${renamed}.${index}`]));
    return rename(node, names);
  });
  return printExpression(canonical);
}

function rename(node: Expression, names: ReadonlyMap<string, string>): Expression {
  const inside = (part: Expression) =>
    mapExpression(part, (leaf) =>
      leaf.kind === "name" ? { kind: "name", name: names.get(leaf.name) ?? leaf.name } : leaf,
    );
  if (node.kind === "lambda")
    return { ...node, parameters: node.parameters.map((name) => names.get(name) ?? name), body: inside(node.body) };
  if (node.kind !== "comprehension" && node.kind !== "dict_comprehension") return node;
  const clauses = node.clauses.map((clause, index) => ({
    target: inside(clause.target),
    // The first iterable is evaluated outside of the comprehension's scope.
    iterable: index === 0 ? clause.iterable : inside(clause.iterable),
    conditions: clause.conditions.map(inside),
  }));
  return node.kind === "comprehension"
    ? { ...node, element: inside(node.element), clauses }
    : { ...node, key: inside(node.key), value: inside(node.value), clauses };
}
