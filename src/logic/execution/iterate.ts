import type { Expression } from "../../ir/expression/ast.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { apply, type Term } from "../smt/term.ts";
import { literalOf } from "../symbolic/arithmetic.ts";
import { itemsOf, rangeItem } from "../symbolic/iterate.ts";
import type { Meaning, Pure, Symbolic } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { evaluate, type Place, unlessRaised } from "./evaluate.ts";
import { lookup } from "./lookup.ts";
import { isMutableValue } from "./mutability.ts";
import { isFresh } from "./ownership.ts";
import { simplify } from "./simplify.ts";
import { andThen, assume, fork, type Location, objectAt, type Result, type State, type Value } from "./state.ts";

/** What a loop goes through: for each number of finished turns, whether there is another one, and its item. */
export interface Sequence {
  /** Whether it is a list that is read at each turn as it then is. */
  live: boolean;
  length(state: State): Term;
  has(turn: Term, state: State): Term;
  item(turn: Term, state: State): Meaning;
  /** The reading of an item, where the iterable has one. */
  reading(turn: Term, state: State): Expression | null;
}

/**
 * Goes through an iterable turn by turn, up to the bound, with what `body` hands on from turn to turn. Lists are read as they are at each turn, as
 * CPython does; other objects must not change meanwhile.
 */
export function turns<T>(
  place: Place,
  state: State,
  iterable: Expression,
  first: T,
  body: (item: Value, carried: T, state: State) => Result<T>[],
): Result<T>[] {
  return andThen(iterated(place, state, iterable), (sequence, after) => {
    const done: Result<T>[] = [];
    let going: Result<T>[] = [{ state: after, value: first }];
    for (let count = 0; going.length > 0; count += 1) {
      const turned = turn(place, sequence, count, going, body);
      done.push(...turned.done);
      going = turned.next;
    }
    return done;
  });
}

/** Evaluates what a loop goes through. */
export function iterated(place: Place, state: State, iterable: Expression): Result<Sequence>[] {
  if (isLazy(place, state, iterable)) throw new UnsupportedConstruct("iteration_over_generator");
  return andThen(evaluate(place, state, iterable), (value, after) => [
    { state: after, value: watched(place, after, iterable, sequenceOf(value, after)) },
  ]);
}

/** An iterator looks at the objects that it goes through at each turn: they must be what they were. */
function watched({ run, frame }: Place, state: State, iterable: Expression, sequence: Sequence): Sequence {
  if (sequence.live || (isFresh(iterable) && !isView(iterable))) return sequence;
  const objects = namesOf(iterable).flatMap((name) => {
    const value = lookup(run, state, frame, name);
    return value.kind === "object" ? [value.location] : [];
  });
  if (objects.length === 0) return sequence;
  const check = (now: State): void => {
    if (objects.some((location) => objectAt(now, location)?.symbolic !== objectAt(state, location)?.symbolic))
      throw new UnsupportedConstruct("mutation_while_iterating");
  };
  return {
    ...sequence,
    length: (now) => {
      check(now);
      return sequence.length(now);
    },
    has: (turn, now) => {
      check(now);
      return sequence.has(turn, now);
    },
  };
}

/** Iterators and views look at their objects while they are gone through. */
function isView(iterable: Expression): boolean {
  if (iterable.kind !== "call") return false;
  if (iterable.callee.kind === "name") return ["enumerate", "zip", "reversed", "iter"].includes(iterable.callee.name);
  return iterable.callee.kind === "attribute" && ["keys", "values", "items"].includes(iterable.callee.attribute);
}

/** Generators evaluate their elements in turn with the loop's body. */
function isLazy({ run, frame }: Place, state: State, iterable: Expression): boolean {
  if (iterable.kind === "comprehension") return iterable.form === "generator";
  if (iterable.kind !== "call" || iterable.callee.kind !== "name") return false;
  const { name } = iterable.callee;
  if (name === "map" || name === "filter") return lookup(run, state, frame, name).kind === "builtin";
  return (
    ["enumerate", "zip", "iter", "reversed"].includes(name) &&
    iterable.arguments.some((part) => isLazy({ run, frame, span: null }, state, part))
  );
}

/** One turn of every state: those that go on, and those that are done. */
function turn<T>(
  place: Place,
  sequence: Sequence,
  count: number,
  states: Result<T>[],
  body: (item: Value, carried: T, state: State) => Result<T>[],
): { next: Result<T>[]; done: Result<T>[] } {
  const { run, span } = place;
  const done: Result<T>[] = [];
  const next: Result<T>[] = [];
  for (const result of states) {
    if ("raised" in result) {
      done.push(result);
      continue;
    }
    const [sides] = run.attempt(result.state, span, () => [
      fork(run, result.state, sequence.has(String(count), result.state)),
    ]);
    const { holds, fails } = sides ?? { holds: null, fails: null };
    if (fails !== null) done.push({ state: fails, value: result.value });
    if (holds === null) continue;
    run.reach(count + 1);
    if (count >= run.options.unroll && holds !== result.state)
      run.cut(holds, `${run.options.unroll} iterations of the loop at line ${span?.line ?? 0}`);
    else if (!run.mayStep()) run.gap(holds, "too_long", span);
    else
      next.push(
        ...run.attempt(holds, span, () =>
          andThen(itemAt(place, holds, sequence, String(count)), (item, after) => body(item, result.value, after)),
        ),
      );
  }
  return { next, done };
}

