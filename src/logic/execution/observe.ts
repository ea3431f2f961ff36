import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { evaluate, type Place } from "./evaluate.ts";
import { lookup } from "./lookup.ts";
import { andThen, type Result, type State, type Value } from "./state.ts";

/**
 * Evaluates an expression whose value nobody sees, such as an exception's message: only what it changes and raises counts. Text may then be put
 * together of anything whose own conversion to text raises nothing, which is so for every built-in type.
 */
export function observed(place: Place, state: State, expression: Expression): Result<null>[] {
  try {
    return andThen(evaluate(place, state, expression), (value, after) => {
      if (isOpaque(value)) throw new UnsupportedConstruct("text_of_object");
      return [{ state: after, value: null }];
    });
  } catch (error) {
    const parts = error instanceof UnsupportedConstruct ? partsOfText(place, state, expression) : null;
    if (parts === null) throw error;
    let results: Result<null>[] = [{ state, value: null }];
    for (const part of parts) results = andThen(results, (_, current) => observed(place, current, part));
    return results;
  }
}

function isOpaque(value: Value): boolean {
  return value.kind === "plain" && value.symbolic.some((alternative) => alternative.value.kind === "opaque");
}

/** What text is put together of, where that raises nothing by itself; null for any other expression. */
function partsOfText(place: Place, state: State, expression: Expression): Expression[] | null {
  if (expression.kind === "call") return partsOfCall(place, state, expression);
  if (expression.kind !== "binary") return null;
  const { operator, left, right } = expression;
  if (operator === "+") return isText(place, state, left) && isText(place, state, right) ? [left, right] : null;
  if (operator !== "%" || left.kind !== "string") return null;
  const fields = left.value.match(/%./gs) ?? [];
  if (!fields.every((field) => field === "%s" || field === "%r")) return null;
  if (right.kind === "tuple") return right.items.length === fields.length ? right.items : null;
  return fields.length === 1 && isScalar(place, state, right) ? [right] : null;
}

/** Whether a name stands for something that `%` takes for one argument: no tuple, and no dict. */
function isScalar({ run, frame }: Place, state: State, expression: Expression): boolean {
  const value = expression.kind === "name" ? lookup(run, state, frame, expression.name) : null;
  return (
    value?.kind === "plain" && value.symbolic.every((one) => ["int", "bool", "float", "str"].includes(one.value.kind))
  );
}

function partsOfCall(place: Place, state: State, expression: Expression & { kind: "call" }): Expression[] | null {
  const { callee, arguments: parts, keywords } = expression;
  if (keywords.length > 0 || parts.some(({ kind }) => kind === "starred")) return null;
  if (callee.kind === "name") {
    const isConversion = (callee.name === "str" || callee.name === "repr") && parts.length === 1;
    return isConversion && lookup(place.run, state, place.frame, callee.name).kind === "builtin" ? parts : null;
  }
  if (callee.kind !== "attribute" || callee.attribute !== "format" || callee.object.kind !== "string") return null;
  const fields = callee.object.value.replaceAll(/\{\{|\}\}/g, "").match(/\{[^}]*\}?|\}/g) ?? [];
  return fields.every((field) => field === "{}") && fields.length <= parts.length ? parts : null;
}

function isText(place: Place, state: State, expression: Expression): boolean {
  return expression.kind === "string" || (partsOfText(place, state, expression) !== null && !isNumber(expression));
}

/** A `%` of numbers is no text; one of a literal is. */
const isNumber = (expression: Expression): boolean =>
  expression.kind === "binary" && expression.operator === "%" && expression.left.kind !== "string";
