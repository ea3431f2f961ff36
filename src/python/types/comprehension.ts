import type { ExprNode } from "py-ast";
import { assign } from "./assignment.ts";
import { elementOf } from "./containers.ts";
import { allocate, type Frame } from "./context.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./expression.ts";
import { assume } from "./narrowing.ts";
import { targetNames } from "./scope.ts";
import { instance, NONE, type Type, UNKNOWN } from "./type.ts";

type Comprehension = Extract<ExprNode, { nodeType: "ListComp" | "SetComp" | "DictComp" | "GeneratorExp" }>;

/** Comprehensions have a scope of their own: targets end with them, and shadow the names of the function meanwhile. */
export function evaluateComprehension(frame: Frame, node: Comprehension): Type {
  const { context } = frame;
  const outer = frame.environment;
  const shadowed = new Set(node.generators.flatMap((generator) => targetNames(generator.target)));
  const unit = frame.unit;
  frame.environment = new Environment(outer);
  let scope = context.scopes.get(node);
  if (scope === undefined) {
    scope = { ...unit, locals: new Set([...unit.locals, ...shadowed]), names: new Map() };
    context.scopes.set(node, scope);
  }
  frame.unit = scope;
  const cls = frame.cls;
  frame.cls = null;
  for (const generator of node.generators) {
    const iterated = evaluate(frame, generator.iter);
    assign(frame, generator.target, generator.is_async ? UNKNOWN : elementOf(context, iterated, generator.iter));
    for (const test of generator.ifs) {
      evaluate(frame, test);
      assume(frame, test, true);
    }
  }
  const result = resultOf(frame, node);
  const walrus = [...frame.environment.own].filter(([name]) => !shadowed.has(name) && unit.locals.has(name));
  frame.environment = outer;
  frame.unit = unit;
  frame.cls = cls;
  for (const [name, type] of walrus) if (outer.get(name) === undefined) outer.set(name, type);
  return result;
}

function resultOf(frame: Frame, node: Comprehension): Type {
  const { context } = frame;
  switch (node.nodeType) {
    case "ListComp":
      return allocate(context, node, "list", [evaluate(frame, node.elt)]);
    case "SetComp":
      return allocate(context, node, "set", [evaluate(frame, node.elt)]);
    case "DictComp":
      return allocate(context, node, "dict", [evaluate(frame, node.key), evaluate(frame, node.value)]);
    case "GeneratorExp":
      return instance("Generator", [evaluate(frame, node.elt), NONE, NONE]);
  }
}
