import type { Expression } from "../../ir/expression/ast.ts";
import { childrenOf, descendants } from "../../ir/expression/children.ts";
import { withChildren } from "../../ir/expression/rebuild.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { Span } from "../../ir/provenance.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import { translate } from "../symbolic/translate.ts";
import { type Fault, type Meaning, type Symbolic, truth } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { call } from "./call.ts";
import { MUTATING } from "./change-table.ts";
import { collect } from "./comprehension.ts";
import { type Frame, keyOf } from "./frame.ts";
import { importedValue, lookup, readingAt, scopeOf } from "./lookup.ts";
import { holdsMutable, isMutableValue } from "./mutability.ts";
import { embedded, isFresh, itself } from "./ownership.ts";
import { assignmentIn } from "./parse.ts";
import { name as nameOf, readingOf } from "./reading.ts";
import type { Run } from "./run.ts";
import { andThen, assume, bind, fork, objectAt, type Result, type State, share, type Value } from "./state.ts";

/** Where an expression is evaluated. */
export interface Place {
  run: Run;
  frame: Frame;
  span: Span | null;
}

/**
 * Evaluates an expression of the file. What only asks is translated as a whole, without a fork but for the exceptions it may raise; what calls
 * functions of the file, changes objects or assigns is taken step by step in CPython's order.
 */
export function evaluate(place: Place, state: State, expression: Expression): Result<Value>[] {
  if (expression.kind === "name" || mustStep(place, state, expression)) return step(place, state, expression);
  let translated: Result<Value>[];
  try {
    translated = operate(place, state, expression);
  } catch (error) {
    if (!(error instanceof UnsupportedConstruct)) throw error;
    return step(place, state, expression, error);
  }
  const choosesObject =
    (expression.kind === "conditional" || expression.kind === "logical") &&
    translated.some((result) => "value" in result && result.value.kind === "object");
  return choosesObject ? step(place, state, expression) : translated;
}

/** Whether the evaluation does more than ask, or of names that the translation does not know. */
function mustStep({ run, frame }: Place, state: State, expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) {
    if (part.kind === "unsupported" && part.construct === "walrus") return true;
    if (
      part.kind === "name" &&
      ["unbound", "function", "exception"].includes(lookup(run, state, frame, part.name).kind)
    )
      return true;
    if (part.kind !== "call") continue;
    if (part.callee.kind === "attribute" && MUTATING.has(part.callee.attribute)) return true;
    if (part.callee.kind === "name" && part.callee.name === "print") return true;
  }
  return false;
}

/** Translates an expression over values that are known; forks on what it may raise. */
export function operate(place: Place, state: State, expression: Expression): Result<Value>[] {
  const { fresh } = place.run;
  const before = fresh.inexact;
  fresh.inexact = false;
  try {
    const meaning = meaningOf(place, state, expression);
    const known: State = fresh.inexact ? { ...state, exact: false } : state;
    return concluded(place, known, expression, meaning, isFresh(expression));
  } finally {
    fresh.inexact ||= before;
  }
}

/** The results of an expression whose meaning is known. `own` says that an object it gives is a new one. */
export function concluded(
  place: Place,
  state: State,
  expression: Expression,
  { value, faults }: Meaning,
  own: boolean,
): Result<Value>[] {
  const { run, frame } = place;
  const { results, rest } = unlessRaised<Value>(place, state, faults);
  if (rest === null) return results;
  const reading = readingOf(expression, (name) => readingAt(state, lookup(run, state, frame, name)));
  return [...results, asValue(place, rest, expression, run.named(possible(run, rest, value)), reading, own)];
}

/** Forks on the exceptions that an evaluation may raise: the first whose condition holds is raised. */
export function unlessRaised<T>(
  { run, span }: Place,
  state: State,
  faults: readonly Fault[],
): { results: Result<T>[]; rest: State | null } {
  const results: Result<T>[] = [];
  let rest: State | null = state;
  for (const { exception, when } of faults) {
    if (rest === null) break;
    const sides: ReturnType<typeof fork> = fork(run, rest, when);
    if (sides.holds !== null) results.push({ state: sides.holds, raised: { exception, explicit: false, span } });
    rest = sides.fails;
  }
  return { results, rest };
}

