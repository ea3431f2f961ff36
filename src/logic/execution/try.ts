import type { ExprNode, StmtNode } from "py-ast";
import { UnsupportedConstruct } from "../unsupported.ts";
import { keyFor } from "./assign.ts";
import { evaluate, type Place } from "./evaluate.ts";
import { catches } from "./exceptions.ts";
import { lookup } from "./lookup.ts";
import { expressionOf } from "./parse.ts";
import { bind, type Raised, type Result, type State } from "./state.ts";
import { type Ending, endings, type How, runBlock } from "./statements.ts";

type Try = StmtNode & { nodeType: "Try" };
type Raise = StmtNode & { nodeType: "Raise" };

/** `raise`, of a class or an instance known by name, or again what is being handled. */
export function raised(place: Place, state: State, { exc, cause }: Raise): Ending[] {
  const { run, span } = place;
  if (exc === undefined) {
    const again: Raised = state.handled ?? { exception: "RuntimeError", explicit: true, span };
    return [{ state, how: { kind: "raise", raised: again } }];
  }
  return endings(evaluate(place, state, expressionOf(run.module, exc)), (value, after) => {
    if (value.kind !== "exception") throw new UnsupportedConstruct("raise_of_unknown");
    const how: How = { kind: "raise", raised: { exception: value.exception, explicit: true, span } };
    if (cause === undefined) return [{ state: after, how }];
    return endings(evaluate(place, after, expressionOf(run.module, cause)), (origin, last) => {
      const none = origin.kind === "plain" && origin.symbolic.every((alternative) => alternative.value.kind === "none");
      if (origin.kind !== "exception" && !none) throw new UnsupportedConstruct("raise_from_unknown");
      return [{ state: last, how }];
    });
  });
}

/** `try` with its handlers, `else` and `finally`. */
export function attempted(place: Place, state: State, statement: Try): Ending[] {
  const { handlers, orelse, finalbody } = statement;
  const ended = runBlock(place, state, statement.body).flatMap(({ state: after, how }) => {
    if (how.kind === "normal") return runBlock(place, after, orelse);
    return how.kind === "raise" ? handled(place, after, how.raised, handlers) : [{ state: after, how }];
  });
  if (finalbody.length === 0) return ended;
  return ended.flatMap(({ state: after, how }) => {
    const before = after.handled;
    const during = how.kind === "raise" ? { ...after, handled: how.raised } : after;
    return runBlock(place, during, finalbody).map((last) => ({
      state: { ...last.state, handled: before },
      how: last.how.kind === "normal" ? how : last.how,
    }));
  });
}

function handled(place: Place, state: State, what: Raised, handlers: Try["handlers"]): Ending[] {
  const [handler, ...others] = handlers;
  if (handler === undefined) return [{ state, how: { kind: "raise", raised: what } }];
  const caught = handler.type === undefined ? true : catchesAny(place, state, handler.type, what);
  if (caught === null) throw new UnsupportedConstruct("exception_of_unknown_class");
  if (!caught) return handled(place, state, what, others);
  const before = state.handled;
  const key = handler.name === undefined ? null : keyFor(place.frame, handler.name);
  const inside: State = { ...state, handled: what };
  const entered = key === null ? inside : bind(inside, key, { kind: "exception", exception: what.exception });
  return runBlock(place, entered, handler.body).map((ending) => {
    const left = { ...ending.state, handled: before };
    return { ...ending, state: key === null ? left : bind(left, key, null) };
  });
}

function catchesAny(place: Place, state: State, node: ExprNode, { exception }: Raised): boolean | null {
  if (node.nodeType === "Tuple") {
    const answers = node.elts.map((one) => catchesAny(place, state, one, { exception, explicit: false, span: null }));
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if (node.nodeType !== "Name") return null;
  const value = lookup(place.run, state, place.frame, node.id);
  if (value.kind !== "exception" || value.exception === null) return null;
  return catches(place.run.module, value.exception, exception);
}

export type { Result };
