import type { ClassDef } from "py-ast";
import { BUILTIN_EXCEPTIONS, EXCEPTION_ALIASES } from "../../python/effects/library/exceptions.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import type { PythonModule } from "../../python/module.ts";

/** The built-in exception that a name stands for, aliases resolved; null for any other name. */
export function builtinException(name: string): string | null {
  const resolved = EXCEPTION_ALIASES.get(name) ?? name;
  return BUILTIN_EXCEPTIONS.has(resolved) ? resolved : null;
}

/** An exception class that the file defines at module level, once, and whose instances are made without code of its own. */
export function classInFile(module: PythonModule, name: string): ClassDef | null {
  if (builtinException(name) !== null) return null;
  const found = module.classes.filter(({ qualified_name }) => qualified_name === name);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0 || !bindingsOf(module).defined.has(name)) return null;
  const { node } = only;
  const plain = node.body.every(
    (statement) =>
      statement.nodeType === "Pass" || (statement.nodeType === "Expr" && statement.value.nodeType === "Constant"),
  );
  if (!plain || node.keywords.length > 0 || node.decorator_list.length > 0 || node.bases.length === 0) return null;
  return node.bases.every((base) => base.nodeType === "Name" && isException(module, base.id, name)) ? node : null;
}

function isException(module: PythonModule, name: string, subclass: string): boolean {
  if (name === subclass) return false;
  return builtinException(name) !== null || classInFile(module, name) !== null;
}

/** The class and its bases, nearest first. */
export function lineageOf(module: PythonModule, exception: string): string[] {
  const found: string[] = [];
  const pending = [exception];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (found.includes(next) || found.length > 50) continue;
    found.push(next);
    const node = classInFile(module, next);
    if (node !== null) pending.push(...node.bases.flatMap((base) => (base.nodeType === "Name" ? [base.id] : [])));
    else {
      const resolved = builtinException(next);
      const base = resolved === null ? undefined : BUILTIN_EXCEPTIONS.get(resolved);
      if (resolved !== null && resolved !== next) found.push(resolved);
      if (base !== undefined && base !== "object") pending.push(base);
    }
  }
  return found;
}

/** Whether `except handled` stops the exception; null when it cannot be told. What operations raise are instances of `Exception`. */
export function catches(module: PythonModule, handled: string, raised: string | null): boolean | null {
  const name = builtinException(handled) ?? handled;
  if (name === "BaseException") return true;
  if (raised === null) return name === "Exception" ? true : null;
  return lineageOf(module, raised).includes(name);
}
