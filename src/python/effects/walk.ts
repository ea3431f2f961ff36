import type { ExprNode } from "py-ast";
import type { EffectType } from "../../ir/ir.ts";
import type { PositionedNode, PythonModule } from "../module.ts";
import { sliceOf } from "../spans.ts";
import { Environment } from "./environment.ts";
import { isCaught } from "./exceptions.ts";
import type { CallEdge, ClassInfo, ExceptionClass, Guard, Observation, Program, Unit } from "./program.ts";
import type { Root, Value } from "./value.ts";
import { isItself, isWrapped } from "./value.ts";

/** Where a walk through a unit's statements stands. */
export interface Walk {
  program: Program;
  unit: Unit;
  /** What the unit's variables hold here. */
  env: Environment;
  /** Classes whose body is being executed, innermost last, with the names bound so far. */
  class_bodies: { info: ClassInfo; names: Map<string, Value> }[];
  /** Enclosing handlers, outermost first. */
  guards: Guard[];
  /** What the enclosing handlers have caught, innermost last. */
  handling: { name: string | null; caught: ExceptionClass[] | null }[];
  loops: number;
  /** Join of what the unit has returned so far in this pass. */
  returns: Value | null;
  /** The expression that the statement at hand returns or yields. */
  returning: ExprNode | null;
}

interface ObservationParts {
  effect_type: EffectType;
  target: string;
  description: string;
  rule: string;
  confidence: number;
  source?: "static" | "declared";
  root?: Root | null;
  exception?: ExceptionClass | null;
}

/** Notes what the unit does at a node; an exception that an enclosing handler catches is no effect. */
export function observe(walk: Walk, node: PositionedNode, parts: ObservationParts): void {
  const exception = parts.exception ?? null;
  if (parts.effect_type === "exception" && isCaught(exception, walk.guards)) return;
  const observation: Observation = { source: "static", root: null, ...parts, exception, node };
  walk.unit.observations.push(observation);
}

export function noteCall(
  walk: Walk,
  node: PositionedNode,
  callee: Unit,
  bindings: CallEdge["bindings"],
  confidence: number,
  closure: CallEdge["closure"] = null,
): void {
  walk.unit.calls.push({ callee, bindings, closure, guards: [...walk.guards], node, confidence });
}

const MAX_TARGET = 80;

/** Source of an expression on one line, short enough to name a thing. */
export function textOf(module: PythonModule, node: ExprNode): string {
  if (node.nodeType === "Name") return node.id;
  const text = sliceOf(module, node).replaceAll(/\s+/g, " ").trim();
  return text.length > MAX_TARGET ? `${text.slice(0, MAX_TARGET - 1)}…` : text;
}

/** Notes the change of what a value leads to, for every variable of someone else among its roots. */
export function observeChange(
  walk: Walk,
  node: PositionedNode,
  value: Value,
  attribute: string | null,
  how: { rule: string; confidence: number; action: string },
): void {
  for (const root of value.roots) {
    if (isWrapped(root)) continue;
    const path =
      attribute !== null && isItself(root) && root.path === root.name ? `${root.name}.${attribute}` : root.path;
    observe(walk, node, {
      effect_type: root.owner === "parameter" ? "mutation" : "state",
      target: path,
      description: `${how.action} ${describeRoot(root, path)}`,
      rule: how.rule,
      confidence: how.confidence,
      root: { ...root, path },
    });
  }
}

export function describeRoot(root: Root, path: string): string {
  const what = root.steps > 0 ? "something reached through " : "";
  if (root.owner === "parameter") return `${what}the argument \`${path}\``;
  if (root.owner === "global") return `${what}the module's \`${path}\``;
  return `${what}\`${path}\` of the enclosing function`;
}

/** Goes on in a branch of what variables hold, which it gives back. */
export function branch(walk: Walk): Environment {
  walk.env = new Environment(walk.env);
  return walk.env;
}
