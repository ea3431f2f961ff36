import type { Expression } from "../../ir/expression/ast.ts";
import { and, apply, FALSE, type Term } from "../smt/term.ts";
import { type Scope, translate } from "../symbolic/translate.ts";
import { int, pure, type Symbolic, truth } from "../symbolic/value.ts";
import type { PythonType } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { anyOf } from "./any-value.ts";
import { assignTo } from "./assign.ts";
import { type Changes, changesBetween, NO_CHANGES, sameChanges } from "./changes.ts";
import { decide, type Place } from "./evaluate.ts";
import type { LoopId } from "./execution.ts";
import { identified } from "./identity.ts";
import { itemAt, iterated, type Sequence } from "./iterate.ts";
import { scopeOf } from "./lookup.ts";
import { divided, type Loop } from "./loop.ts";
import { isMutableValue } from "./mutability.ts";
import { expressionOf } from "./parse.ts";
import { counterIn } from "./site.ts";
import {
  andThen,
  assume,
  type HeapObject,
  type Location,
  type Result,
  type State,
  share,
  type Value,
} from "./state.ts";
import { type Ending, endings, runBlock } from "./statements.ts";

/** Rounds in which the types of what a loop changes are looked for. */
const MAX_ROUNDS = 6;

/** One turn from a loop's head: the states at the next head, those in which the loop ends by itself, and its other endings. */
interface Turn {
  next: State[];
  done: State[];
  out: Ending[];
}

/** Any turn of a loop, from a state at its head after `count` finished turns. */
type AnyTurn = (head: State, count: Term) => Turn;

/**
 * A loop of which only the invariants are known: what it changes has some value of its type at the head, for some number of finished turns, so that
 * the invariants hold. That they hold on entry and after each turn become obligations.
 */
export function abstracted(
  place: Place,
  state: State,
  statement: Loop,
  id: LoopId,
  invariants: readonly Expression[],
): Ending[] {
  return endings(prepared(place, state, statement), (turn, entered) =>
    fromAnyTurn(place, entered, turn, statement, id, invariants),
  );
}

function fromAnyTurn(
  place: Place,
  entered: State,
  turn: AnyTurn,
  statement: Loop,
  id: LoopId,
  invariants: readonly Expression[],
): Ending[] {
  const { run } = place;
  const changes = fixpoint(place, entered, turn);
  if (changes === null) throw new UnsupportedConstruct("loop_without_types");
  // Which parameters are one object is settled before any of them changes.
  const settled = [...changes.objects.keys()].reduce<State[]>(
    (states, location) => states.flatMap((one) => identified(place, one, location)),
    [entered],
  );
  if (settled.length !== 1 || settled[0] !== entered)
    return settled.flatMap((one) => fromAnyTurn(place, one, turn, statement, id, invariants));
  const counter = counterIn(place, place.frame);
  const at = (now: State, count: Term): (Term | null)[] =>
    invariants.map((invariant) => holdsAt(place, now, invariant, counter, count));
  const oblige = (kind: "invariant_entry" | "invariant_preserved", now: State, count: Term): void => {
    for (const [index, holds] of at(now, count).entries())
      run.obligations.push({ kind, subject: id, index, condition: [...now.condition], holds: holds ?? FALSE });
  };
  oblige("invariant_entry", entered, "0");
  const count = run.unknown("turns", { kind: "int" });
  let head = assume(run, arbitrary(place, entered, changes), apply("<=", "0", count));
  for (const holds of head === null ? [] : at(head, count))
    if (head !== null && holds !== null) head = assume(run, head, holds);
  if (head === null) return [];
  const { next, done, out } = turn(head, count);
  for (const after of next) oblige("invariant_preserved", after, apply("+", count, "1"));
  return [...out, ...done.flatMap((after) => runBlock(place, after, statement.orelse))];
}

/** What a loop changes, for those who look for its invariants; null when the types cannot be found. */
export function changesOf(place: Place, state: State, statement: Loop): Changes | null {
  try {
    const [first] = place.run.rehearse(() =>
      andThen(prepared(place, state, statement), (turn, entered) => [
        { state: entered, value: fixpoint(place, entered, turn) },
      ]),
    );
    return first !== undefined && "value" in first ? first.value : null;
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return null;
    throw error;
  }
}

