import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { substitute } from "../../ir/expression/walk.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { operate, type Place, withTemporaries } from "./evaluate.ts";
import { identified } from "./identity.ts";
import { type Location, type Result, type State, share, then, type Value } from "./state.ts";

/** Methods that change their object. */
export const MUTATING = new Set([
  ...["append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"],
  ...["add", "discard", "update", "setdefault", "popitem"],
  ...["intersection_update", "difference_update", "symmetric_difference_update"],
]);

/**
 * What a change means, in expressions over `self` (the object before) and the arguments: `check` is evaluated first and may raise, `result` is
 * what the call answers, `after` the object's new content.
 */
interface Change {
  parameters: string[];
  check?: string;
  result?: string;
  after: string;
}

const LIST: Record<string, Change[]> = {
  append: [{ parameters: ["x"], after: "self + [x]" }],
  extend: [{ parameters: ["xs"], after: "self + list(xs)" }],
  insert: [{ parameters: ["i", "x"], after: "self[:i] + [x] + self[i:]" }],
  pop: [
    { parameters: [], result: "self[-1]", after: "self[:-1]" },
    { parameters: ["i"], result: "self[i]", after: "self[:i] + self[i:][1:]" },
  ],
  remove: [{ parameters: ["x"], check: "self.index(x)", after: "self[:self.index(x)] + self[self.index(x) + 1:]" }],
  clear: [{ parameters: [], after: "self[:0]" }],
  reverse: [{ parameters: [], after: "self[::-1]" }],
  sort: [{ parameters: [], after: "sorted(self)" }],
  /** `self[i] = x`, `del self[i]`, `self += xs`, `self *= n`. */
  "[]=": [{ parameters: ["i", "x"], check: "self[i]", after: "self[:i] + [x] + self[i:][1:]" }],
  "del []": [{ parameters: ["i"], check: "self[i]", after: "self[:i] + self[i:][1:]" }],
  "+=": [{ parameters: ["xs"], after: "self + list(xs)" }],
  "*=": [{ parameters: ["n"], after: "self * n" }],
};

/** The keywords that `sort` hands on to `sorted`. */
const SORTING = new Set(["key", "reverse"]);

export interface Operands {
  positional: Expression[];
  keywords: { name: string | null; value: Expression }[];
}

/** Whether the object is a list, whatever the path. */
export function isContainer(state: State, location: Location): boolean {
  const alternatives = state.heap.get(location)?.symbolic ?? [];
  return alternatives.every(
    ({ value }) => (value.kind === "sequence" || value.kind === "fixed") && value.flavour === "list",
  );
}

/** Changes an object in place. The operands are names or literals, evaluated before. */
export function mutate(
  place: Place,
  state: State,
  location: Location,
  operation: string,
  { positional, keywords }: Operands,
): Result<Value>[] {
  const change = LIST[operation]?.find(({ parameters }) => parameters.length === positional.length);
  if (change === undefined || keywords.some(({ name }) => operation !== "sort" || !SORTING.has(name ?? "")))
    throw new UnsupportedConstruct(`method:${operation}`);
  return identified(place, state, location).flatMap((known) => {
    const object = known.heap.get(location);
    if (object === undefined) throw new RangeError(`no object at ${location}`);
    if (object.shared) throw new UnsupportedConstruct("mutation_of_shared_object");
    return withTemporaries(place, known, [{ kind: "object", location }], ([self], inner) => {
      const names = new Map(change.parameters.map((name, index) => [name, positional[index] ?? none]));
      if (self !== undefined) names.set("self", self);
      const meaning = (text: string) => withKeywords(substitute(parseExpression(text), names), keywords);
      const checked: Result<Value>[] =
        change.check === undefined ? [{ state: inner, value: nothing }] : operate(place, inner, meaning(change.check));
      return then(checked, (_, before) =>
        then(
          change.result === undefined
            ? [{ state: before, value: nothing }]
            : operate(place, before, meaning(change.result)),
          (answer, last) =>
            then(content(place, last, meaning(change.after)), (value, end) =>
              changed(end, location, value, answer, positional),
            ),
        ),
      );
    });
  });
}

const none: Expression = { kind: "none" };
const nothing: Value = { kind: "plain", symbolic: [{ guard: "true", value: { kind: "none" } }], reading: none };

function withKeywords(expression: Expression, keywords: Operands["keywords"]): Expression {
  return expression.kind === "call" && keywords.length > 0 ? { ...expression, keywords } : expression;
}

function content(place: Place, state: State, expression: Expression): Result<Location>[] {
  return then(operate(place, state, expression), (value, after) => {
    if (value.kind !== "object") throw new UnsupportedConstruct("mutation");
    return [{ state: after, value: value.location }];
  });
}

/** Moves the content that was worked out to the object's own place. */
function changed(
  state: State,
  location: Location,
  from: Location,
  answer: Value,
  parts: Expression[],
): Result<Value>[] {
  const [object, content] = [state.heap.get(location), state.heap.get(from)];
  if (object === undefined || content === undefined) throw new RangeError(`no object at ${location}`);
  const heap = new Map(state.heap);
  heap.delete(from);
  heap.set(location, { ...object, symbolic: content.symbolic, reading: content.reading, changed: true });
  return [{ state: shareParts({ ...state, heap }, parts), value: answer }];
}

/** Objects that were put into the container are shared with it. */
function shareParts(state: State, parts: Expression[]): State {
  const locations = parts.flatMap((part) => {
    if (part.kind !== "name") return [];
    const value = state.variables.get(part.name);
    return value?.kind === "object" ? [value.location] : [];
  });
  return locations.length === 0 ? state : share(state, locations);
}
