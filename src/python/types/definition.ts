import type { ClassDef, ExprNode, FunctionDef, StmtNode } from "py-ast";
import type { AsyncFunctionDef } from "../module.ts";
import { annotatedType } from "./annotation.ts";
import { bindName } from "./assignment.ts";
import { defineClass } from "./classes.ts";
import { addLower, type Context, type Frame, require } from "./context.ts";
import { examplesOf } from "./examples.ts";
import { evaluate } from "./expression.ts";
import { callType } from "./invoke.ts";
import { resolveName } from "./names.ts";
import { instance, NONE, type Type, UNKNOWN, variableType } from "./type.ts";
import { type Unit, unitOf } from "./unit.ts";

/** `def` and `class`: bind the name to what the decorators leave of it. */
export function executeDefinition(
  frame: Frame,
  node: Extract<StmtNode, { nodeType: "FunctionDef" | "AsyncFunctionDef" | "ClassDef" }>,
) {
  if (node.nodeType === "ClassDef") return defineDecorated(frame, node);
  const { registry } = frame.context;
  const known = registry.units.has(node);
  const unit = unitOf(registry, node, frame.unit, frame.cls);
  if (!known) addExamples(frame.context, node.body);
  declare(frame, unit, node);
  let type: Type = { kind: "function", unit, receiver: null };
  for (const decorator of [...node.decorator_list].reverse()) type = decorated(frame, decorator, type);
  bindName(frame, node.name, type);
}

function defineDecorated(frame: Frame, node: ClassDef): void {
  const cls = defineClass(frame, node);
  bindName(frame, node.name, { kind: "class", name: node.name, cls });
}

/** The examples of a docstring call the functions of the file like any other code. */
export function addExamples(context: Context, body: readonly StmtNode[]): void {
  const example = examplesOf(body);
  if (example === null) return;
  unitOf(context.registry, example.tree, context.module, null).example = example;
}

/** Takes over annotations, and what defaults tell of parameters without one. */
function declare(frame: Frame, unit: Unit, node: FunctionDef | AsyncFunctionDef): void {
  const { args } = node;
  const written = new Map<string, ExprNode>();
  for (const argument of [...(args.posonlyargs ?? []), ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg]) {
    if (argument?.annotation) written.set(argument.arg, argument.annotation);
  }
  for (const parameter of unit.parameters) {
    const annotation = written.get(parameter.name);
    parameter.declared =
      annotation === undefined ? null : annotatedType(annotation, (name) => resolveName(frame, name));
    if (parameter.default === null) continue;
    const type = evaluate(frame, parameter.default);
    if (parameter.declared !== null) continue;
    const value = variableType(parameter.variable);
    if (type === NONE) require(value, null, "default-none", parameter.default);
    else if (type.kind === "instance")
      require(value, type.args.length === 0 ? type : instance(type.name), `default-${type.name}`, parameter.default);
    else if (type.kind === "function" || type.kind === "class") addLower(frame.context, parameter.variable, type);
    else require(value, type.kind === "tuple" ? instance("tuple") : null, "default-other", parameter.default);
  }
  if (node.returns) {
    const declared = annotatedType(node.returns, (name) => resolveName(frame, name));
    unit.declaredReturn =
      unit.isAsync && !unit.isGenerator ? instance("Coroutine", [UNKNOWN, UNKNOWN, declared]) : declared;
  }
}

const KEEPS = new Set([
  "staticmethod",
  "classmethod",
  "property",
  "cached_property",
  "abstractmethod",
  "lru_cache",
  "cache",
  "override",
  "final",
  "wraps",
  "overload",
  "setter",
  "getter",
  "deleter",
  "njit",
  "jit",
]);

function decorated(frame: Frame, decorator: ExprNode, type: Type): Type {
  const named = decorator.nodeType === "Call" ? decorator.func : decorator;
  const name = named.nodeType === "Name" ? named.id : named.nodeType === "Attribute" ? named.attr : "";
  const known = resolvedInFile(frame, named);
  if (KEEPS.has(name) && !known) {
    if (decorator.nodeType === "Call") evaluate(frame, decorator);
    return type;
  }
  const value = evaluate(frame, decorator);
  return callType(frame, value, [{ type, node: decorator }], decorator);
}

function resolvedInFile(frame: Frame, node: ExprNode): boolean {
  return node.nodeType === "Name" && resolveName(frame, node.id).kind === "function";
}
