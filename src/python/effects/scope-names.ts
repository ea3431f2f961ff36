import type { ExprNode, Module, StmtNode } from "py-ast";
import type { AsyncFunctionDef } from "../module.ts";
import type { PythonNode } from "../parse-walk.ts";
import { opensScope, walkNodes } from "../parse-walk.ts";

/** The names that a function's own statements bind, by Python's scoping rules (language reference, "Naming and binding"). */
export interface ScopeNames {
  locals: Set<string>;
  globals: Set<string>;
  nonlocals: Set<string>;
}

type Lambda = Extract<ExprNode, { nodeType: "Lambda" }>;
type ScopeNode = Extract<StmtNode, { nodeType: "FunctionDef" }> | AsyncFunctionDef | Lambda | Module;

export function parameterNames(node: ScopeNode): string[] {
  if (node.nodeType === "Module") return [];
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = node.args;
  return [...posonlyargs, ...args, ...(vararg ? [vararg] : []), ...kwonlyargs, ...(kwarg ? [kwarg] : [])].map(
    (argument) => argument.arg,
  );
}

export function scopeNamesOf(node: ScopeNode): ScopeNames {
  const names: ScopeNames = { locals: new Set(parameterNames(node)), globals: new Set(), nonlocals: new Set() };
  const roots: PythonNode[] = node.nodeType === "Lambda" ? [node.body] : node.body;
  addBoundNames(roots, names);
  for (const name of [...names.globals, ...names.nonlocals]) names.locals.delete(name);
  return names;
}

/** Names that some statements may assign, whatever the scope they belong to. */
export function assignedNames(statements: StmtNode[]): Set<string> {
  const names: ScopeNames = { locals: new Set(), globals: new Set(), nonlocals: new Set() };
  addBoundNames(statements, names);
  return names.locals;
}

function addBoundNames(roots: PythonNode[], names: ScopeNames): void {
  const elsewhere = new Set<PythonNode>();
  for (const root of roots) {
    for (const node of walkNodes(root, (inner) => !opensScope(inner))) addBoundName(node, names, elsewhere);
  }
}

function addBoundName(node: PythonNode, names: ScopeNames, elsewhere: Set<PythonNode>): void {
  switch (node.nodeType) {
    case "Comprehension":
      for (const inner of walkNodes(node.target)) elsewhere.add(inner);
      break;
    case "Name":
      if (node.ctx.nodeType !== "Load" && !elsewhere.has(node)) names.locals.add(node.id);
      break;
    case "NamedExpr":
      addTarget(node.target, names);
      break;
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
      names.locals.add(node.name);
      break;
    case "Import":
      for (const alias of node.names) names.locals.add(alias.asname ?? alias.name.split(".")[0] ?? alias.name);
      break;
    case "ImportFrom":
      for (const alias of node.names) if (alias.name !== "*") names.locals.add(alias.asname ?? alias.name);
      break;
    case "ExceptHandler":
    case "MatchAs":
    case "MatchStar":
      if (node.name) names.locals.add(node.name);
      break;
    case "MatchMapping":
      if (node.rest) names.locals.add(node.rest);
      break;
    case "Global":
      for (const name of node.names) names.globals.add(name);
      break;
    case "Nonlocal":
      for (const name of node.names) names.nonlocals.add(name);
      break;
    default:
      break;
  }
}

function addTarget(target: ExprNode, names: ScopeNames): void {
  if (target.nodeType === "Name") names.locals.add(target.id);
}
