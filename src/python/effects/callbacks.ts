import type { PositionedNode } from "../module.ts";
import type { Argument, CallArguments } from "./call-unit.ts";
import { CUSTOMARY_MUTATORS } from "./library/builtins.ts";
import { factOf, methodFact } from "./library/lookup.ts";
import { observeCode } from "./library-effects.ts";
import type { Unit } from "./program.ts";
import type { Shape, Value } from "./value.ts";
import { isItself, mergeRoots, rootsInside, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { noteCall, observe, observeChange } from "./walk.ts";

/** Keywords by which callables are given to library functions. */
const CALLABLE_KEYWORDS = new Set([
  "key",
  "target",
  "func",
  "function",
  "default_factory",
  "callback",
  "initializer",
  "object_hook",
]);
/** Functions whose first argument is called. */
const FIRST_IS_CALLED = new Set([
  "map",
  "filter",
  "reduce",
  "partial",
  "starmap",
  "takewhile",
  "dropwhile",
  "filterfalse",
  "submit",
  "register",
]);

/**
 * Functions passed by name to code outside the file count as called by it, with elements of the other arguments. `confidence` is how sure that is.
 */
export function callCallbacks(walk: Walk, node: PositionedNode, args: CallArguments, confidence: number): void {
  const all = [...args.positional, ...args.keywords];
  for (const { value } of all) {
    for (const shape of value.shapes) {
      if (shape.kind !== "function") continue;
      const others = all.filter((other) => other.value !== value).map((other) => other.value);
      noteCall(walk, node, shape.unit, elementBindings(shape.unit, shape.receiver, others), confidence, shape.closure);
    }
  }
}

/** As `callCallbacks`, for library functions known to call what they are given: library functions and unknown callables count too. */
export function callKnownCallbacks(walk: Walk, node: PositionedNode, name: string, args: CallArguments): void {
  const short = name.split(".").at(-1) ?? name;
  args.positional.forEach((argument, index) => {
    callGiven(walk, node, argument, index === 0 && FIRST_IS_CALLED.has(short));
  });
  for (const argument of args.keywords) {
    callGiven(walk, node, argument, argument.name !== null && CALLABLE_KEYWORDS.has(argument.name));
  }
}

function callGiven(walk: Walk, node: PositionedNode, argument: Argument, isCalled: boolean): void {
  const { value, node: source } = argument;
  if (isCalled && source.nodeType === "Attribute" && CUSTOMARY_MUTATORS.has(source.attr) && value.shapes.length === 0) {
    const suffix = `.${source.attr}`;
    const roots = value.roots.map((root) => ({
      ...root,
      path: root.path.endsWith(suffix) ? root.path.slice(0, -suffix.length) : root.path,
    }));
    observeChange(walk, node, { ...value, roots }, null, {
      rule: "mutator-method",
      confidence: 0.8,
      action: `\`${source.attr}\` changes`,
    });
    return;
  }
  for (const shape of value.shapes) callLibraryShape(walk, node, shape);
  const root = value.roots.find((one) => one.owner === "parameter" && isItself(one));
  if (!isCalled || value.shapes.length > 0 || !root) return;
  observe(walk, node, {
    effect_type: "unknown_call",
    target: root.path,
    description: `passes on \`${root.path}\` to be called; its effects are not known`,
    rule: "unknown-call",
    confidence: 0.3,
    root,
  });
}

/** Notes what calling a library function or method does, whatever its arguments are. */
export function callLibraryShape(walk: Walk, node: PositionedNode, shape: Shape): void {
  if (shape.kind === "library") {
    const fact = factOf(shape.path);
    for (const code of fact?.kind === "function" || fact?.kind === "method" ? fact.codes : []) {
      observeCode(walk, node, code, { path: shape.path, subject: null, confidence: 0.85 });
    }
  }
  if (shape.kind === "method") {
    const fact = methodFact(shape.path, shape.name);
    for (const code of fact?.codes ?? []) {
      observeCode(walk, node, code, { path: `${shape.path}.${shape.name}`, subject: null, confidence: 0.85 });
    }
    if (fact?.mutates) {
      observeChange(walk, node, shape.receiver, null, {
        rule: "mutator-method",
        confidence: 0.85,
        action: `\`${shape.name}\` changes`,
      });
    }
  }
}

/** Every parameter of a callback may get an element of any other argument. */
function elementBindings(unit: Unit, receiver: Value | null, others: Value[]): Map<string, Value> {
  const bindings = new Map<string, Value>();
  if (!unit.parameters) return bindings;
  const names = [...unit.parameters.posonlyargs, ...unit.parameters.args].map((parameter) => parameter.arg);
  const own = receiver ? names.shift() : undefined;
  if (receiver && own !== undefined) bindings.set(own, receiver);
  const roots = others.reduce((merged, other) => mergeRoots(merged, rootsInside(other.roots, null)), UNKNOWN.roots);
  for (const name of names) bindings.set(name, { ...UNKNOWN, roots });
  return bindings;
}
