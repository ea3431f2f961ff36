import type { Expression } from "../../ir/expression/ast.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { CHANGES, containerOf } from "./change-table.ts";
import { decide, evaluate, evaluateAll, type Operand, operate, type Place, withTemporaries } from "./evaluate.ts";
import { type Frame, keyOf } from "./frame.ts";
import { mutate } from "./mutate.ts";
import { andThen, bind, type Location, objectAt, type Result, type State, type Value } from "./state.ts";

const DONE = null;

/** Assigns a value to a target: a name, an item or slice of an object, or several by unpacking. */
export function assignTo(place: Place, state: State, target: Expression, value: Value): Result<null>[] {
  switch (target.kind) {
    case "name":
      return [{ state: bind(state, keyFor(place.frame, target.name), value), value: DONE }];
    case "tuple":
    case "list":
      return unpack(place, state, target.items, value);
    case "subscript":
      return andThen(evaluateAll(place, state, [target.object, target.index]), (operands, after) => {
        const [object, index] = operands;
        if (object?.kind !== "object" || index === undefined) throw new UnsupportedConstruct("assignment_to_subscript");
        const bounds = index.kind === "slice" ? boundsOf(index) : null;
        const parts = [...(bounds ?? [index]), value];
        return withTemporaries(place, after, parts, (names, inner) =>
          andThen(
            mutate(place, inner, object.location, bounds === null ? "[]=" : "[:]=", {
              positional: names,
              keywords: [],
            }),
            (_, last) => [{ state: last, value: DONE }],
          ),
        );
      });
    default:
      throw new UnsupportedConstruct(`assignment_to_${target.kind}`);
  }
}

/** Start and stop of a slice without a step, None where they are absent. */
export function boundsOf({ expression, bounds }: Operand & { kind: "slice" }): Operand[] {
  if (expression.kind !== "slice" || expression.step !== null) throw new UnsupportedConstruct("slice_step");
  const given = [...bounds];
  const none: Operand = { kind: "literal", expression: { kind: "none" } };
  return [expression.start, expression.stop].map((bound) => (bound === null ? none : (given.shift() ?? none)));
}

/** Where a name is stored: in the innermost frame that has it. */
export function keyFor(frame: Frame, name: string): string {
  for (let scope: Frame | null = frame; scope !== null; scope = scope.outer) {
    if (scope.globals.has(name)) break;
    if (scope.locals.has(name)) return keyOf(scope, name);
  }
  throw new UnsupportedConstruct("statement:Global");
}

const UNPACKED = new Set(["fixed", "sequence", "str", "range"]);

function unpack(place: Place, state: State, targets: Expression[], value: Value): Result<null>[] {
  if (value.kind !== "plain" && value.kind !== "object") throw new UnsupportedConstruct("unpacking");
  const symbolic = value.kind === "plain" ? value.symbolic : (objectAt(state, value.location)?.symbolic ?? []);
  const kinds = symbolic.map((alternative) => alternative.value);
  if (kinds.some((pure) => pure.kind === "fixed" && pure.flavour === "set"))
    throw new UnsupportedConstruct("unpacking");
  if (kinds.some(({ kind }) => !UNPACKED.has(kind) && !SCALARS.has(kind))) throw new UnsupportedConstruct("unpacking");
  const starred = targets.findIndex(({ kind }) => kind === "starred");
  const after = starred < 0 ? 0 : targets.length - starred - 1;
  return withTemporaries(place, state, [value], ([whole], inner) => {
    if (whole === undefined) return [];
    const length: Expression = {
      kind: "call",
      callee: { kind: "name", name: "len" },
      arguments: [whole],
      keywords: [],
    };
    const needed = integer(starred < 0 ? targets.length : targets.length - 1);
    const fits: Expression = {
      kind: "comparison",
      first: length,
      rest: [{ operator: starred < 0 ? "==" : ">=", operand: needed }],
    };
    return andThen(decide(place, inner, fits), (holds, fitting) => {
      if (!holds) return [{ state: fitting, raised: { exception: "ValueError", explicit: false, span: place.span } }];
      const parts = targets.map((target, index): { target: Expression; item: Expression } => {
        if (target.kind === "starred") return { target: target.value, item: rest(whole, index, after) };
        return { target, item: subscript(whole, starred >= 0 && index > starred ? index - targets.length : index) };
      });
      // All items are taken before the first is assigned.
      return andThen(
        evaluateAll(
          place,
          fitting,
          parts.map(({ item }) => item),
        ),
        (items, last) => {
          let results: Result<null>[] = [{ state: last, value: DONE }];
          for (const [index, { target }] of parts.entries()) {
            const item = items[index];
            if (item === undefined || item.kind === "literal" || item.kind === "slice")
              throw new UnsupportedConstruct("unpacking");
            results = andThen(results, (_, current) => assignTo(place, current, target, item));
          }
          return results;
        },
      );
    });
  });
}

