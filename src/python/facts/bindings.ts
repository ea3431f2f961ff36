import type { ExprNode } from "py-ast";
import type { PythonFunction, PythonModule } from "../module.ts";
import { walkNodes, walkOwn } from "../parse-walk.ts";

/** What the module's own names stand for, as far as one look at the whole file tells. */
export interface Bindings {
  /** Imported names, anywhere in the file, with the dotted path they stand for: `ic` -> `icontract`, `require` -> `icontract.require`. */
  imports: Map<string, string>;
  /** Functions defined at module level exactly once. */
  functions: Map<string, PythonFunction>;
  /** Values assigned at module level to names that nothing else there binds. */
  values: Map<string, ExprNode>;
  /** Every name that the module's own statements bind, other than by import. */
  defined: Set<string>;
}

const known = new WeakMap<PythonModule, Bindings>();

export function bindingsOf(module: PythonModule): Bindings {
  const cached = known.get(module);
  if (cached) return cached;
  const bindings: Bindings = {
    imports: importsOf(module),
    functions: new Map(),
    values: new Map(),
    defined: new Set(),
  };
  const counts = new Map<string, number>();
  const bind = (name: string) => {
    bindings.defined.add(name);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const node of walkOwn(module.tree.body)) {
    if (node.nodeType === "FunctionDef" || node.nodeType === "AsyncFunctionDef" || node.nodeType === "ClassDef") {
      bind(node.name);
    } else if (node.nodeType === "Name" && node.ctx.nodeType === "Store") bind(node.id);
    else if (node.nodeType === "Assign" && node.targets.length === 1 && node.targets[0]?.nodeType === "Name") {
      bindings.values.set(node.targets[0].id, node.value);
    } else if (node.nodeType === "AnnAssign" && node.value && node.target.nodeType === "Name") {
      bindings.values.set(node.target.id, node.value);
    }
  }
  for (const fn of module.functions) {
    if (fn.outline.kind === "function") bindings.functions.set(fn.outline.name, fn);
  }
  for (const [name, count] of counts) {
    if (count === 1 && !bindings.imports.has(name)) continue;
    bindings.values.delete(name);
    bindings.functions.delete(name);
  }
  known.set(module, bindings);
  return bindings;
}

function importsOf(module: PythonModule): Map<string, string> {
  const imports = new Map<string, string>();
  for (const node of walkNodes(module.tree)) {
    if (node.nodeType === "Import") {
      for (const { name, asname } of node.names) {
        if (asname) imports.set(asname, name);
        else imports.set(name.split(".")[0] ?? name, name.split(".")[0] ?? name);
      }
    } else if (node.nodeType === "ImportFrom") {
      const prefix = ".".repeat(node.level ?? 0) + (node.module ?? "");
      for (const { name, asname } of node.names) {
        if (name !== "*") imports.set(asname ?? name, `${prefix}.${name}`);
      }
    }
  }
  return imports;
}

/** The dotted path of `a.b.c` as written; null for any other expression. */
export function dottedName(node: ExprNode): string | null {
  if (node.nodeType === "Name") return node.id;
  if (node.nodeType !== "Attribute") return null;
  const object = dottedName(node.value);
  return object === null ? null : `${object}.${node.attr}`;
}

/** The dotted path with its first name replaced by what the file imports under it. */
export function resolvedName(module: PythonModule, node: ExprNode): string | null {
  const name = dottedName(node);
  if (name === null) return null;
  const [head = "", ...rest] = name.split(".");
  return [bindingsOf(module).imports.get(head) ?? head, ...rest].join(".");
}