/** The item of a turn that takes place. */
export function itemAt(place: Place, state: State, sequence: Sequence, turn: Term): Result<Value>[] {
  const { value, faults } = sequence.item(turn, state);
  const { results, rest } = unlessRaised<Value>(place, state, faults);
  if (rest === null) return results;
  return [...results, itemValue(place.run, rest, place.run.named(value), sequence.reading(turn, state))];
}

/** An item as a value: objects within an object cannot be changed by way of it. */
export function itemValue(
  run: Place["run"],
  state: State,
  symbolic: Symbolic,
  reading: Expression | null,
): { state: State; value: Value } {
  const left = symbolic.length < 2 ? symbolic : symbolic.filter(({ guard }) => assume(run, state, guard) !== null);
  if (!isMutableValue(left)) return { state, value: { kind: "plain", symbolic: left, reading } };
  const location = run.identity();
  const heap = new Map(state.heap).set(location, {
    symbolic: left,
    reading,
    shared: true,
    parameter: null,
    changed: false,
  });
  return { state: { ...state, heap }, value: { kind: "object", location } };
}

export function sequenceOf(value: Value, state: State): Sequence {
  if (value.kind !== "plain" && value.kind !== "object") throw new UnsupportedConstruct("iteration");
  const reading = value.kind === "plain" ? value.reading : (objectAt(state, value.location)?.reading ?? null);
  const whole = contentOf(value, state);
  if (value.kind === "object" && whole.kind === "fixed" && whole.flavour === "set")
    throw new UnsupportedConstruct("iteration:set");
  const itemReading = (turn: Term, current: Expression | null): Expression | null =>
    current === null || whole.kind === "items" ? null : readItem(current, turn);
  if (value.kind === "object") {
    const { location } = value;
    const isList = whole.kind === "fixed" || whole.kind === "sequence";
    return {
      live: isList,
      length: (now) => lengthTerm(contentAt(now, location)),
      has: (turn, now) => apply("<", turn, lengthTerm(contentAt(now, location))),
      item: (turn, now) => itemIn(contentAt(now, location), turn),
      reading: (turn, now) => itemReading(turn, objectAt(now, location)?.reading ?? null),
    };
  }
  const length = simplify(lengthTerm(whole));
  return {
    live: false,
    length: () => length,
    has: (turn) => hasItem(whole, length, turn),
    item: (turn) => itemIn(whole, turn),
    reading: (turn) => (whole.kind === "range" ? readRange(reading, turn) : itemReading(turn, reading)),
  };
}

function contentOf(value: Value, state: State): Pure {
  if (value.kind === "object") return contentAt(state, value.location);
  if (value.kind !== "plain") throw new UnsupportedConstruct("iteration");
  return only(value.symbolic);
}

function contentAt(state: State, location: Location): Pure {
  return only(objectAt(state, location)?.symbolic ?? []);
}

function only(symbolic: Symbolic): Pure {
  const [first, ...others] = symbolic;
  if (first === undefined || others.length > 0) throw new UnsupportedConstruct("iteration_over_union");
  return first.value;
}

function lengthTerm(value: Pure): Term {
  const items = itemsOf(value);
  if (items === null) throw new UnsupportedConstruct(`iteration:${value.kind}`);
  return items.kind === "fixed" ? String(items.items.length) : items.length;
}

/** Whether there is a further item; of a range said by the item, which is plainer than by the length. */
function hasItem(value: Pure, length: Term, turn: Term): Term {
  if (value.kind !== "range" || literalOf(length) !== null) return apply("<", turn, length);
  return apply(value.step > 0n ? "<" : ">", simplify(rangeItem(value, turn)), value.stop);
}

function itemIn(value: Pure, turn: Term): Meaning {
  const items = itemsOf(value);
  const position = literalOf(turn);
  if (items?.kind === "fixed" && position === null) throw new UnsupportedConstruct("iteration_over_display");
  const meaning = items?.kind === "fixed" ? items.items[Number(position)] : items?.at(turn);
  if (meaning === undefined) throw new UnsupportedConstruct("iteration");
  return meaning;
}

/** The reading of an item at a literal position. */
function readItem(iterable: Expression, turn: Term): Expression | null {
  const position = literalOf(turn);
  if (position === null || iterable.kind === "call") return null;
  if (iterable.kind === "list" || iterable.kind === "tuple") return iterable.items[Number(position)] ?? null;
  return { kind: "subscript", object: iterable, index: { kind: "integer", value: position } };
}

function readRange(range: Expression | null, turn: Term): Expression | null {
  const position = literalOf(turn);
  if (position === null || range?.kind !== "call") return null;
  const [first, second, third] = range.arguments;
  if (first === undefined || third !== undefined) return null;
  const offset: Expression = { kind: "integer", value: position };
  if (second === undefined) return offset;
  if (first.kind === "integer") return { kind: "integer", value: first.value + position };
  return position === 0n ? first : { kind: "binary", operator: "+", left: first, right: offset };
}
