import type { ClassDef, StmtNode } from "py-ast";
import type { CallArguments } from "./call-unit.ts";
import { callUnit } from "./call-unit.ts";
import { declaredEffects } from "./declared.ts";
import { callSpecial } from "./dunder.ts";
import { evaluate } from "./expressions.ts";
import { changeBases } from "./hierarchy.ts";
import { factOf, isLibraryClass } from "./library/lookup.ts";
import type { ClassInfo, FunctionNode } from "./program.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { join, onlyInstance, shaped } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, textOf } from "./walk.ts";

type Decorator = FunctionNode["decorator_list"][number];

/** A `def` statement: decorators, defaults and annotations are evaluated here and now; the body belongs to its own unit. */
export function defineFunction(walk: Walk, node: FunctionNode): void {
  const unit = walk.program.byNode.get(node);
  for (const value of [...node.args.defaults, ...node.args.kw_defaults]) if (value) evaluate(walk, value);
  if (!unit) return;
  const plain = shaped({ kind: "function", unit, receiver: null, closure: null });
  const value = decorate(walk, node.decorator_list, plain);
  unit.declared = declaredEffects(walk, node);
  unit.wrappers = value.shapes.flatMap((shape) =>
    shape.kind === "function" && shape.unit !== unit
      ? [{ callee: shape.unit, bindings: new Map(), closure: shape.closure, guards: [], node, confidence: 0.95 }]
      : [],
  );
  assignTarget(walk, nameNode(node.name, node), unit.is_property ? plain : value, node);
}

function nameNode(name: string, node: { lineno?: number; col_offset?: number }) {
  return {
    nodeType: "Name" as const,
    id: name,
    ctx: { nodeType: "Store" as const },
    lineno: node.lineno ?? 1,
    col_offset: node.col_offset ?? 0,
  };
}

/** Applies decorators, the innermost first. One of this file is called; what it gives back may stand for the function from then on. */
function decorate(walk: Walk, decorators: Decorator[], value: Value): Value {
  let decorated = value;
  for (const decorator of [...decorators].reverse()) {
    const callee = evaluate(walk, decorator);
    for (const shape of callee.shapes) {
      if (shape.kind !== "function") continue;
      const args: CallArguments = { positional: [{ value: decorated, node: decorator, starred: false }], keywords: [] };
      const given = callUnit(walk, decorator, shape.unit, args, shape.receiver, 0.95);
      decorated = join(decorated, { ...given, roots: [] });
    }
    if (!isHarmless(callee)) observeDecorator(walk, decorator);
  }
  return { ...decorated, complete: value.complete };
}

function isHarmless(callee: Value): boolean {
  if (!callee.complete || callee.shapes.length === 0) return onlyInstance(callee) !== null;
  return callee.shapes.every((shape) => {
    if (shape.kind === "library") return factOf(shape.path)?.known ?? false;
    return shape.kind !== "foreign";
  });
}

/** Decorators such as `app.route(...)` register the function somewhere; attributes of a property (`x.setter`) only build it. */
function observeDecorator(walk: Walk, decorator: Decorator): void {
  const named = decorator.nodeType === "Call" ? decorator.func : decorator;
  if (named.nodeType === "Attribute" && /^(setter|getter|deleter|register|cache|overload)$/.test(named.attr)) return;
  if (decorator.nodeType === "Call") return;
  const text = textOf(walk.program.module, named);
  observe(walk, decorator, {
    effect_type: "unknown_call",
    target: text,
    description: `decorates with \`${text}\`; what that does is not known`,
    rule: "unknown-decorator",
    confidence: 0.3,
  });
}

/** A `class` statement: its body runs here and now. */
export function defineClass(walk: Walk, node: ClassDef, walkBody: (walk: Walk, body: StmtNode[]) => void): void {
  const info = walk.program.classes.get(node);
  const bases = node.bases.map((base) => ({ base, value: evaluate(walk, base) }));
  for (const { value } of node.keywords) evaluate(walk, value);
  for (const decorator of node.decorator_list) evaluate(walk, decorator);
  if (!info) return;
  for (const { base, value } of bases) addBase(walk, info, value, base);
  walk.class_bodies.push({ info, names: new Map() });
  walkBody(walk, node.body);
  walk.class_bodies.pop();
  for (const base of info.bases) callSpecial(walk, shaped({ kind: "object", info: base }), "__init_subclass__", node);
  assignTarget(walk, nameNode(node.name, node), shaped({ kind: "class", info }), node);
}

/** Base classes of the standard library that bring no code of their own into methods a subclass leaves undefined. */
const QUIET_MODULES =
  /^(builtins|typing|typing_extensions|abc|enum|collections|collections\.abc|dataclasses|numbers|types)\./;

function addBase(walk: Walk, info: ClassInfo, value: Value, base: ClassDef["bases"][number]): void {
  const [shape] = value.shapes;
  if (shape?.kind === "class") {
    if (!info.bases.includes(shape.info)) {
      info.bases.push(shape.info);
      changeBases(info);
    }
    if (!shape.info.subclasses.includes(info)) shape.info.subclasses.push(info);
    return;
  }
  if (shape?.kind === "library" || shape?.kind === "foreign") {
    const path = shape.kind === "library" ? (factOf(shape.path)?.path ?? shape.path) : shape.path;
    if (!info.outer_bases.includes(path)) info.outer_bases.push(path);
    if (
      shape.kind === "foreign" ||
      !(QUIET_MODULES.test(path) || isLibraryClass(path) || factOf(path)?.kind === "exception")
    )
      markOpen(info);
    return;
  }
  if (base.nodeType === "Subscript") {
    addBase(walk, info, evaluate(walk, base.value), base.value);
    return;
  }
  const name = textOf(walk.program.module, base);
  if (!info.outer_bases.includes(name)) info.outer_bases.push(name);
  markOpen(info);
}

function markOpen(info: ClassInfo): void {
  if (!info.open) changeBases(info);
  info.open = true;
}
