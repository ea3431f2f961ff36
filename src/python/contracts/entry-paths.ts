import type { ExprNode, StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { PythonModule } from "../module.ts";
import { expressionSource } from "../parse-slices.ts";
import { type NodeOf, walkNodes, walkOwn } from "../parse-walk.ts";
import { mayRaise, unknownCalls } from "./calls.ts";
import { EntryState, expressionSize, MAXIMUM_SIZE } from "./entry-state.ts";

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
  tests: readonly PathTest[];
  raise: Raise | null;
}

/** An `assert` or `raise` that is reached whenever its path's tests hold and no earlier exit was taken. */
export interface EntryEvent {
  statement: Assert | Raise;
  /** The assert's own test; null for a raise. */
  test: PathTest | null;
  path: readonly PathTest[];
  /** How many of the walk's exits come before. */
  earlier: number;
  /** False after a call that may itself raise: then only "never returns" is certain and not which exception comes. */
  exact: boolean;
}

/** What the walk over a body's entry has found, in the order of the source. */
export interface EntryWalk {
  events: EntryEvent[];
  exits: Exit[];
  /** Expressions that are too large once locals are replaced by what they stand for; they count as not certain. */
  tooLarge: ExprNode[];
}

export interface EntryScope {
  module: PythonModule;
  parameters: readonly string[];
  /** Parameters whose annotated type no call can change. */
  immutable: ReadonlySet<string>;
  /** Every name that the function itself binds. */
  own: ReadonlySet<string>;
  /** True for variables of the module and of enclosing functions: any call may assign them. */
  isOuter(name: string): boolean;
}

/**
 * Follows a body from its first statement through assignments, guards and branches, as long as it is certain what has happened, and lists the
 * asserts and raises on the way. Loops, `try` and `with` are passed over when nothing in them returns; what they touch is then no longer known.
 */
export function entryEvents(scope: EntryScope, body: readonly StmtNode[]): EntryWalk {
  const walker: Walker = {
    scope,
    parameters: new Set(scope.parameters),
    events: [],
    exits: [],
    tooLarge: [],
    stopped: false,
  };
  block(walker, body, new EntryState());
  const { events, exits, tooLarge } = walker;
  return { events, exits, tooLarge };
}

interface Walker extends EntryWalk {
  scope: EntryScope;
  parameters: ReadonlySet<string>;
  stopped: boolean;
}

/** True when control may go on behind the block. */
function block(walker: Walker, statements: readonly StmtNode[], state: EntryState): boolean {
  for (const statement of statements) {
    if (walker.stopped) return false;
    if (!step(walker, statement, state)) return false;
  }
  return true;
}

function step(walker: Walker, statement: StmtNode, state: EntryState): boolean {
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
      walker.exits.push({ kind: "raise", tests: state.path, raise: statement });
      return false;
    case "Return":
      walker.exits.push({ kind: "return", tests: state.path, raise: null });
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
      state.change(statement.name);
      return true;
    default:
      passOver(walker, statement, state);
      return true;
  }
}

function event(walker: Walker, statement: Assert | Raise, test: PathTest | null, state: EntryState): EntryEvent {
  return { statement, test, path: state.path, earlier: walker.exits.length, exact: state.exact };
}

function branch(walker: Walker, statement: If, state: EntryState): boolean {
  const test = readTest(walker, statement.test, false, state);
  evaluate(walker, statement.test, state);
  const yes = state.branch(test);
  const no = state.branch({ ...test, negated: true });
  const yesGoesOn = block(walker, statement.body, yes);
  const noGoesOn = block(walker, statement.orelse, no);
  const after = [...(yesGoesOn ? [yes] : []), ...(noGoesOn ? [no] : [])];
  if (after.length === 0) return false;
  state.join(after);
  return true;
}

function assign(
  walker: Walker,
  statement: Extract<StmtNode, { nodeType: "Assign" | "AnnAssign" | "AugAssign" }>,
  state: EntryState,
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
      for (const node of walkNodes(target)) if (node.nodeType === "Name") state.change(node.id);
      if (hasPlace(target)) state.globalsChanged = true;
      continue;
    }
    state.change(target.id);
    // An augmented assignment may change the object itself, and with it every local that stands for it.
    if (statement.nodeType === "AugAssign") state.forgetLocals();
    else if (pure && read?.sound && !walker.parameters.has(target.id)) state.setLocal(target.id, read.expression);
  }
}

/** True when a target stores into an object rather than a name. */
function hasPlace(target: ExprNode): boolean {
  for (const node of walkNodes(target)) {
    if (node.nodeType === "Attribute" || node.nodeType === "Subscript") return true;
  }
  return false;
}

function readTest(walker: Walker, node: ExprNode, negated: boolean, state: EntryState): PathTest {
  const written = parseExpression(expressionSource(walker.scope.module, node));
  const locals = state.localsIn(written);
  if (locals.size > 0 && expressionSize(written, locals) > MAXIMUM_SIZE) {
    walker.tooLarge.push(node);
    return { expression: written, negated, sound: false, node };
  }
  const expression = locals.size > 0 ? substitute(written, locals) : written;
  const sound = namesOf(expression).every((name) => {
    if (walker.parameters.has(name)) return !state.isChanged(name);
    if (walker.scope.own.has(name)) return false;
    return !state.globalsChanged || !walker.scope.isOuter(name);
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
function evaluate(walker: Walker, expression: ExprNode, state: EntryState): void {
  for (const node of walkNodes(expression)) {
    if (node.nodeType === "Await" || node.nodeType === "Yield" || node.nodeType === "YieldFrom") walker.stopped = true;
    if (node.nodeType === "NamedExpr" && node.target.nodeType === "Name") state.change(node.target.id);
  }
  for (const call of unknownCalls(walker.scope.module, expression)) touch(walker, call, state);
}

function touch(walker: Walker, node: ExprNode | StmtNode, state: EntryState): void {
  for (const inner of walkNodes(node)) {
    if (inner.nodeType === "Name" && !walker.scope.immutable.has(inner.id)) state.change(inner.id);
  }
  state.globalsChanged = true;
  state.exact = false;
}

/** A statement that is not looked into. */
function passOver(walker: Walker, statement: StmtNode, state: EntryState): void {
  for (const node of walkOwn([statement])) {
    const leaves = ["Return", "Yield", "YieldFrom", "Await", "AsyncFor", "AsyncWith", "Delete"].includes(node.nodeType);
    if (leaves) walker.stopped = true;
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load") state.change(node.id);
    if (node.nodeType === "ExceptHandler" && node.name) state.change(node.name);
  }
  touch(walker, statement, state);
}
