import type { ExceptHandler, StmtNode } from "py-ast";
import { walkNodes } from "../parse-walk.ts";
import { Environment } from "./environment.ts";
import { exceptionsOfValue } from "./exceptions.ts";
import { evaluate } from "./expressions.ts";
import type { ExceptionClass, Guard } from "./program.ts";
import type { Shape, Value } from "./value.ts";
import { UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { branch } from "./walk.ts";

type TryNode = Extract<StmtNode, { nodeType: "Try" | "TryStar" }>;

/** `try`: what a handler catches and does not raise again is no effect of the body; handlers, `else` and `finally` are not covered. */
export function walkTry(walk: Walk, node: TryNode, walkBody: (walk: Walk, body: StmtNode[]) => void): void {
  const caught = node.handlers.map((handler) => caughtBy(walk, handler));
  const guards = node.handlers.flatMap((handler, index): Guard[] => {
    const classes = caught[index];
    if (classes === undefined || letsGo(handler)) return [];
    return [classes === "everything" ? null : classes];
  });
  const before = walk.env;
  branch(walk);
  walk.guards.push(...shadowed(node, caught, guards));
  walkBody(walk, node.body);
  walk.guards.length -= shadowed(node, caught, guards).length;
  const afterBody = walk.env;
  const merged = branch(walk);
  walkBody(walk, node.orelse);
  const start = new Environment(before);
  start.becomeEither(before, afterBody, before);
  /** Variables for which no handler has let pass what they held before it. */
  const pending = merged.changedSince(before);
  node.handlers.forEach((handler, index) => {
    walk.env = start;
    const taken = branch(walk);
    const classes = caught[index];
    const known = classes === undefined || classes === "everything" ? null : classes;
    if (handler.name) walk.env.set(handler.name, caughtValue(known));
    walk.handling.push({ name: handler.name ?? null, caught: known });
    walkBody(walk, handler.body);
    walk.handling.pop();
    const changed = taken.changedSince(start);
    const passed = [...pending].filter((name) => !changed.has(name));
    for (const name of passed) pending.delete(name);
    merged.admit(taken, [...changed, ...passed]);
  });
  walk.env = before;
  before.become(merged);
  walkBody(walk, node.finalbody);
}

/** Handlers behind one that lets everything go again do not see what it caught first. */
function shadowed(node: TryNode, caught: (ExceptionClass[] | "everything" | undefined)[], guards: Guard[]): Guard[] {
  const first = node.handlers.findIndex((handler, index) => letsGo(handler) && caught[index] === "everything");
  return first < 0 ? guards : guards.slice(0, first);
}

/** The classes a handler names; `everything` for a bare one and for the root classes; undefined when they are not known. */
function caughtBy(walk: Walk, handler: ExceptHandler): ExceptionClass[] | "everything" | undefined {
  if (!handler.type) return "everything";
  const parts = handler.type.nodeType === "Tuple" ? handler.type.elts : [handler.type];
  const classes = parts.map((part) => namedClasses(walk, part, evaluate(walk, part)));
  const known = classes.flatMap((some) => some ?? []);
  if (known.some((exception) => exception.id === "BaseException")) return "everything";
  return known.length > 0 ? known : undefined;
}

function namedClasses(_walk: Walk, node: ExceptHandler["type"], value: Value): ExceptionClass[] | null {
  const known = exceptionsOfValue(value);
  if (known) return known;
  // A name that nothing in the file binds still tells the class apart from others by its name.
  return node?.nodeType === "Name" && value.shapes.length === 0 && value.roots.length === 0
    ? [{ id: node.id, name: node.id, info: null }]
    : null;
}

function caughtValue(classes: ExceptionClass[] | null): Value {
  if (!classes) return UNKNOWN;
  const shapes = classes.flatMap((exception): Shape[] =>
    exception.info
      ? [{ kind: "object", info: exception.info }]
      : [{ kind: "instance", path: `builtins.${exception.id}`, resource: null }],
  );
  return { shapes, complete: false, roots: [], constant: null };
}

/** Whether a handler may raise again what it has caught. */
function letsGo(handler: ExceptHandler): boolean {
  for (const statement of handler.body) {
    for (const node of walkNodes(
      statement,
      (inner) =>
        inner.nodeType !== "FunctionDef" && inner.nodeType !== "ClassDef" && inner.nodeType !== "AsyncFunctionDef",
    )) {
      if (node.nodeType !== "Raise") continue;
      if (!node.exc || (node.exc.nodeType === "Name" && node.exc.id === handler.name)) return true;
    }
  }
  return false;
}
