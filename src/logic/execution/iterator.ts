import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { evaluate, type Place } from "./evaluate.ts";
import { lookup } from "./lookup.ts";
import { andThen, type Result, type State, type Value } from "./state.ts";

/** A value that is kept under a name or as a part of another. Throws for iterators and views, whose meaning depends on when they are used. */
export function kept(place: Place, state: State, expression: Expression): Result<Value>[] {
  if (isIterator(place, state, expression)) throw new UnsupportedConstruct("iterator");
  return andThen(evaluate(place, state, expression), (value, after) => {
    if (value.kind === "plain" && value.symbolic.some((alternative) => alternative.value.kind === "items"))
      throw new UnsupportedConstruct("iterator");
    return [{ state: after, value }];
  });
}

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