/** An object of no known type that is used is there because of a parameter without annotation, if the expression has one. */
function meaningOf({ run, frame }: Place, state: State, expression: Expression): Meaning {
  try {
    return translate(expression, scopeOf(run, state, frame));
  } catch (error) {
    if (!(error instanceof UnsupportedConstruct) || error.construct !== "type:object") throw error;
    const values = namesOf(expression).map((name) => lookup(run, state, frame, name));
    const terms = values.flatMap((value) => (value.kind === "plain" ? value.symbolic : [])).map((one) => one.value);
    const untyped = terms.flatMap((pure) => ("term" in pure ? (run.untyped.get(pure.term) ?? []) : []));
    throw untyped[0] === undefined ? error : new UnsupportedConstruct(`untyped:${untyped[0]}`);
  }
}

/** Leaves out the types that the value cannot have on this path. */
function possible(run: Run, state: State, value: Symbolic): Symbolic {
  if (value.length < 2) return value;
  const left = value.filter(({ guard }) => assume(run, state, guard) !== null);
  // Nothing is left where the state itself is impossible, unseen so far.
  return left.length === 0
    ? value
    : left.length === 1
      ? left.map((alternative) => ({ ...alternative, guard: "true" }))
      : left;
}

/** A computed value; objects that can change get a place of their own, unless they may be another's or a part of another's. */
function asValue(
  { run, frame }: Place,
  state: State,
  expression: Expression,
  symbolic: Symbolic,
  reading: Expression | null,
  own: boolean,
): { state: State; value: Value } {
  const mutable = isMutableValue(symbolic);
  if (!mutable && !holdsMutable(symbolic)) return { state, value: { kind: "plain", symbolic, reading } };
  const names = mutable && !own ? [...itself(expression), ...embedded(expression)] : embedded(expression);
  const locations = names.flatMap((name) => {
    const value = lookup(run, state, frame, name);
    return value.kind === "object" ? [value.location] : [];
  });
  const after = share(state, locations);
  if (!mutable) return { state: after, value: { kind: "plain", symbolic, reading } };
  const location = run.identity();
  const heap = new Map(after.heap);
  heap.set(location, { symbolic, reading, shared: !own, parameter: null, changed: false });
  return { state: { ...after, heap }, value: { kind: "object", location } };
}

/** One step of an expression, its parts first. `because` is why it could not be translated as a whole. */
function step(
  place: Place,
  state: State,
  expression: Expression,
  because: UnsupportedConstruct | null = null,
): Result<Value>[] {
  const { run, frame } = place;
  switch (expression.kind) {
    case "name": {
      const value = lookup(run, state, frame, expression.name);
      if (value.kind === "unbound")
        return [{ state, raised: { exception: value.exception, explicit: false, span: place.span } }];
      if (value.kind === "unknown") throw new UnsupportedConstruct(value.construct);
      if (value.kind === "builtin") throw new UnsupportedConstruct(`name:${expression.name}`);
      return [{ state, value }];
    }
    case "lambda": {
      const { parameters, body } = expression;
      const definition = { kind: "lambda" as const, parameters, body };
      const closure = { name: "<lambda>", key: null, definition, defaults: new Map(), outer: frame };
      return [{ state, value: { kind: "function", closure } }];
    }
    case "call":
      return call(place, state, expression);
    case "attribute": {
      const module = expression.object.kind === "name" ? moduleOf(place, state, expression.object.name) : null;
      const value = module === null ? null : importedValue(`${module}.${expression.attribute}`);
      if (value?.kind === "plain") return [{ state, value }];
      throw because ?? new UnsupportedConstruct(`attribute:${expression.attribute}`);
    }
    case "logical":
      return logical(place, state, expression.operator, expression.operands);
    case "conditional":
      return andThen(decide(place, state, expression.test), (holds, after) =>
        evaluate(place, after, holds ? expression.body : expression.otherwise),
      );
    case "comparison":
      return comparison(place, state, expression);
    case "comprehension":
    case "dict_comprehension":
      return collect(place, state, expression);
    case "unsupported": {
      const assignment = expression.construct === "walrus" ? assignmentIn(expression.text) : null;
      if (assignment === null) throw new UnsupportedConstruct(expression.construct);
      let target = frame;
      while (target.id < 0 && target.outer !== null) target = target.outer;
      return andThen(evaluate(place, state, assignment.value), (value, after) => [
        { state: bind(after, keyOf(target, assignment.name), value), value },
      ]);
    }
    default: {
      const parts = childrenOf(expression);
      if (parts.length === 0) throw because ?? new UnsupportedConstruct(expression.kind);
      return andThen(evaluateAll(place, state, parts), (values, after) =>
        withTemporaries(place, after, values, (names, inner) => operate(place, inner, withChildren(expression, names))),
      );
    }
  }
}

/** The module that an imported name stands for. */
export function moduleOf({ run, frame }: Place, state: State, name: string): string | null {
  const path =
    lookup(run, state, frame, name).kind === "unknown" ? bindingsOf(run.module).imports.get(name) : undefined;
  return path === undefined || path.includes(".") ? null : path;
}

