import type { ExprNode } from "py-ast";
import { iterate } from "./dunder.ts";
import { evaluate } from "./expressions.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { containerOf } from "./value.ts";
import type { Walk } from "./walk.ts";

type ComprehensionNode = Extract<ExprNode, { nodeType: "ListComp" | "SetComp" | "DictComp" | "GeneratorExp" }>;

const CLASS_OF = {
  ListComp: "builtins.list",
  SetComp: "builtins.set",
  DictComp: "builtins.dict",
  GeneratorExp: "builtins.generator",
} as const;

/** A comprehension runs in its own scope: its targets hide names of the function and are gone afterwards. A generator counts as consumed. */
export function evaluateComprehension(walk: Walk, node: ComprehensionNode): Value {
  const hidden = new Map<string, Value | undefined>();
  for (const { target, iter, ifs } of node.generators) {
    const elements = iterate(walk, evaluate(walk, iter), iter);
    for (const name of targetNames(target)) if (!hidden.has(name)) hidden.set(name, walk.env.get(name));
    assignTarget(walk, target, elements, iter, "inner");
    for (const condition of ifs) evaluate(walk, condition);
  }
  const parts =
    node.nodeType === "DictComp" ? [evaluate(walk, node.key), evaluate(walk, node.value)] : [evaluate(walk, node.elt)];
  for (const [name, value] of hidden) {
    if (value) walk.env.set(name, value);
    else walk.env.delete(name);
  }
  return containerOf(CLASS_OF[node.nodeType], parts);
}

function targetNames(target: ExprNode): string[] {
  if (target.nodeType === "Name") return [target.id];
  if (target.nodeType === "Starred") return targetNames(target.value);
  return target.nodeType === "Tuple" || target.nodeType === "List" ? target.elts.flatMap(targetNames) : [];
}
