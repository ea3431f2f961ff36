import type { ExprNode } from "py-ast";
import { attributeOf } from "./attributes.ts";
import type { CallArguments } from "./call-unit.ts";
import { callUnit } from "./call-unit.ts";
import { callCallbacks } from "./callbacks.ts";
import { iterate } from "./dunder.ts";
import { exceptionOfShape } from "./exceptions.ts";
import { evaluate, evaluateRaw } from "./expressions.ts";
import { findMethod, isOpen } from "./hierarchy.ts";
import { CUSTOMARY_MUTATORS, CUSTOMARY_PURE_METHODS } from "./library/builtins.ts";
import { callLibrary, callLibraryMethod } from "./library-calls.ts";
import type { ClassInfo, Unit } from "./program.ts";
import { receiverName } from "./program.ts";
import type { Root, Shape, Value } from "./value.ts";
import { containerOf, isItself, join, rootsHeld, rootsInside, shaped, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, observeChange, textOf } from "./walk.ts";

export type CallNode = Extract<ExprNode, { nodeType: "Call" }>;

/** Evaluates a call: its parts, what it surely or possibly calls, and what it gives back. */
export function evaluateCall(walk: Walk, node: CallNode): Value {
  const superValue = superCall(walk, node);
  if (superValue) return superValue;
  const { func } = node;
  const base = func.nodeType === "Attribute" ? evaluate(walk, func.value) : null;
  const callee = base && func.nodeType === "Attribute" ? attributeOf(walk, base, func) : evaluateRaw(walk, func);
  const args = evaluateArguments(walk, node);
  let result: Value | null = null;
  for (const shape of callee.shapes) {
    const given = callShape(walk, node, shape, args);
    result = result ? join(result, given) : given;
  }
  if (callee.complete && callee.shapes.length > 0) return result ?? UNKNOWN;
  const given = callUnknown(walk, node, callee, base, args);
  return result ? join(result, given) : given;
}

function evaluateArguments(walk: Walk, node: CallNode): CallArguments {
  return {
    positional: node.args.map((argument) =>
      argument.nodeType === "Starred"
        ? { value: iterate(walk, evaluate(walk, argument.value), argument), node: argument, starred: true }
        : { value: evaluate(walk, argument), node: argument, starred: false },
    ),
    keywords: node.keywords.map((keyword) => {
      const value = evaluate(walk, keyword.value);
      const inner = keyword.arg === undefined ? { ...UNKNOWN, roots: rootsInside(value.roots, null) } : value;
      return { value: inner, node: keyword.value, name: keyword.arg ?? null };
    }),
  };
}

/** `super()` and `super(C, self)` in a method of a class in this file. */
function superCall(walk: Walk, node: CallNode): Value | null {
  if (node.func.nodeType !== "Name" || node.func.id !== "super") return null;
  const method = enclosingMethod(walk.unit);
  const self = method ? receiverName(method) : null;
  if (!method?.owner_class) return null;
  const receiver = (self === null ? null : walk.env.get(self)) ?? UNKNOWN;
  return shaped({ kind: "super", info: method.owner_class, receiver });
}

function enclosingMethod(unit: Unit): Unit | null {
  for (let outer: Unit | null = unit; outer; outer = outer.parent) if (outer.owner_class) return outer;
  return null;
}

function callShape(walk: Walk, node: CallNode, shape: Shape, args: CallArguments): Value {
  switch (shape.kind) {
    case "library":
      return callLibrary(walk, node, shape.path, shape.assumed, args);
    case "method":
      return callLibraryMethod(walk, node, shape, args);
    case "function":
      return callUnit(walk, node, shape.unit, args, shape.receiver, 0.97, shape.closure);
    case "class":
      return construct(walk, node, shape.info, args);
    case "object": {
      const call = findMethod(shape.info, "__call__");
      if (call) return callUnit(walk, node, call, args, shaped(shape), 0.95);
      if (isOpen(shape.info)) observeUnknown(walk, node, null, "an object whose class is not all in this file");
      return UNKNOWN;
    }
    case "foreign":
      callCallbacks(walk, node, args, 0.6);
      if (exceptionOfShape(shape) && /(Error|Exception|Warning)$/.test(shape.path)) return shaped(shape);
      observeUnknown(walk, node, null, "code of another module");
      return UNKNOWN;
    case "instance":
    case "super":
      return UNKNOWN;
  }
}

