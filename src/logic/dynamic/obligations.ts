import type { ExprNode, StmtNode } from "py-ast";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { bodiesOf } from "../../python/parse-functions.ts";
import { childrenOf, type PythonNode } from "../../python/parse-walk.ts";
import { reachable } from "./pool.ts";

/** Line, column, end line, end column as CPython counts them. */
export type Place = readonly [number, number, number, number];

/**
 * What a set of executions has to reach before it can speak for the function. A part no input came to may do anything: what always held without it is no
 * evidence of what the function does.
 */
export interface Obligations {
  /** Statements and conditionally evaluated expressions, each of which has to run. */
  parts: Place[];
  /** Conditions that should come out both ways. Where one is `sole`, it has to; one of several joined by `and` and `or` may be decided by the others. */
  tests: { place: Place; sole: boolean }[];
}

/** The obligations of a function and of the functions of the file that it reaches. Ways that end in `raise` are left out: postconditions do not speak of them. */
export function obligationsOf(module: PythonModule, fn: PythonFunction): Obligations {
  const found: Obligations = { parts: [], tests: [] };
  for (const node of reachable(module, fn)) if (node.nodeType === "FunctionDef") suite(node.body, found);
  return found;
}

function suite(body: readonly StmtNode[], found: Obligations): void {
  if (endsInRaise(body)) return;
  for (const statement of body) {
    if (isSilent(statement)) continue;
    if (statement.nodeType === "FunctionDef") {
      suite(statement.body, found);
      continue;
    }
    if (statement.nodeType === "ClassDef" || statement.nodeType === "Assert") continue;
    add(found.parts, statement);
    if (statement.nodeType === "If" && !endsInRaise(statement.body) && !endsInRaise(statement.orelse))
      leaves(statement.test, found);
    for (const expression of ownExpressions(statement)) conditional(expression, found);
    for (const inner of bodiesOf(statement)) suite(inner, found);
  }
}

/** Expressions of the statement itself, without those of the statements inside it. */
function ownExpressions(statement: StmtNode): PythonNode[] {
  const inner = new Set<PythonNode>(bodiesOf(statement).flat());
  return childrenOf(statement).filter((child) => !inner.has(child) && child.nodeType !== "ExceptHandler");
}

/** Parts of an expression that are only evaluated under a condition. */
function conditional(root: PythonNode, found: Obligations): void {
  const pending: PythonNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.nodeType === "IfExp") {
      add(found.parts, node.body);
      add(found.parts, node.orelse);
      leaves(node.test, found);
    } else if (node.nodeType === "BoolOp") {
      for (const operand of node.values.slice(1)) add(found.parts, operand);
      for (const operand of node.values.slice(0, -1)) leaves(operand, found, false);
    } else if (node.nodeType === "ListComp" || node.nodeType === "SetComp" || node.nodeType === "GeneratorExp") {
      add(found.parts, node.elt);
      for (const { ifs } of node.generators) for (const test of ifs) leaves(test, found);
    } else if (node.nodeType === "DictComp") {
      add(found.parts, node.value);
      for (const { ifs } of node.generators) for (const test of ifs) leaves(test, found);
    } else if (node.nodeType === "Lambda") {
      add(found.parts, node.body);
    }
    pending.push(...childrenOf(node));
  }
}

/** The conditions a test is made of. */
function leaves(test: ExprNode, found: Obligations, sole = true): void {
  if (test.nodeType === "BoolOp") for (const operand of test.values) leaves(operand, found, false);
  else if (test.nodeType === "UnaryOp" && test.op.nodeType === "Not") leaves(test.operand, found, sole);
  else if (test.nodeType !== "Constant") {
    const place = placeOf(test);
    if (place !== null) found.tests.push({ place, sole });
  }
}

function endsInRaise(body: readonly StmtNode[]): boolean {
  return body.at(-1)?.nodeType === "Raise";
}

/** Statements that leave no instruction behind. */
function isSilent(statement: StmtNode): boolean {
  const { nodeType } = statement;
  if (nodeType === "Expr") return statement.value.nodeType === "Constant";
  return (
    nodeType === "Pass" ||
    nodeType === "Global" ||
    nodeType === "Nonlocal" ||
    nodeType === "Continue" ||
    nodeType === "Break" ||
    nodeType === "Import" ||
    nodeType === "ImportFrom"
  );
}

function add(places: Place[], node: ExprNode | StmtNode): void {
  const place = placeOf(node);
  if (place !== null) places.push(place);
}

function placeOf({
  lineno,
  col_offset: column,
  end_lineno: endLine,
  end_col_offset: endColumn,
}: ExprNode | StmtNode): Place | null {
  return endLine === undefined || endColumn === undefined ? null : [lineno, column, endLine, endColumn];
}
