import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { substitute } from "../../ir/expression/walk.ts";
import { translate } from "../symbolic/translate.ts";
import type { Meaning } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { CHANGES, type Change, containerOf } from "./change-table.ts";
import { concluded, decide, operate, type Place, withTemporaries } from "./evaluate.ts";
import { identified } from "./identity.ts";
import { scopeOf } from "./lookup.ts";
import { narrowed } from "./narrow.ts";
import {
  andThen,
  type HeapObject,
  type Location,
  locate,
  NONE,
  objectAt,
  type Raised,
  type Result,
  type State,
  share,
  type Value,
} from "./state.ts";

/** The keywords that `sort` hands on to `sorted`. */
const SORTING = new Set(["key", "reverse"]);

export interface Operands {
  positional: Expression[];
  keywords: { name: string | null; value: Expression }[];
}

/** Changes an object in place. The operands are names or literals, evaluated before. */
export function mutate(
  place: Place,
  state: State,
  location: Location,
  operation: string,
  operands: Operands,
): Result<Value>[] {
  const states = narrowed(place, state, location).flatMap((one) => identified(place, one, location));
  return states.flatMap((known) => {
    const object = contentAt(known, location);
    if (object.symbolic[0]?.value.kind === "none") return [{ state: known, raised: ofNone(operation, place) }];
    const container = containerOf(object.symbolic);
    const changes = container === null ? undefined : CHANGES[container][operation];
    const fitting = changes?.filter(({ parameters }) => parameters.length === operands.positional.length) ?? [];
    if (fitting.length === 0 || operands.keywords.some(({ name }) => operation !== "sort" || !SORTING.has(name ?? "")))
      throw new UnsupportedConstruct(`method:${operation}`);
    if (object.shared) throw new UnsupportedConstruct("mutation_of_shared_object");
    return withTemporaries(place, known, [{ kind: "object", location }], ([self], inner) =>
      self === undefined ? [] : firstOf(place, inner, location, self, fitting, operands),
    );
  });
}

/** None has no methods and no items. */
const ofNone = (operation: string, { span }: Place): Raised => ({
  exception: /^\w+$/.test(operation) ? "AttributeError" : "TypeError",
  explicit: false,
  span,
});

function contentAt(state: State, location: Location): HeapObject {
  const object = objectAt(state, location);
  if (object === undefined) throw new RangeError(`no object at ${location}`);
  return object;
}

/** Applies the first of several changes whose condition holds. */
function firstOf(
  place: Place,
  state: State,
  location: Location,
  self: Expression,
  [change, ...others]: Change[],
  operands: Operands,
): Result<Value>[] {
  if (change === undefined) return [];
  const { positional, keywords } = operands;
  const names = new Map(change.parameters.map((name, index) => [name, positional[index] ?? none]));
  names.set("self", self);
  const meaning = (text: string) => withKeywords(substitute(parseExpression(text), names), keywords);
  const apply = (current: State): Result<Value>[] => {
    const evaluated = (text: string | undefined, now: State): Result<Value>[] =>
      text === undefined ? [{ state: now, value: NONE }] : operate(place, now, meaning(text));
    return andThen(evaluated(change.check, current), (_, checked) =>
      andThen(evaluated(change.result, checked), (answer, answered) => {
        const reading = meaning(change.reading ?? (typeof change.after === "string" ? change.after : "self"));
        const after =
          typeof change.after === "string"
            ? operate(place, answered, reading)
            : concluded(place, answered, reading, workedOut(place, answered, change.after, self, positional), true);
        return andThen(after, (content, end) =>
          changed(end, location, content, answer, change.holds ? positional : []),
        );
      }),
    );
  };
  if (change.when === undefined) return apply(state);
  return andThen(decide(place, state, meaning(change.when)), (holds, decided) =>
    holds ? apply(decided) : firstOf(place, decided, location, self, others, operands),
  );
}

const none: Expression = { kind: "none" };

function withKeywords(expression: Expression, keywords: Operands["keywords"]): Expression {
  return expression.kind === "call" && keywords.length > 0 ? { ...expression, keywords } : expression;
}

/** The new content where no expression says it. */
function workedOut(
  { run, frame }: Place,
  state: State,
  after: Exclude<Change["after"], string>,
  self: Expression,
  operands: Expression[],
): Meaning {
  const scope = scopeOf(run, state, frame);
  const [whole] = translate(self, scope).value;
  if (whole === undefined) throw new UnsupportedConstruct("mutation");
  return after(
    whole.value,
    operands.map((operand) => translate(operand, scope).value),
    run.fresh,
  );
}

/** Moves the content that was worked out to the object's own place. What was put into it is from now on held by it too. */
function changed(
  state: State,
  location: Location,
  content: Value,
  answer: Value,
  parts: Expression[],
): Result<Value>[] {
  if (content.kind !== "object") throw new UnsupportedConstruct("mutation");
  const [object, next] = [contentAt(state, location), contentAt(state, content.location)];
  const heap = new Map(state.heap);
  heap.delete(content.location);
  heap.set(locate(state, location), { ...object, symbolic: next.symbolic, reading: next.reading, changed: true });
  const held = parts.flatMap((part) => {
    const value = part.kind === "name" ? state.variables.get(part.name) : undefined;
    return value?.kind === "object" ? [value.location] : [];
  });
  return [{ state: share({ ...state, heap }, held), value: answer }];
}
