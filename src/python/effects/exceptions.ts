import { BUILTIN_EXCEPTIONS, EXCEPTION_ALIASES } from "./library/exceptions.ts";
import { libraryExceptionBase } from "./library/lookup.ts";
import type { ClassInfo, ExceptionClass, Guard } from "./program.ts";
import type { Shape, Value } from "./value.ts";

export function builtinException(name: string): ExceptionClass {
  const real = EXCEPTION_ALIASES.get(name) ?? name;
  return { id: real, name: real, info: null };
}

export function isBuiltinException(name: string): boolean {
  return BUILTIN_EXCEPTIONS.has(name) || EXCEPTION_ALIASES.has(name);
}

/** PEP 8 writes classes in CapWords; that is all there is to tell a class from a function when neither is defined in reach. */
export function looksLikeClass(name: string): boolean {
  const last = name.split(".").at(-1) ?? name;
  return /^_*[A-Z]/.test(last) && /[a-z]/.test(last);
}

/** The exception class a shape stands for, itself or as an instance; null when it stands for none. */
export function exceptionOfShape(shape: Shape): ExceptionClass | null {
  switch (shape.kind) {
    case "library":
    case "instance": {
      const name = shape.path.startsWith("builtins.") ? shape.path.slice("builtins.".length) : shape.path;
      if (isBuiltinException(name)) return builtinException(name);
      return libraryExceptionBase(name) === null
        ? null
        : { id: name, name: name.split(".").at(-1) ?? name, info: null };
    }
    case "class":
    case "object":
      return { id: `class ${shape.info.key}`, name: shape.info.name, info: shape.info };
    case "foreign":
      return looksLikeClass(shape.path)
        ? { id: shape.path, name: shape.path.split(".").at(-1) ?? shape.path, info: null }
        : null;
    default:
      return null;
  }
}

/** The classes that a handler's type expression names; null when any part of it is not known. */
export function exceptionsOfValue(value: Value): ExceptionClass[] | null {
  if (!value.complete || value.shapes.length === 0) return null;
  const found: ExceptionClass[] = [];
  for (const shape of value.shapes) {
    const exception = exceptionOfShape(shape);
    if (!exception) return null;
    found.push(exception);
  }
  return found;
}

/** Ancestors beyond these do not count: what is caught by them alone is taken to go on. */
const MAX_ANCESTORS = 1000;

/** Ids of a class and its known ancestors. A class of which nothing is known is taken to derive from `Exception`. */
function ancestors(exception: ExceptionClass): Set<string> {
  const ids = new Set<string>();
  const pending: ExceptionClass[] = [exception];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (ids.has(next.id)) continue;
    if (ids.size >= MAX_ANCESTORS) break;
    ids.add(next.id);
    pending.push(...basesOf(next));
  }
  return ids;
}

function basesOf(exception: ExceptionClass): ExceptionClass[] {
  if (exception.info) return basesOfClass(exception.info);
  const builtin = BUILTIN_EXCEPTIONS.get(exception.id);
  if (builtin !== undefined) return builtin === "object" ? [] : [builtinException(builtin)];
  if (exception.id === "BaseException") return [];
  const base = libraryExceptionBase(exception.id);
  if (base === null) return [builtinException("Exception")];
  return [
    base.startsWith("builtins.")
      ? builtinException(base.slice("builtins.".length))
      : { id: base, name: base, info: null },
  ];
}

function basesOfClass(info: ClassInfo): ExceptionClass[] {
  const inner = info.bases.map((base) => ({ id: `class ${base.key}`, name: base.name, info: base }));
  const outer = info.outer_bases.map((path): ExceptionClass => {
    const name = path.startsWith("builtins.") ? path.slice("builtins.".length) : path;
    return isBuiltinException(name) ? builtinException(name) : { id: name, name, info: null };
  });
  return inner.length + outer.length > 0 ? [...inner, ...outer] : [builtinException("Exception")];
}

/** Whether an enclosing handler surely catches an exception of this class. */
export function isCaught(exception: ExceptionClass | null, guards: Guard[]): boolean {
  if (guards.length === 0) return false;
  if (guards.includes(null)) return true;
  if (!exception) return false;
  const ids = ancestors(exception);
  return guards.some((guard) => guard?.some((caught) => ids.has(caught.id)) ?? false);
}
