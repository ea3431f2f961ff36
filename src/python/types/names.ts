import { type Frame, nameCell } from "./context.ts";
import { builtinFunctions } from "./signature.ts";
import { content, instance, STR, type Type, UNKNOWN } from "./type.ts";
import type { Unit } from "./unit.ts";

export const BUILTIN_CLASSES = new Set([
  "int",
  "float",
  "bool",
  "str",
  "bytes",
  "bytearray",
  "complex",
  "list",
  "tuple",
  "dict",
  "set",
  "frozenset",
  "object",
  "type",
  "range",
  "enumerate",
  "reversed",
  "zip",
  "map",
  "filter",
  "slice",
  "memoryview",
  "super",
  "property",
  "staticmethod",
  "classmethod",
]);
const SPECIAL_FUNCTIONS = new Set([
  "abs",
  "round",
  "sum",
  "min",
  "max",
  "pow",
  "divmod",
  "iter",
  "next",
  "getattr",
  "super",
  "aiter",
  "anext",
]);
const EXCEPTIONS = /^(?:[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Iteration|Exit)|BaseException)$/;

/** The scope that owns a name seen from `unit`, by CPython's rules for free names. */
export function ownerOf(unit: Unit, name: string): Unit | null {
  for (let owner = unit.enclosing; owner !== null; owner = owner.enclosing) if (owner.locals.has(name)) return owner;
  return null;
}

export function resolveName(frame: Frame, name: string): Type {
  const local = frame.environment.get(name);
  if (local !== undefined) return local;
  const { unit } = frame;
  if (unit.locals.has(name))
    return unit.node.nodeType === "Module"
      ? content({ kind: "variable", variable: nameCell(frame.context, unit, name) })
      : UNKNOWN;
  const owner = ownerOf(unit, name);
  if (owner !== null) return content({ kind: "variable", variable: nameCell(frame.context, owner, name) });
  return builtin(name);
}

function builtin(name: string): Type {
  if (BUILTIN_CLASSES.has(name) || EXCEPTIONS.test(name)) return { kind: "class", name, cls: null };
  if (builtinFunctions.has(name) || SPECIAL_FUNCTIONS.has(name)) return { kind: "builtin", name, receiver: null };
  if (name === "__name__" || name === "__file__") return STR;
  return name === "NotImplemented" ? instance("NotImplementedType") : UNKNOWN;
}
