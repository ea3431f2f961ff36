import type { StmtNode } from "py-ast";
import { assign } from "./assignment.ts";
import { elementOf } from "./containers.ts";
import type { Frame, LoopExits } from "./context.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./expression.ts";
import { assume } from "./narrowing.ts";
import { execute, isAlways } from "./statement.ts";
import { join, type Type, typeKey, UNKNOWN } from "./type.ts";

type Loop = Extract<StmtNode, { nodeType: "For" | "AsyncFor" | "While" }>;

/**
 * One pass over a loop. The states that reach its head are remembered between passes and only grow, so that nested loops cost one visit
 * per pass; the passes of the function repeat until nothing changes. False when nothing follows the loop.
 */
function executeLoop(frame: Frame, node: Loop, enter: () => void, always: boolean, leave: () => void): boolean {
  const { unit, context } = frame;
  const outer = frame.environment;
  const head = unit.loops.get(node) ?? new Map<string, Type>();
  unit.loops.set(node, head);
  const start = new Environment(outer);
  for (const [name, type] of head) start.set(name, join(outer.get(name) ?? type, type));
  const exits: LoopExits = { base: start, breaks: [], continues: [] };
  const enclosing = frame.loop;
  frame.loop = exits;
  const body = new Environment(start);
  frame.environment = body;
  enter();
  const alive = execute(frame, node.body);
  frame.loop = enclosing;
  const ends = [...(alive ? [body.own] : []), ...exits.continues];
  for (const end of ends) {
    for (const [name, type] of end) {
      const before = head.get(name);
      const after = before === undefined ? type : join(before, type);
      if (before === undefined || typeKey(before) !== typeKey(after)) {
        head.set(name, context.widening ? UNKNOWN : after);
        context.changed = true;
      }
    }
  }
  frame.environment = outer;
  const finished: Map<string, Type>[] = [];
  if (!always) {
    const after = new Environment(outer);
    for (const [name, type] of head) after.set(name, join(outer.get(name) ?? type, type));
    frame.environment = after;
    leave();
    const falls = execute(frame, node.orelse);
    frame.environment = outer;
    if (falls) finished.push(after.own);
  }
  for (const stop of exits.breaks) finished.push(new Map([...start.own, ...stop]));
  if (finished.length > 0) outer.merge(finished);
  return finished.length > 0;
}

export function executeFor(frame: Frame, node: Extract<StmtNode, { nodeType: "For" | "AsyncFor" }>): boolean {
  const iterated = evaluate(frame, node.iter);
  const enter = () => {
    assign(frame, node.target, node.nodeType === "AsyncFor" ? UNKNOWN : elementOf(frame.context, iterated, node.iter));
  };
  return executeLoop(frame, node, enter, false, () => undefined);
}

export function executeWhile(frame: Frame, node: Extract<StmtNode, { nodeType: "While" }>): boolean {
  const enter = () => {
    evaluate(frame, node.test);
    assume(frame, node.test, true);
  };
  return executeLoop(frame, node, enter, isAlways(node.test, true), () => assume(frame, node.test, false));
}
