import type { ClassDef, StmtNode } from "py-ast";
import type { FunctionOutline } from "./facts/module.ts";
import type { AsyncFunctionDef, PythonClass, PythonFunction, PythonModule } from "./module.ts";
import { spanOf } from "./spans.ts";

type Definition = Extract<StmtNode, { nodeType: "FunctionDef" }> | AsyncFunctionDef;

interface Scope {
  /** Prefix of the qualified names defined here, with its final dot. */
  prefix: string;
  enclosing_class: PythonClass | null;
  enclosing_function: PythonFunction | null;
  /** Names that a `global` statement of this scope sends to the module. */
  globals: Set<string>;
}

/**
 * Every definition of a module in source order, with CPython's qualified names (PEP 3155): `f.<locals>.g` in functions, `C.m` in classes,
 * and the bare name where a `global` statement makes it the module's. Works with an explicit stack, so that nesting costs no call depth.
 */
export function collectDefinitions(module: PythonModule, moduleBody: boolean): void {
  const keys = new Map<string, number>();
  const keyFor = (name: string) => {
    const count = (keys.get(name) ?? 0) + 1;
    keys.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
  if (moduleBody) module.functions.push(moduleFunction(module, keyFor("<module>")));
  const top: Scope = { prefix: "", enclosing_class: null, enclosing_function: null, globals: new Set() };
  const pending: { statement: StmtNode; scope: Scope }[] = [];
  const push = (statements: StmtNode[], scope: Scope) => {
    for (let index = statements.length - 1; index >= 0; index -= 1) {
      const statement = statements[index];
      if (statement) pending.push({ statement, scope });
    }
  };
  push(module.tree.body, top);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { statement, scope } = next;
    if (statement.nodeType === "FunctionDef" || statement.nodeType === "AsyncFunctionDef") {
      const found = functionIn(module, statement, scope, keyFor);
      module.functions.push(found);
      push(statement.body, {
        prefix: `${found.outline.qualified_name}.<locals>.`,
        enclosing_class: null,
        enclosing_function: found,
        globals: globalsOf(statement.body),
      });
    } else if (statement.nodeType === "ClassDef") {
      const found = classIn(statement, scope);
      module.classes.push(found);
      push(statement.body, {
        prefix: `${found.qualified_name}.`,
        enclosing_class: found,
        enclosing_function: scope.enclosing_function,
        globals: globalsOf(statement.body),
      });
    } else {
      for (const body of bodiesOf(statement).reverse()) push(body, scope);
    }
  }
}

/** The statement lists directly inside a statement, in source order. */
export function bodiesOf(statement: StmtNode): StmtNode[][] {
  switch (statement.nodeType) {
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
    case "With":
    case "AsyncWith":
      return [statement.body];
    case "If":
    case "For":
    case "AsyncFor":
    case "While":
      return [statement.body, statement.orelse];
    case "Try":
    case "TryStar":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orelse,
        statement.finalbody,
      ];
    case "Match":
      return statement.cases.map((matchCase) => matchCase.body);
    default:
      return [];
  }
}

function qualifiedName(name: string, scope: Scope): string {
  return scope.globals.has(name) ? name : `${scope.prefix}${name}`;
}

function classIn(node: ClassDef, scope: Scope): PythonClass {
  return { qualified_name: qualifiedName(node.name, scope), node };
}

function functionIn(
  module: PythonModule,
  node: Definition,
  scope: Scope,
  keyFor: (name: string) => string,
): PythonFunction {
  const qualified = qualifiedName(node.name, scope);
  const kind: FunctionOutline["kind"] = scope.enclosing_class
    ? "method"
    : scope.enclosing_function
      ? "nested"
      : "function";
  return {
    outline: {
      key: keyFor(qualified),
      qualified_name: qualified,
      name: node.name,
      kind,
      class_name: scope.enclosing_class?.qualified_name ?? null,
      is_async: node.nodeType === "AsyncFunctionDef",
      span: spanOf(module, node),
    },
    node,
    enclosing_class: scope.enclosing_class,
    enclosing_function: scope.enclosing_function,
  };
}

function moduleFunction(module: PythonModule, key: string): PythonFunction {
  return {
    outline: {
      key,
      qualified_name: "<module>",
      name: "<module>",
      kind: "module_body",
      class_name: null,
      is_async: false,
      span: spanOf(module, module.tree),
    },
    node: module.tree,
    enclosing_class: null,
    enclosing_function: null,
  };
}

/** Names that `global` statements of one scope declare, anywhere in its own statements. */
function globalsOf(body: StmtNode[]): Set<string> {
  const names = new Set<string>();
  const pending = [...body];
  for (let statement = pending.pop(); statement; statement = pending.pop()) {
    if (statement.nodeType === "Global") for (const name of statement.names) names.add(name);
    const opensScope =
      statement.nodeType === "FunctionDef" ||
      statement.nodeType === "AsyncFunctionDef" ||
      statement.nodeType === "ClassDef";
    if (!opensScope) for (const inner of bodiesOf(statement)) pending.push(...inner);
  }
  return names;
}