const SCALARS = new Set(["int", "bool", "float", "none"]);
const integer = (value: number): Expression => ({ kind: "integer", value: BigInt(value) });
const subscript = (object: Expression, index: number): Expression => ({
  kind: "subscript",
  object,
  index: index < 0 ? { kind: "unary", operator: "-", operand: integer(-index) } : integer(index),
});

/** `list(whole[start:-after])`. */
function rest(whole: Expression, start: number, after: number): Expression {
  const stop: Expression | null = after === 0 ? null : { kind: "unary", operator: "-", operand: integer(after) };
  const part: Expression = {
    kind: "subscript",
    object: whole,
    index: { kind: "slice", start: integer(start), stop, step: null },
  };
  return { kind: "call", callee: { kind: "name", name: "list" }, arguments: [part], keywords: [] };
}

/** `target operator= operand`: objects that can change do so in place. */
export function augment(
  place: Place,
  state: State,
  target: Expression,
  operator: string,
  operand: Expression,
): Result<null>[] {
  if (target.kind === "name")
    return andThen(evaluate(place, state, target), (current, after) =>
      andThen(evaluate(place, after, operand), (value, last) =>
        andThen(inPlace(place, last, current, operator, value), (result, end) => assignTo(place, end, target, result)),
      ),
    );
  if (target.kind !== "subscript" || target.index.kind === "slice")
    throw new UnsupportedConstruct(`assignment_to_${target.kind}`);
  return andThen(evaluateAll(place, state, [target.object, target.index]), (parts, after) =>
    withTemporaries(place, after, parts, ([object, index], inner) => {
      if (object === undefined || index === undefined) return [];
      const item: Expression = { kind: "subscript", object, index };
      return andThen(evaluate(place, inner, item), (current, taken) =>
        andThen(evaluate(place, taken, operand), (value, last) =>
          andThen(inPlace(place, last, current, operator, value), (result, end) => assignTo(place, end, item, result)),
        ),
      );
    }),
  );
}

function changesInPlace(state: State, location: Location, operator: string): boolean {
  const container = containerOf(objectAt(state, location)?.symbolic ?? []);
  if (container === null) throw new UnsupportedConstruct(`operator:${operator}=`);
  return Object.hasOwn(CHANGES[container], `${operator}=`);
}

function inPlace(place: Place, state: State, current: Value, operator: string, operand: Value): Result<Value>[] {
  if (current.kind === "object" && changesInPlace(state, current.location, operator))
    return withTemporaries(place, state, [operand], (names, inner) =>
      andThen(
        mutate(place, inner, current.location, `${operator}=`, { positional: names, keywords: [] }),
        (_, after) => [{ state: after, value: current }],
      ),
    );
  if (current.kind !== "plain" && current.kind !== "object") throw new UnsupportedConstruct(`operator:${operator}=`);
  return withTemporaries(place, state, [current, operand], ([left, right], inner) => {
    if (left === undefined || right === undefined) return [];
    const expression = { kind: "binary", operator, left, right } as Expression;
    return operate(place, inner, expression);
  });
}