/** Constructs an object of a class in this file: `__new__` and `__init__` run, and what they do to the new object stays with it. */
function construct(walk: Walk, node: CallNode, info: ClassInfo, args: CallArguments): Value {
  const parts = [...args.positional, ...args.keywords].map(({ value }) => value);
  const created: Value = { ...containerOf("builtins.object", parts), shapes: [{ kind: "object", info }] };
  const fresh: Value = { ...created, roots: [] };
  for (const name of ["__new__", "__init__", "__post_init__"]) {
    const method = findMethod(info, name);
    if (!method) continue;
    const given = name === "__post_init__" ? { positional: [], keywords: [] } : args;
    callUnit(walk, node, method, given, name === "__new__" ? classValue(info) : fresh, 0.97);
  }
  if (isOpen(info) && !findMethod(info, "__init__")) observeUnknown(walk, node, null, "a base class of another module");
  return created;
}

/** A class as the object it is: its attributes are the module's state. */
function classValue(info: ClassInfo): Value {
  const root: Root = { owner: "global", name: info.name, unit: null, steps: 0, wraps: 0, path: info.name };
  return { ...shaped({ kind: "class", info }), roots: [root] };
}

/** A call of something that nothing in the file tells. Customary method names of containers and texts keep their meaning. */
function callUnknown(walk: Walk, node: CallNode, callee: Value, base: Value | null, args: CallArguments): Value {
  callCallbacks(walk, node, args, 0.6);
  const { func } = node;
  if (func.nodeType === "Attribute" && base) {
    if (CUSTOMARY_MUTATORS.has(func.attr)) {
      observeChange(walk, node, base, null, {
        rule: "mutator-method",
        confidence: 0.85,
        action: `\`${func.attr}\` changes`,
      });
      holdArguments(walk, func, args);
      return { ...UNKNOWN, roots: rootsInside(base.roots, null) };
    }
    if (CUSTOMARY_PURE_METHODS.has(func.attr)) {
      const inside = rootsInside(base.roots, null);
      return { ...UNKNOWN, roots: func.attr === "copy" ? rootsHeld(inside) : inside };
    }
  }
  const direct = callee.roots.find((root) => root.owner !== "global" && isItself(root)) ?? null;
  observeUnknown(walk, node, direct, direct ? "a function given as an argument" : "a function that nothing here tells");
  return UNKNOWN;
}

/** Methods by which a container takes its arguments in, and those by which it takes in their elements. */
const TAKES_ARGUMENTS = new Set("append appendleft add insert put put_nowait".split(" "));
const TAKES_ELEMENTS = new Set("extend extendleft update".split(" "));

/** A container in a variable holds what is put into it; keys do not count, as they cannot be changed. */
export function holdArguments(walk: Walk, func: ExprNode, args: CallArguments): void {
  if (func.nodeType !== "Attribute" || func.value.nodeType !== "Name") return;
  const known = walk.env.get(func.value.id);
  if (!known) return;
  const values = [...args.positional, ...args.keywords].map(({ value }) => value);
  const parts = TAKES_ARGUMENTS.has(func.attr)
    ? values
    : TAKES_ELEMENTS.has(func.attr)
      ? values.map((value) => ({ ...UNKNOWN, roots: rootsInside(value.roots, null) }))
      : func.attr === "setdefault"
        ? values.slice(1)
        : [];
  const held = containerOf("builtins.list", parts).roots;
  if (held.length > 0) walk.env.set(func.value.id, join(known, { ...known, roots: held }));
}

export function observeUnknown(walk: Walk, node: CallNode, root: Root | null, what: string): void {
  const text = root?.path ?? textOf(walk.program.module, node.func);
  observe(walk, node, {
    effect_type: "unknown_call",
    target: text,
    description: `calls \`${text}\`, ${what}; its effects are not known`,
    rule: "unknown-call",
    confidence: 0.3,
    root,
  });
}
