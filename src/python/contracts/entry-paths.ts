import type { ExprNode, StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { PythonModule } from "../module.ts";
import { expressionSource } from "../parse-slices.ts";
import { type NodeOf, walkNodes, walkOwn } from "../parse-walk.ts";
import { mayRaise, unknownCalls } from "./calls.ts";

type Assert = NodeOf<"Assert">;
type If = NodeOf<"If">;
type Raise = NodeOf<"Raise">;

/** A test in terms of what the parameters are on entry; `sound` is false when it speaks of something that may have changed since. */
export interface PathTest {
  expression: Expression;
  negated: boolean;
  sound: boolean;
  node: ExprNode;
}

/** A way to leave the function before a place: by `return`, by an exception. */
export interface Exit {
  kind: "return" | "raise";
  tests: PathTest[];
  raise: Raise | null;
}

/** An `assert` or `raise` that is reached whenever its path's tests hold and no earlier exit was taken. */
export interface EntryEvent {
  statement: Assert | Raise;
  /** The assert's own test; null for a raise. */
  test: PathTest | null;
  path: PathTest[];
  earlier: Exit[];
  /** False after a call that may itself raise: then only "never returns" is certain and not which exception comes. */
  exact: boolean;
}

interface State {
  path: PathTest[];
  /** Names whose value on entry is no longer what they stand for. */
  changed: Set<string>;
  /** Locals that stand for an expression over entry values. */
  locals: Map<string, Expression>;
  globalsChanged: boolean;
  exact: boolean;
}

export interface EntryScope {
  module: PythonModule;
  parameters: readonly string[];
  /** Parameters whose annotated type no call can change. */
  immutable: ReadonlySet<string>;
  /** Every name that the function itself binds. */
  own: ReadonlySet<string>;
  /** Variables of the module and of enclosing functions: any call may assign them. */
  outer: ReadonlySet<string>;
}

/**
 * Follows a body from its first statement through assignments, guards and branches, as long as it is certain what has happened, and lists the
 * asserts and raises on the way. Loops, `try` and `with` are passed over when nothing in them returns; what they touch is then no longer known.
 */
export function entryEvents(scope: EntryScope, body: readonly StmtNode[]): EntryEvent[] {
  const walker: Walker = { scope, events: [], exits: [], stopped: false };
  const state: State = { path: [], changed: new Set(), locals: new Map(), globalsChanged: false, exact: true };
  block(walker, body, state);
  return walker.events;
}

interface Walker {
  scope: EntryScope;
  events: EntryEvent[];
  exits: Exit[];
  stopped: boolean;
}

/** True when control may go on behind the block. */
function block(walker: Walker, statements: readonly StmtNode[], state: State): boolean {
  for (const statement of statements) {
    if (walker.stopped) return false;
    if (!step(walker, statement, state)) return false;
  }
  return true;
}

function step(walker: Walker, statement: StmtNode, state: State): boolean {
  switch (statement.nodeType) {
    case "Pass":
    case "Import":
    case "ImportFrom":
    case "Global":
    case "Nonlocal":
    case "Comment":
      return true;
    case "Expr":
      evaluate(walker, statement.value, state);
      if (mayRaise(statement.value)) state.exact = false;
      return true;
    case "Assert": {
      const test = readTest(walker, statement.test, false, state);
      walker.events.push(event(walker, statement, test, state));
      evaluate(walker, statement.test, state);
      walker.exits.push({ kind: "raise", tests: [...state.path, { ...test, negated: !test.negated }], raise: null });
      return true;
    }
    case "Raise":
      walker.events.push(event(walker, statement, null, state));
      walker.exits.push({ kind: "raise", tests: [...state.path], raise: statement });
      return false;
    case "Return":
      walker.exits.push({ kind: "return", tests: [...state.path], raise: null });
      return false;
    case "Assign":
    case "AnnAssign":
    case "AugAssign":
      assign(walker, statement, state);
      return true;
    case "If":
      return branch(walker, statement, state);
    case "FunctionDef":
    case "AsyncFunctionDef":
      if (statement.decorator_list.length > 0) passOver(walker, statement, state);
      change(state, statement.name);
      return true;
    default:
      passOver(walker, statement, state);
      return true;
  }
}

function event(walker: Walker, statement: Assert | Raise, test: PathTest | null, state: State): EntryEvent {
  return { statement, test, path: [...state.path], earlier: [...walker.exits], exact: state.exact };
}

function branch(walker: Walker, statement: If, state: State): boolean {
  const test = readTest(walker, statement.test, false, state);
  evaluate(walker, statement.test, state);
  const yes = copy(state, test);
  const no = copy(state, { ...test, negated: true });
  const yesGoesOn = block(walker, statement.body, yes);
  const noGoesOn = block(walker, statement.orelse, no);
  const after = [...(yesGoesOn ? [yes] : []), ...(noGoesOn ? [no] : [])];
  if (after.length === 0) return false;
  state.changed = new Set(after.flatMap(({ changed }) => [...changed]));
  state.locals = commonLocals(after);
  state.globalsChanged = after.some(({ globalsChanged }) => globalsChanged);
  state.exact = after.every(({ exact }) => exact);
  return true;
}

function commonLocals(states: readonly State[]): Map<string, Expression> {
  const [first, ...others] = states;
  const entries = [...(first?.locals ?? [])].filter(([name, value]) =>
    others.every(({ locals }) => locals.get(name) === value),
  );
  return new Map(entries);
}

function copy(state: State, test: PathTest): State {
  return {
    ...state,
    path: [...state.path, test],
    changed: new Set(state.changed),
    locals: new Map(state.locals),
  };
}

function change(state: State, name: string): void {
  state.changed.add(name);
  state.locals.delete(name);
}

function assign(
  walker: Walker,
  statement: Extract<StmtNode, { nodeType: "Assign" | "AnnAssign" | "AugAssign" }>,
  state: State,
): void {
  const { value } = statement;
  const read = value ? readTest(walker, value, false, state) : null;
  if (value) evaluate(walker, value, state);
  if (value && mayRaise(value)) state.exact = false;
  const targets = statement.nodeType === "Assign" ? statement.targets : [statement.target];
  const pure = value !== undefined && unknownCalls(walker.scope.module, value).length === 0;
  for (const target of targets) {
    if (target.nodeType !== "Name") {
      evaluate(walker, target, state);
      for (const node of walkNodes(target)) if (node.nodeType === "Name") change(state, node.id);
      if (hasPlace(target)) state.globalsChanged = true;
      continue;
    }
    change(state, target.id);
    // An augmented assignment may change the object itself, and with it every local that stands for it.
    if (statement.nodeType === "AugAssign") state.locals.clear();
    else if (pure && read?.sound && !walker.scope.parameters.includes(target.id)) {
      state.locals.set(target.id, read.expression);
    }
  }
}

/** True when a target stores into an object rather than a name. */
function hasPlace(target: ExprNode): boolean {
  for (const node of walkNodes(target)) {
    if (node.nodeType === "Attribute" || node.nodeType === "Subscript") return true;
  }
  return false;
}

function readTest(walker: Walker, node: ExprNode, negated: boolean, state: State): PathTest {
  const written = parseExpression(expressionSource(walker.scope.module, node));
  const expression = substitute(written, state.locals);
  const sound = namesOf(expression).every((name) => {
    if (walker.scope.parameters.includes(name)) return !state.changed.has(name);
    if (walker.scope.own.has(name)) return false;
    return !state.globalsChanged || !walker.scope.outer.has(name);
  });
  return { expression, negated, sound: sound && !rebinds(node), node };
}

function rebinds(node: ExprNode): boolean {
  for (const inner of walkNodes(node)) {
    if (inner.nodeType === "NamedExpr" || inner.nodeType === "Await" || inner.nodeType === "Yield") return true;
  }
  return false;
}

/** What evaluating an expression may change: the objects that unknown calls can reach, names bound by `:=`. */
function evaluate(walker: Walker, expression: ExprNode, state: State): void {
  for (const node of walkNodes(expression)) {
    if (node.nodeType === "Await" || node.nodeType === "Yield" || node.nodeType === "YieldFrom") walker.stopped = true;
    if (node.nodeType === "NamedExpr" && node.target.nodeType === "Name") change(state, node.target.id);
  }
  for (const call of unknownCalls(walker.scope.module, expression)) touch(walker, call, state);
}

function touch(walker: Walker, node: ExprNode | StmtNode, state: State): void {
  for (const inner of walkNodes(node)) {
    if (inner.nodeType === "Name" && !walker.scope.immutable.has(inner.id)) change(state, inner.id);
  }
  state.globalsChanged = true;
  state.exact = false;
}

/** A statement that is not looked into. */
function passOver(walker: Walker, statement: StmtNode, state: State): void {
  for (const node of walkOwn([statement])) {
    const leaves = ["Return", "Yield", "YieldFrom", "Await", "AsyncFor", "AsyncWith", "Delete"].includes(node.nodeType);
    if (leaves) walker.stopped = true;
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load") change(state, node.id);
    if (node.nodeType === "ExceptHandler" && node.name) change(state, node.name);
  }
  touch(walker, statement, state);
}