/** Evaluates one expression after the other. Slices and literals stay as they are. */
export function evaluateAll(place: Place, state: State, parts: Expression[]): Result<Operand[]>[] {
  let results: Result<Operand[]>[] = [{ state, value: [] }];
  for (const part of parts)
    results = andThen(results, (values, after) => {
      if (LITERALS.has(part.kind)) return [{ state: after, value: [...values, { kind: "literal", expression: part }] }];
      if (part.kind === "slice") {
        const bounds = childrenOf(part);
        return andThen(evaluateAll(place, after, bounds), (inner, last) => [
          { state: last, value: [...values, { kind: "slice", expression: part, bounds: inner }] },
        ]);
      }
      return andThen(evaluate(place, after, part), (value, last) => [{ state: last, value: [...values, value] }]);
    });
  return results;
}

const LITERALS = new Set(["integer", "float", "string", "boolean", "none"]);

/** An evaluated part of an expression. */
export type Operand =
  | Value
  | { kind: "literal"; expression: Expression }
  | { kind: "slice"; expression: Expression; bounds: Operand[] };

/** Puts values under names that no file can have, for as long as `use` needs them. */
export function withTemporaries<T>(
  { run }: Place,
  state: State,
  operands: Operand[],
  use: (names: Expression[], state: State) => Result<T>[],
): Result<T>[] {
  const keys: string[] = [];
  let current = state;
  const named = (operand: Operand): Expression => {
    if (operand.kind === "literal") return operand.expression;
    if (operand.kind === "slice") return withChildren(operand.expression, operand.bounds.map(named));
    const temporary = `$${run.identity()}`;
    keys.push(temporary);
    current = bind(current, temporary, operand);
    return nameOf(temporary);
  };
  const names = operands.map(named);
  return use(names, current).map((result) => {
    const variables = new Map(result.state.variables);
    for (const key of keys) variables.delete(key);
    return { ...result, state: { ...result.state, variables } };
  });
}

function logical(place: Place, state: State, operator: "and" | "or", operands: Expression[]): Result<Value>[] {
  const [first, ...rest] = operands;
  if (first === undefined) throw new UnsupportedConstruct("logical");
  return andThen(evaluate(place, state, first), (value, after) => {
    if (rest.length === 0) return [{ state: after, value }];
    return andThen(decideValue(place, after, value), (holds, last) =>
      holds === (operator === "and") ? logical(place, last, operator, rest) : [{ state: last, value }],
    );
  });
}

function comparison(place: Place, state: State, expression: Expression & { kind: "comparison" }): Result<Value>[] {
  const [link, ...rest] = expression.rest;
  if (link === undefined) return evaluate(place, state, expression.first);
  return andThen(evaluateAll(place, state, [expression.first, link.operand]), (operands, after) =>
    withTemporaries(place, after, operands, ([left, right], inner) => {
      if (left === undefined || right === undefined) return [];
      const single: Expression = { ...expression, first: left, rest: [{ ...link, operand: right }] };
      return andThen(operate(place, inner, single), (value, last) => {
        if (rest.length === 0) return [{ state: last, value }];
        return andThen(decideValue(place, last, value), (holds, end) =>
          holds ? comparison(place, end, { ...expression, first: right, rest }) : [{ state: end, value }],
        );
      });
    }),
  );
}

/** Evaluates a condition and forks on its truth. */
export function decide(place: Place, state: State, test: Expression): Result<boolean>[] {
  if (test.kind === "unary" && test.operator === "not")
    return decide(place, state, test.operand).map((result) =>
      "raised" in result ? result : { ...result, value: !result.value },
    );
  return andThen(evaluate(place, state, test), (value, after) => decideValue(place, after, value));
}

function decideValue({ run }: Place, state: State, value: Value): Result<boolean>[] {
  if (value.kind === "function" || value.kind === "exception") return [{ state, value: true }];
  if (value.kind === "unknown") throw new UnsupportedConstruct(value.construct);
  const object = value.kind === "object" ? objectAt(state, value.location) : null;
  const symbolic = value.kind === "plain" ? value.symbolic : (object?.symbolic ?? []);
  const reading = value.kind === "plain" ? value.reading : (object?.reading ?? null);
  const { holds, fails } = fork(run, state, truth(symbolic), reading);
  const results: Result<boolean>[] = [];
  if (holds !== null) results.push({ state: holds, value: true });
  if (fails !== null) results.push({ state: fails, value: false });
  return results;
}
