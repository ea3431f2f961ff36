import type { ExprNode } from "py-ast";
import type { PositionedNode } from "../module.ts";
import type { Unit } from "./program.ts";
import type { Root, Value } from "./value.ts";
import { containerOf, mergeRoots, rootsThrough, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { noteCall } from "./walk.ts";

export interface Argument {
  value: Value;
  node: ExprNode;
}

export interface CallArguments {
  /** A starred argument's value stands for the elements. */
  positional: (Argument & { starred: boolean })[];
  /** `name` is null for `**mapping`, whose value stands for the mapping's values. */
  keywords: (Argument & { name: string | null })[];
}

export const NO_ARGUMENTS: CallArguments = { positional: [], keywords: [] };

/** Notes the call of a unit of this file and tells what it gives back. */
export function callUnit(
  walk: Walk,
  node: PositionedNode,
  unit: Unit,
  args: CallArguments,
  receiver: Value | null,
  confidence: number,
  closure: Map<string, Value> | null = null,
): Value {
  const bindings = bindArguments(unit, args, receiver);
  noteCall(walk, node, unit, bindings, confidence, closure);
  return resultOf(unit, bindings);
}

/** What each parameter of a unit gets. */
export function bindArguments(unit: Unit, args: CallArguments, receiver: Value | null): Map<string, Value> {
  const bindings = new Map<string, Value>();
  if (!unit.parameters) return bindings;
  const { posonlyargs, args: plain, vararg, kwonlyargs, kwarg } = unit.parameters;
  const names = [...posonlyargs, ...plain].map((parameter) => parameter.arg);
  const known = new Set([...names, ...kwonlyargs.map((parameter) => parameter.arg)]);
  const values = [...(receiver ? [{ value: receiver, starred: false }] : []), ...args.positional];
  const rest: Value[] = [];
  let position = 0;
  for (const { value, starred } of values) {
    if (starred) {
      for (const name of names.slice(position)) bindings.set(name, spread(bindings.get(name), value));
      rest.push(value);
      continue;
    }
    const name = names[position];
    position += 1;
    if (name === undefined) rest.push(value);
    else bindings.set(name, value);
  }
  const extra: Value[] = [];
  for (const { name, value } of args.keywords) {
    if (name !== null && known.has(name)) bindings.set(name, value);
    else if (name !== null) extra.push(value);
    else {
      for (const open of known) if (!bindings.has(open)) bindings.set(open, value);
      extra.push(value);
    }
  }
  if (vararg && rest.length > 0) bindings.set(vararg.arg, containerOf("builtins.tuple", rest));
  if (kwarg && extra.length > 0) bindings.set(kwarg.arg, containerOf("builtins.dict", extra));
  return bindings;
}

function spread(known: Value | undefined, value: Value): Value {
  return { ...UNKNOWN, roots: mergeRoots(known?.roots ?? [], value.roots) };
}

function resultOf(unit: Unit, bindings: Map<string, Value>): Value {
  const { returns } = unit;
  if (!returns) return UNKNOWN;
  const shapes = returns.shapes.map((shape) =>
    shape.kind === "function" && shape.unit.parent === unit ? { ...shape, closure: bindings } : shape,
  );
  return { ...returns, shapes, roots: returns.roots.flatMap((root) => carryRoot(root, unit, bindings)) };
}

/**
 * The caller's roots for a root of the callee: a parameter stands for what the argument leads to, the rest stays what it is. A new object of
 * the callee's that holds a parameter holds the argument.
 */
export function carryRoot(root: Root, callee: Unit, bindings: Map<string, Value>): Root[] {
  if (root.owner !== "parameter" || root.unit !== callee) return [root];
  const roots = bindings.get(root.name)?.roots ?? [];
  return rootsThrough(root, roots);
}
