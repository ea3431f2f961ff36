import type { Expression } from "../../ir/expression/ast.ts";
import type { Place } from "./evaluate.ts";
import { lookup } from "./lookup.ts";
import type { State } from "./state.ts";

const ITERATORS = new Set(["iter", "map", "filter", "zip", "enumerate", "reversed"]);

/** Whether the value is an iterator, which is used up: it has a meaning only where it stands. */
export function isIterator(place: Place, state: State, expression: Expression): boolean {
  switch (expression.kind) {
    case "comprehension":
      return expression.form === "generator";
    case "call":
      return (
        expression.callee.kind === "name" &&
        ITERATORS.has(expression.callee.name) &&
        lookup(place.run, state, place.frame, expression.callee.name).kind === "builtin"
      );
    case "conditional":
      return isIterator(place, state, expression.body) || isIterator(place, state, expression.otherwise);
    case "logical":
      return expression.operands.some((operand) => isIterator(place, state, operand));
    case "tuple":
    case "list":
    case "set":
      return expression.items.some((item) => isIterator(place, state, item));
    default:
      return false;
  }
}
