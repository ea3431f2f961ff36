import type { ExprNode, StmtNode } from "py-ast";
import { annotatedType } from "./annotation.ts";
import { assign, bindName } from "./assignment.ts";
import { addReturn, type Frame, step, view } from "./context.ts";
import { executeDefinition } from "./definition.ts";
import { Environment } from "./environment.ts";
import { evaluate, evaluateBinary } from "./expression.ts";
import { executeImport } from "./imports.ts";
import { callMethod } from "./invoke.ts";
import { executeFor, executeWhile } from "./loop.ts";
import { executeMatch } from "./match.ts";
import { resolveName } from "./names.ts";
import { assume, requireGuarded } from "./narrowing.ts";
import { instance, join, NONE, type Type, UNKNOWN } from "./type.ts";

/** CPython refuses a hundred levels of indentation. */
const MAX_NESTING = 100;

type If = Extract<StmtNode, { nodeType: "If" }>;

/** Runs statements in order; false when the end of the block is not reached. */
export function execute(frame: Frame, body: readonly StmtNode[]): boolean {
  const { context } = frame;
  if (context.depth > MAX_NESTING) {
    context.tooDeep = true;
    return true;
  }
  context.depth++;
  let alive = true;
  for (const statement of body) {
    if (!step(context)) break;
    alive = executeStatement(frame, statement);
    if (!alive) break;
  }
  context.depth--;
  return alive;
}

/** Runs a block in a copy of the environment. The state at its end, or `null` when the end is not reached. */
export function branch(
  frame: Frame,
  body: readonly StmtNode[],
  prepare: () => void = () => undefined,
): Environment | null {
  const outer = frame.environment;
  const inner = new Environment(outer);
  frame.environment = inner;
  prepare();
  const alive = execute(frame, body);
  frame.environment = outer;
  return alive ? inner : null;
}

function executeStatement(frame: Frame, node: StmtNode): boolean {
  const { context } = frame;
  switch (node.nodeType) {
    case "Expr":
      evaluate(frame, node.value);
      return !neverReturns(node.value);
    case "Assign": {
      const value = evaluate(frame, node.value);
      for (const target of node.targets) assign(frame, target, value);
      return true;
    }
    case "AugAssign": {
      const type = evaluateBinary(frame, node.op.nodeType, node.target, node.value, node.target);
      assign(frame, node.target, type);
      return true;
    }
    case "AnnAssign": {
      const declared = annotatedType(node.annotation, (name) => resolveName(frame, name));
      const value = node.value === undefined || node.value === null ? null : evaluate(frame, node.value);
      const isBare = declared.kind === "instance" && declared.args.length === 0;
      const opaque = declared.kind === "unknown" || (isBare && value !== null && view(value).kind === "instance");
      if (value !== null || declared.kind !== "unknown")
        assign(frame, node.target, opaque && value !== null ? value : declared);
      return true;
    }
    case "Return": {
      const value = node.value === undefined || node.value === null ? NONE : evaluate(frame, node.value);
      addReturn(context, frame.unit, node.value ?? node, value);
      return false;
    }
    case "Raise":
      if (node.exc) evaluate(frame, node.exc);
      if (node.cause) evaluate(frame, node.cause);
      return false;
    case "If":
      return executeIf(frame, node);
    case "For":
    case "AsyncFor":
      return executeFor(frame, node);
    case "While":
      return executeWhile(frame, node);
    case "Break":
      frame.loop?.breaks.push(frame.environment.changesSince(frame.loop.base));
      return false;
    case "Continue":
      frame.loop?.continues.push(frame.environment.changesSince(frame.loop.base));
      return false;
    case "With":
    case "AsyncWith":
      return executeWith(frame, node);
    case "Try":
    case "TryStar":
      return executeTry(frame, node);
    case "Match":
      return executeMatch(frame, node);
    case "Assert":
      evaluate(frame, node.test);
      requireGuarded(frame, node.test, true);
      assume(frame, node.test, true);
      return !(node.test.nodeType === "Constant" && node.test.value === false);
    case "Import":
    case "ImportFrom":
      executeImport(frame, node);
      return true;
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
      executeDefinition(frame, node);
      return true;
    case "Delete":
      for (const target of node.targets) if (target.nodeType !== "Name") evaluate(frame, target);
      return true;
    default:
      return true;
  }
}

