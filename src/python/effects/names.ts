import type { PositionedNode } from "../module.ts";
import { isBuiltinException } from "./exceptions.ts";
import { BUILTIN_NAMES } from "./library/builtins.ts";
import { factOf, isLibraryModule, isStandardModule, onlyOwner } from "./library/lookup.ts";
import type { Unit } from "./program.ts";
import type { Shape, Value } from "./value.ts";
import { join, shaped, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";

/** What a name denotes where the walk stands, by Python's scoping rules: class body, function, enclosing functions, module, built-ins. */
export function lookUp(walk: Walk, name: string, node: PositionedNode): Value {
  const { unit, program } = walk;
  const inClass = walk.class_bodies.at(-1)?.names.get(name);
  if (inClass) return inClass;
  const here = walk.env.get(name);
  if (here) return here;
  if (unit === program.body) return unboundName(walk, name);
  if (unit.names.globals.has(name)) return moduleName(walk, name, node);
  if (unit.names.locals.has(name)) return unit.bindings.get(name) ?? UNKNOWN;
  for (let outer = unit.parent; outer && outer !== program.body; outer = outer.parent) {
    if (outer.names.globals.has(name)) return moduleName(walk, name, node);
    if (!outer.names.locals.has(name)) continue;
    return outerVariable(outer.bindings.get(name) ?? UNKNOWN, name, "free", outer);
  }
  return moduleName(walk, name, node);
}

function moduleName(walk: Walk, name: string, node: PositionedNode): Value {
  const { body } = walk.program;
  const value = body.bindings.get(name);
  if (!value)
    return body.names.locals.has(name) ? outerVariable(UNKNOWN, name, "global", null) : unboundName(walk, name);
  if (isData(value) && !walk.unit.global_reads.has(name)) walk.unit.global_reads.set(name, node);
  return outerVariable(value, name, "global", null, walk.program.body.volatile.has(name));
}

/** False for what code defines once: modules, functions, classes. */
function isData(value: Value): boolean {
  return !value.complete || value.shapes.length === 0 || value.shapes.some((shape) => !isDefinition(shape));
}

function isDefinition(shape: Shape): boolean {
  return shape.kind === "library" || shape.kind === "foreign" || shape.kind === "function" || shape.kind === "class";
}

function outerVariable(
  value: Value,
  name: string,
  owner: "global" | "free",
  unit: Unit | null,
  changes = false,
): Value {
  const constant = changes || (unit?.volatile.has(name) ?? false) ? null : value.constant;
  if (!isData(value) && !value.shapes.some((shape) => shape.kind === "class")) return { ...value, constant };
  return { ...value, constant, roots: [{ owner, name, unit, steps: 0, wraps: 0, path: name }] };
}

function unboundName(walk: Walk, name: string): Value {
  for (const module of walk.program.star_imports) {
    const fact = factOf(`${module}.${name}`);
    if (fact && (fact.codes.length > 0 || fact.kind === "class" || fact.kind === "exception" || fact.mutates)) {
      return shaped({ kind: "library", path: fact.path, assumed: false });
    }
  }
  if (BUILTIN_NAMES.has(name) || isBuiltinException(name)) {
    return shaped({ kind: "library", path: `builtins.${name}`, assumed: walk.program.star_imports.length > 0 });
  }
  return walk.program.star_imports.length > 0 ? UNKNOWN : assumedName(name);
}

/**
 * A name that nothing binds, as in an excerpt without its imports: a module of the standard library, or a function that only one of them has,
 * stands for itself.
 */
function assumedName(name: string): Value {
  if (isStandardModule(name) && isLibraryModule(name)) return shaped({ kind: "library", path: name, assumed: true });
  const owner = onlyOwner(name);
  return owner === null ? UNKNOWN : shaped({ kind: "library", path: `${owner}.${name}`, assumed: true });
}

/** Adds to what a variable may ever hold. */
export function addBinding(unit: Unit, name: string, value: Value): void {
  const known = unit.bindings.get(name);
  unit.bindings.set(name, known ? join(known, value) : value);
}

/** True for names that nothing in reach binds and Python does not define. */
export function isUnbound(walk: Walk, name: string): boolean {
  const { unit, program } = walk;
  if (walk.env.has(name) || walk.class_bodies.at(-1)?.names.has(name)) return false;
  for (let outer: Unit | null = unit; outer; outer = outer.parent) if (outer.names.locals.has(name)) return false;
  return !program.body.bindings.has(name);
}
