import type { ExprNode } from "py-ast";
import { bindingsOf, dottedName } from "../facts/bindings.ts";
import type { PythonClass, PythonModule } from "../module.ts";

/** Exceptions that say an argument was wrong, and their subclasses in the standard library (Python library reference, "Built-in Exceptions"). */
const ARGUMENT_ERRORS = new Set([
  "AssertionError",
  "TypeError",
  "UnicodeDecodeError",
  "UnicodeEncodeError",
  "UnicodeError",
  "UnicodeTranslateError",
  "ValueError",
]);

/** Built-in exceptions by their base, for those that have one below `Exception`. */
const BASES = new Map(
  Object.entries({
    FloatingPointError: "ArithmeticError",
    OverflowError: "ArithmeticError",
    ZeroDivisionError: "ArithmeticError",
    ModuleNotFoundError: "ImportError",
    IndexError: "LookupError",
    KeyError: "LookupError",
    UnboundLocalError: "NameError",
    BlockingIOError: "OSError",
    ChildProcessError: "OSError",
    ConnectionError: "OSError",
    BrokenPipeError: "ConnectionError",
    ConnectionAbortedError: "ConnectionError",
    ConnectionRefusedError: "ConnectionError",
    ConnectionResetError: "ConnectionError",
    FileExistsError: "OSError",
    FileNotFoundError: "OSError",
    InterruptedError: "OSError",
    IsADirectoryError: "OSError",
    NotADirectoryError: "OSError",
    PermissionError: "OSError",
    ProcessLookupError: "OSError",
    TimeoutError: "OSError",
    NotImplementedError: "RuntimeError",
    RecursionError: "RuntimeError",
    UnicodeError: "ValueError",
    UnicodeDecodeError: "UnicodeError",
    UnicodeEncodeError: "UnicodeError",
    UnicodeTranslateError: "UnicodeError",
    KeyboardInterrupt: "BaseException",
    SystemExit: "BaseException",
    GeneratorExit: "BaseException",
    Exception: "BaseException",
  }),
);

/** Built-in exceptions directly below `Exception` that `BASES` does not list. */
const TOP = new Set([
  ...["ArithmeticError", "AssertionError", "AttributeError", "BufferError", "EOFError", "ImportError", "LookupError"],
  ...["MemoryError", "NameError", "OSError", "ReferenceError", "RuntimeError", "StopIteration", "StopAsyncIteration"],
  ...["SyntaxError", "SystemError", "TypeError", "ValueError", "Warning"],
]);

/**
 * The exception class of `raise E`, `raise E(...)` or `except E`, as written. Null when the expression may be anything: a lower-case name that is
 * neither imported nor a class of the file holds an object that nobody here can see.
 */
export function exceptionName(module: PythonModule, node: ExprNode): string | null {
  const callee = node.nodeType === "Call" ? node.func : node;
  const name = dottedName(callee);
  if (name === null) return null;
  const [head = "", ...rest] = name.split(".");
  const last = rest.at(-1) ?? head;
  if (/^_*[A-Z]/.test(last)) return name;
  if (rest.length > 0) return bindingsOf(module).imports.has(head) ? name : null;
  const isClass = classesByName(module).has(name);
  return isClass || (bindingsOf(module).imports.has(name) && node.nodeType === "Call") ? name : null;
}

const classes = new WeakMap<PythonModule, Map<string, PythonClass[]>>();

/** The classes of the file by their own names. */
function classesByName(module: PythonModule): ReadonlyMap<string, readonly PythonClass[]> {
  const known = classes.get(module);
  if (known) return known;
  const byName = new Map<string, PythonClass[]>();
  for (const owner of module.classes) {
    const same = byName.get(owner.node.name);
    if (same) same.push(owner);
    else byName.set(owner.node.name, [owner]);
  }
  classes.set(module, byName);
  return byName;
}

/** Base classes of an exception by name, nearest first, through the classes of the file and the built-in ones. */
export function basesOf(module: PythonModule, exception: string): string[] {
  const found: string[] = [];
  const pending = [exception];
  for (let name = pending.shift(); name !== undefined && found.length < 100; name = pending.shift()) {
    if (found.includes(name)) continue;
    found.push(name);
    const own = classesByName(module).get(name) ?? [];
    for (const { node } of own) {
      for (const base of node.bases) {
        const written = dottedName(base);
        if (written !== null) pending.push(written);
      }
    }
    const builtin = own.length === 0 ? BASES.get(name) : undefined;
    if (builtin) pending.push(builtin);
  }
  return found;
}

export function isArgumentError(module: PythonModule, exception: string): boolean {
  return basesOf(module, exception).some((name) => ARGUMENT_ERRORS.has(name));
}

/** Whether a handler for `handled` stops `raised`: certainly, certainly not, or not known. */
export function catches(module: PythonModule, handled: string, raised: string): boolean | null {
  if (handled === "BaseException") return true;
  const bases = basesOf(module, raised);
  if (bases.includes(handled)) return true;
  const known = bases.some((name) => BASES.has(name) || TOP.has(name) || name === "BaseException");
  if (handled === "Exception") {
    const outside = ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "BaseException"];
    return !bases.some((name) => outside.includes(name));
  }
  return known ? false : null;
}