/** Calls known never to return. */
function neverReturns(node: ExprNode): boolean {
  if (node.nodeType !== "Call") return false;
  const { func } = node;
  if (func.nodeType === "Name") return func.id === "exit" || func.id === "quit";
  return (
    func.nodeType === "Attribute" && func.attr === "exit" && func.value.nodeType === "Name" && func.value.id === "sys"
  );
}

/** An `if` with its `elif`s, which the tree nests without bound, as one chain: each test sees that those before it failed. */
function executeIf(frame: Frame, node: If): boolean {
  const outer = frame.environment;
  const ends: Map<string, Type>[] = [];
  let current: If | null = node;
  while (current !== null) {
    const link: If = current;
    const { test, body, orelse } = link;
    evaluate(frame, test);
    const rejects = body.at(-1)?.nodeType === "Raise";
    if (rejects) requireGuarded(frame, test, false);
    if (!isAlways(test, false)) {
      const end = branch(frame, body, () => assume(frame, test, true, rejects && body.length <= 2));
      if (end !== null) ends.push(end.changesSince(outer));
    }
    if (isAlways(test, true)) break;
    frame.environment = new Environment(frame.environment);
    assume(frame, test, false);
    const only: StmtNode | undefined = orelse[0];
    if (orelse.length === 1 && only?.nodeType === "If" && step(frame.context)) current = only;
    else {
      current = null;
      if (execute(frame, orelse)) ends.push(frame.environment.changesSince(outer));
    }
  }
  frame.environment = outer;
  if (ends.length > 0) outer.merge(ends);
  return ends.length > 0;
}

export function isAlways(test: ExprNode, truth: boolean): boolean {
  return (
    test.nodeType === "Constant" &&
    (typeof test.value === "boolean" || typeof test.value === "number") &&
    Boolean(test.value) === truth
  );
}

function executeWith(frame: Frame, node: Extract<StmtNode, { nodeType: "With" | "AsyncWith" }>): boolean {
  let swallows = false;
  for (const item of node.items) {
    const manager = view(evaluate(frame, item.context_expr));
    const name = item.context_expr.nodeType === "Call" ? item.context_expr.func : item.context_expr;
    const last = name.nodeType === "Name" ? name.id : name.nodeType === "Attribute" ? name.attr : "";
    if (/suppress|raises|assertRaises|ignor/i.test(last)) swallows = true;
    const entered =
      manager.kind === "object"
        ? (callMethod(frame, manager, "__enter__", [], item.context_expr) ?? UNKNOWN)
        : manager.kind === "instance" && manager.name !== "Generator"
          ? manager
          : UNKNOWN;
    if (item.optional_vars) assign(frame, item.optional_vars, entered);
  }
  return execute(frame, node.body) || swallows;
}

function executeTry(frame: Frame, node: Extract<StmtNode, { nodeType: "Try" | "TryStar" }>): boolean {
  const outer = frame.environment;
  const inner = new Environment(outer, true);
  frame.environment = inner;
  let alive = execute(frame, node.body);
  if (alive) alive = execute(frame, node.orelse);
  frame.environment = outer;
  const ends: Map<string, Type>[] = alive ? [inner.own] : [];
  const interrupted = new Map<string, Type>();
  for (const [name, type] of inner.history ?? []) {
    const before = outer.get(name);
    interrupted.set(name, before === undefined ? type : join(before, type));
  }
  for (const handler of node.handlers) {
    const end = branch(frame, handler.body, () => {
      for (const [name, type] of interrupted) frame.environment.set(name, type);
      const caught = handler.type ? evaluate(frame, handler.type) : UNKNOWN;
      if (handler.name) {
        const type: Type =
          caught.kind !== "class"
            ? UNKNOWN
            : caught.cls === null
              ? instance(caught.name)
              : { kind: "object", cls: caught.cls };
        bindName(frame, handler.name, type);
      }
    });
    if (end !== null) ends.push(end.own);
  }
  if (ends.length > 0) outer.merge(ends);
  if (node.finalbody.length === 0) return ends.length > 0;
  if (ends.length === 0) for (const [name, type] of interrupted) outer.set(name, type);
  return execute(frame, node.finalbody) && ends.length > 0;
}