/** Evaluates what a loop needs once. */
function prepared(place: Place, state: State, statement: Loop): Result<AnyTurn>[] {
  const { run } = place;
  if (statement.nodeType === "While") {
    const test = expressionOf(run.module, statement.test);
    return [
      {
        state,
        value: (head) => {
          const turn: Turn = { next: [], done: [], out: [] };
          for (const result of decide(place, head, test))
            if ("raised" in result)
              turn.out.push({ state: result.state, how: { kind: "raise", raised: result.raised } });
            else if (!result.value) turn.done.push({ ...result.state, says: head.says });
            else add(turn, divided(runBlock(place, result.state, statement.body)));
          return turn;
        },
      },
    ];
  }
  const target = expressionOf(run.module, statement.target);
  return andThen(iterated(place, state, expressionOf(run.module, statement.iter)), (sequence, entered) => [
    {
      state: entered,
      value: (head, count) => {
        const turn: Turn = { next: [], done: [], out: [] };
        const [more, end] = sides(place, entered, head, sequence, count);
        if (end !== null) turn.done.push(end);
        const begun =
          more === null
            ? []
            : andThen(itemAt(place, more, sequence, count), (item, now) => assignTo(place, now, target, item));
        for (const result of begun)
          if ("raised" in result) turn.out.push({ state: result.state, how: { kind: "raise", raised: result.raised } });
          else add(turn, divided(runBlock(place, result.state, statement.body)));
        return turn;
      },
    },
  ]);
}

function add(turn: Turn, { next, out }: { next: State[]; out: Ending[] }): void {
  turn.next.push(...next);
  turn.out.push(...out);
}

/** The head with a further item, and the head after the last one. */
function sides(
  { run }: Place,
  entered: State,
  head: State,
  sequence: Sequence,
  count: Term,
): [State | null, State | null] {
  const length = sequence.length(head);
  if (length !== sequence.length(entered)) throw new UnsupportedConstruct("mutation_while_iterating");
  const within = assume(run, head, apply("<", count, length));
  const last = assume(run, head, apply("=", count, length));
  if (within !== null && last !== null && !run.mayFork()) throw new UnsupportedConstruct("too_many_paths");
  return [within, last];
}

/** Every change that turns can make, found by turns from ever more general heads. */
function fixpoint(place: Place, entry: State, turn: AnyTurn): Changes | null {
  let known = NO_CHANGES;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = place.run.rehearse(() => {
      const head = arbitrary(place, entry, known);
      const { next: ends } = turn(head, round === 0 ? "0" : place.run.unknown("turns", { kind: "int" }));
      return changesBetween(entry, head, ends, known, place.frame);
    });
    if (round > 0 && sameChanges(known, next)) return [...next.objects.values()].includes(null) ? null : next;
    known = next;
  }
  return null;
}

/** The state with any value in place of all that changes. */
function arbitrary({ run }: Place, state: State, { variables, objects, shared }: Changes): State {
  const names = new Map(state.variables);
  const heap = new Map(state.heap);
  const content = (name: string, type: PythonType): Symbolic => anyOf(run, type, run.unknown(name, type));
  for (const [key, type] of variables) {
    const name = key.slice(key.indexOf("/") + 1);
    if (type === null) names.set(key, { kind: "unknown", construct: `changed_in_loop:${name}` });
    else names.set(key, anyValue(run.identity(), heap, content(name, type)));
  }
  for (const [location, type] of objects) {
    const object = heap.get(location);
    if (object === undefined || type === null) continue;
    heap.set(location, { ...object, symbolic: content("object", type), reading: null, changed: true });
  }
  return share({ ...state, variables: names, heap, exact: false }, shared);
}

function anyValue(location: Location, heap: Map<Location, HeapObject>, symbolic: Symbolic): Value {
  if (!isMutableValue(symbolic)) return { kind: "plain", symbolic, reading: null };
  heap.set(location, { symbolic, reading: null, shared: true, parameter: null, changed: false });
  return { kind: "object", location };
}

/** The invariant at a state; null when it has no meaning there. */
function holdsAt(place: Place, state: State, invariant: Expression, counter: string, count: Term): Term | null {
  const scope = scopeOf(place.run, state, place.frame);
  const counting: Scope = {
    lookup: (name) => (name === counter ? pure(int(count)) : scope.lookup(name)),
    binds: (name) => name === counter || scope.binds(name),
    old: place.run.entry,
    fresh: scope.fresh,
  };
  try {
    const { value, defined } = translate(invariant, counting);
    return and(defined, truth(value));
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return null;
    throw error;
  }
}
