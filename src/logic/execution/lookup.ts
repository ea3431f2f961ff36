import type { Expression } from "../../ir/expression/ast.ts";
import { bindingsOf } from "../../python/facts/bindings.ts";
import type { PythonModule } from "../../python/module.ts";
import { walkNodes } from "../../python/parse-walk.ts";
import { real } from "../smt/term.ts";
import type { Scope } from "../symbolic/translate.ts";
import { translate } from "../symbolic/translate.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { builtinException, classInFile } from "./exceptions.ts";
import { type Frame, keyOf } from "./frame.ts";
import { isMutableValue } from "./mutability.ts";
import { expressionOf } from "./parse.ts";
import type { Run } from "./run.ts";
import { objectAt, type State, type Value } from "./state.ts";

/** What a name means at some point; `unbound` when reading it raises, `builtin` when the file leaves it to Python. */
export type Lookup = Value | { kind: "unbound"; exception: string } | { kind: "builtin" };

export function lookup(run: Run, state: State, frame: Frame, name: string): Lookup {
  const temporary = name.startsWith("$") ? state.variables.get(name) : undefined;
  if (temporary !== undefined) return temporary;
  for (let scope: Frame | null = frame; scope !== null; scope = scope.outer) {
    if (scope.globals.has(name)) break;
    if (!scope.locals.has(name)) continue;
    const value = state.variables.get(keyOf(scope, name));
    return (
      value ?? { kind: "unbound", exception: scope === frame && !frame.nested ? "UnboundLocalError" : "NameError" }
    );
  }
  return globalValue(run, name);
}

function globalValue(run: Run, name: string): Lookup {
  const { imports, functions, values, defined } = bindingsOf(run.module);
  const fn = functions.get(name);
  if (fn !== undefined) {
    if (fn.node.nodeType !== "FunctionDef" || isRebound(run, name))
      return { kind: "unknown", construct: `call:${name}` };
    const definition = { kind: "def" as const, node: fn.node };
    return { kind: "function", closure: { name, key: fn.outline.key, definition, defaults: null, outer: null } };
  }
  if (classInFile(run.module, name) !== null) return { kind: "exception", exception: name };
  const node = values.get(name);
  if (node !== undefined && !isRebound(run, name)) return constant(run, name, expressionOf(run.module, node));
  const path = imports.get(name);
  if (path !== undefined && !defined.has(name)) return importedValue(path);
  if (defined.has(name) || path !== undefined) return { kind: "unknown", construct: `global:${name}` };
  if (hasStarImport(run)) return { kind: "unknown", construct: "import:*" };
  if (builtinException(name) !== null) return { kind: "exception", exception: name };
  return { kind: "builtin" };
}

/** What an imported name stands for: constants of `math` are known, everything else is named. */
export function importedValue(path: string): Lookup {
  const text = MATH[path];
  if (text === undefined) return { kind: "unknown", construct: `global:${path}` };
  const expression: Expression = { kind: "float", text };
  const term = real(Number(text));
  if (term === null) return { kind: "unknown", construct: `global:${path}` };
  return { kind: "plain", symbolic: [{ guard: "true", value: { kind: "float", term } }], reading: expression };
}

/** Constants of `math`, as `repr` writes them. */
const MATH: Record<string, string | undefined> = {
  "math.pi": "3.141592653589793",
  "math.e": "2.718281828459045",
  "math.tau": "6.283185307179586",
};

const rebound = new WeakMap<PythonModule, ReadonlySet<string>>();

/** Whether some function of the file may assign the module's name. */
function isRebound({ module }: Run, name: string): boolean {
  const known = rebound.get(module);
  if (known !== undefined) return known.has(name);
  const names = new Set<string>();
  for (const node of walkNodes(module.tree))
    if (node.nodeType === "Global") for (const one of node.names) names.add(one);
  rebound.set(module, names);
  return names.has(name);
}

function hasStarImport(run: Run): boolean {
  return run.module.tree.body.some(
    (node) =>
      node.nodeType === "ImportFrom" &&
      node.names.some(({ name }) => name === "*") &&
      !["typing", "__future__"].includes(node.module ?? ""),
  );
}

/** A module's name for an immutable value that is made of literals. */
function constant(run: Run, name: string, expression: Expression): Lookup {
  const nothing: Scope = {
    lookup: (inner) => {
      throw new UnsupportedConstruct(`global:${inner}`);
    },
    binds: () => true,
    old: null,
    fresh: run.fresh,
  };
  try {
    const { value, faults } = translate(expression, nothing);
    if (faults.length === 0 && !isMutableValue(value)) return { kind: "plain", symbolic: value, reading: expression };
  } catch (error) {
    if (!(error instanceof UnsupportedConstruct)) throw error;
  }
  return { kind: "unknown", construct: `global:${name}` };
}

/** The value of a name as the translation sees it. */
export function symbolicOf(state: State, value: Lookup, name: string): Symbolic {
  switch (value.kind) {
    case "plain":
      return value.symbolic;
    case "object": {
      const object = objectAt(state, value.location);
      if (object === undefined) throw new RangeError(`no object at ${value.location}`);
      return object.symbolic;
    }
    case "unknown":
      throw new UnsupportedConstruct(value.construct);
    default:
      throw new UnsupportedConstruct(`name:${name}`);
  }
}

export function readingAt(state: State, value: Lookup): Expression | null | undefined {
  switch (value.kind) {
    case "plain":
      return value.reading;
    case "object":
      return objectAt(state, value.location)?.reading ?? null;
    case "builtin":
      return undefined;
    default:
      return null;
  }
}

export function scopeOf(run: Run, state: State, frame: Frame): Scope {
  return {
    lookup: (name) => symbolicOf(state, lookup(run, state, frame, name), name),
    binds: (name) => lookup(run, state, frame, name).kind !== "builtin",
    old: null,
    fresh: run.fresh,
  };
}
