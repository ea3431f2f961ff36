import type { Expression } from "../../ir/expression/ast.ts";
import { namesOf } from "../../ir/expression/walk.ts";

/** Built-in functions whose result is a new object that holds the items of their arguments. */
const COPIES = new Set(["list", "sorted", "tuple", "set", "frozenset", "dict", "reversed", "enumerate", "zip"]);
/** Methods whose result is a new object. */
const NEW = new Set([
  "split",
  "rsplit",
  "splitlines",
  "copy",
  "keys",
  "values",
  "items",
  "union",
  "intersection",
  "difference",
  "partition",
]);

/** Whether the value is an object of its own, which nothing else holds. */
export function isFresh(expression: Expression): boolean {
  switch (expression.kind) {
    case "list":
    case "set":
    case "dict":
    case "comprehension":
    case "dict_comprehension":
    case "binary":
      return true;
    case "subscript":
      return expression.index.kind === "slice";
    case "call":
      if (expression.callee.kind === "name") return COPIES.has(expression.callee.name);
      return expression.callee.kind === "attribute" && NEW.has(expression.callee.attribute);
    default:
      return false;
  }
}

/** Names whose objects the value may be. */
export function itself(expression: Expression): string[] {
  if (isFresh(expression)) return [];
  switch (expression.kind) {
    case "name":
      return [expression.name];
    case "tuple":
      return [];
    case "conditional":
      return [...itself(expression.body), ...itself(expression.otherwise)];
    case "logical":
      return expression.operands.flatMap(itself);
    case "subscript":
      return embedded(expression.object);
    default:
      return namesOf(expression);
  }
}

/** Names whose objects may be parts of the value. */
export function embedded(expression: Expression): string[] {
  switch (expression.kind) {
    case "name":
      return [];
    case "list":
    case "tuple":
    case "set":
      return expression.items.flatMap((item) => [...itself(item), ...embedded(item)]);
    case "binary":
      return [...embedded(expression.left), ...embedded(expression.right)];
    case "subscript":
      return embedded(expression.object);
    case "conditional":
      return [...embedded(expression.body), ...embedded(expression.otherwise)];
    case "logical":
      return expression.operands.flatMap(embedded);
    case "call":
      if (expression.callee.kind === "name" && COPIES.has(expression.callee.name))
        return expression.arguments.flatMap(embedded);
      return namesOf(expression);
    default:
      return namesOf(expression);
  }
}
