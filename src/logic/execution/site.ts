import { bindingsOf } from "../../python/facts/bindings.ts";
import { spanOf } from "../../python/spans.ts";
import { typeOf } from "../symbolic/type-of.ts";
import type { PythonType } from "../types/python-type.ts";
import { changesOf } from "./abstract.ts";
import type { Place } from "./evaluate.ts";
import type { LoopId } from "./execution.ts";
import { type Frame, keyOf } from "./frame.ts";
import type { Loop } from "./loop.ts";
import { expressionOf } from "./parse.ts";
import { objectAt, type State, type Value } from "./state.ts";

/** Puts a loop on record when execution first comes to it. */
export function visited(place: Place, state: State, statement: Loop): LoopId {
  const { run, frame } = place;
  const span = spanOf(run.module, statement);
  const id = `${frame.chain}${span.line}:${span.column}`;
  if (run.loops.has(id)) return id;
  const changes = changesOf(place, state, statement);
  const changed: { name: string; type: PythonType }[] = [];
  const unchanged: { name: string; type: PythonType }[] = [];
  for (const name of frame.locals) {
    const key = keyOf(frame, name);
    const value = state.variables.get(key);
    if (value === undefined) continue;
    const object = value.kind === "object" ? changes?.objects.get(value.location) : undefined;
    const change = changes?.variables.get(key) ?? object;
    const type = change ?? typeAt(state, value);
    const isChanged = changes === null || changes.variables.has(key) || object !== undefined;
    if (type !== null) (isChanged ? changed : unchanged).push({ name, type });
  }
  const target = statement.nodeType === "For" ? expressionOf(run.module, statement.target) : null;
  run.loops.set(id, {
    id,
    kind: statement.nodeType === "For" ? "for" : "while",
    span,
    changed,
    unchanged,
    counter: counterIn(place, frame),
    iterable: statement.nodeType === "For" ? expressionOf(run.module, statement.iter) : null,
    target: target?.kind === "name" ? target.name : null,
  });
  return id;
}

function typeAt(state: State, value: Value): PythonType | null {
  if (value.kind === "plain") return typeOf(value.symbolic);
  const object = value.kind === "object" ? objectAt(state, value.location) : undefined;
  return object === undefined ? null : typeOf(object.symbolic);
}

/** A name for the finished turns that nothing else has. */
export function counterIn({ run }: Place, frame: Frame): string {
  const taken = bindingsOf(run.module).defined;
  let name = "turns";
  for (let scope: Frame | null = frame; scope !== null; ) {
    if (scope.locals.has(name) || taken.has(name)) {
      name += "_";
      scope = frame;
    } else scope = scope.outer;
  }
  return name;
}
