import type { ExprNode } from "py-ast";
import type { Relationship } from "../../ir/ir.ts";
import { ownNames } from "../contracts/entry-scope.ts";
import { dottedName } from "../facts/bindings.ts";
import type { PythonClass, PythonFunction, PythonModule } from "../module.ts";
import { walkNodes, walkOwn } from "../parse-walk.ts";
import { writtenParameters } from "../signature/parameters.ts";

/** How a function is tied to the rest of its file, by qualified name: its class, its enclosing function, what it overrides, calls and names as a type. */
export function relationshipsOf(module: PythonModule, fn: PythonFunction): Relationship[] {
  const found: Relationship[] = [];
  const add = (kind: Relationship["kind"], target: string) => {
    if (!found.some((other) => other.kind === kind && other.target === target)) found.push({ kind, target });
  };
  if (fn.enclosing_class) add("method_of", fn.enclosing_class.qualified_name);
  if (fn.enclosing_function) add("nested_in", fn.enclosing_function.outline.qualified_name);
  for (const base of fn.enclosing_class ? ancestors(module, fn.enclosing_class) : []) {
    const overridden = methodIn(module, base, fn.outline.name);
    if (overridden) add("overrides", overridden.outline.qualified_name);
  }
  for (const node of walkOwn(fn.node.body)) {
    if (node.nodeType !== "Call") continue;
    const target = calledIn(module, fn, node.func);
    if (target !== null) add("calls", target);
  }
  for (const name of typeNames(fn)) {
    const known = module.classes.find(({ qualified_name }) => qualified_name === name);
    if (known) add("uses_type", known.qualified_name);
  }
  return found;
}

/** Base classes in this file, nearest first. */
function ancestors(module: PythonModule, owner: PythonClass): PythonClass[] {
  const found: PythonClass[] = [];
  const pending = [owner];
  for (let next = pending.shift(); next; next = pending.shift()) {
    for (const base of next.node.bases) {
      const name = dottedName(base);
      const known = module.classes.find(({ qualified_name }) => qualified_name === name);
      if (!known || known === owner || found.includes(known)) continue;
      found.push(known);
      pending.push(known);
    }
  }
  return found;
}

function methodIn(module: PythonModule, owner: PythonClass, name: string): PythonFunction | null {
  return module.functions.findLast((fn) => fn.enclosing_class === owner && fn.outline.name === name) ?? null;
}

function calledIn(module: PythonModule, fn: PythonFunction, callee: ExprNode): string | null {
  const name = dottedName(callee);
  if (name === null) return null;
  const [head = "", member, ...deeper] = name.split(".");
  if (deeper.length > 0) return null;
  if (member === undefined) return functionNamed(module, fn, head);
  const receiver = fn.node.nodeType === "Module" ? undefined : writtenParameters(fn.node.args)[0]?.arg.arg;
  const owner =
    fn.enclosing_class && head === receiver
      ? fn.enclosing_class
      : module.classes.find(({ qualified_name }) => qualified_name === head);
  if (!owner) return null;
  for (const candidate of [owner, ...ancestors(module, owner)]) {
    const method = methodIn(module, candidate, member);
    if (method) return method.outline.qualified_name;
  }
  return null;
}

/** The function or class that a bare name means where the call stands: Python's scopes, innermost first. */
function functionNamed(module: PythonModule, fn: PythonFunction, name: string): string | null {
  for (let scope: PythonFunction | null = fn; scope; scope = scope.enclosing_function) {
    if (scope.node.nodeType === "Module" || !ownNames(scope).has(name)) continue;
    const inner = module.functions.findLast(
      (other) => other.enclosing_function === scope && !other.enclosing_class && other.outline.name === name,
    );
    return inner?.outline.qualified_name ?? null;
  }
  const called = module.functions.findLast(({ outline }) => outline.qualified_name === name);
  if (called) return called.outline.qualified_name;
  const owner = module.classes.find(({ qualified_name }) => qualified_name === name);
  if (!owner) return null;
  return methodIn(module, owner, "__init__")?.outline.qualified_name ?? owner.qualified_name;
}

function typeNames({ node }: PythonFunction): string[] {
  if (node.nodeType === "Module") return [];
  const annotations = [...writtenParameters(node.args).map(({ arg }) => arg.annotation), node.returns];
  const names: string[] = [];
  for (const annotation of annotations) {
    if (!annotation) continue;
    for (const inner of walkNodes(annotation)) {
      if (inner.nodeType === "Name") names.push(inner.id);
      else if (inner.nodeType === "Constant" && typeof inner.value === "string" && inner.quote_style !== undefined) {
        names.push(...(inner.value.match(/[\w.]+/g) ?? []));
      }
    }
  }
  return names;
}
