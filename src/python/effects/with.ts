import type { StmtNode } from "py-ast";
import { callSpecial } from "./dunder.ts";
import { exceptionsOfValue } from "./exceptions.ts";
import { evaluate } from "./expressions.ts";
import { factOf } from "./library/lookup.ts";
import type { Guard } from "./program.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { instanceOf, join, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";

type WithNode = Extract<StmtNode, { nodeType: "With" | "AsyncWith" }>;

/** `with`: managers of this file are entered and left; `contextlib.suppress` and `pytest.raises` catch. */
export function walkWith(walk: Walk, node: WithNode, walkBody: (walk: Walk, body: StmtNode[]) => void): void {
  const added: Guard[] = [];
  const prefix = node.nodeType === "AsyncWith" ? "__a" : "__";
  for (const { context_expr: context, optional_vars: target } of node.items) {
    const manager = evaluate(walk, context);
    const entered = callSpecial(walk, manager, `${prefix}enter__`, context);
    callSpecial(walk, manager, `${prefix}exit__`, context);
    if (target) assignTarget(walk, target, entered ?? enteredValue(manager), context);
    const caught = suppressedBy(walk, context);
    if (caught) added.push(caught);
  }
  walk.guards.push(...added);
  walkBody(walk, node.body);
  walk.guards.length -= added.length;
}

/** Files, sockets, sessions and the like give themselves. */
function enteredValue(manager: Value): Value {
  const known = manager.shapes.filter((shape) => shape.kind === "instance" && shape.path !== "tempfile.<directory>");
  if (manager.shapes.some((shape) => shape.kind === "instance" && shape.path === "tempfile.<directory>"))
    return instanceOf("builtins.str");
  return known.length > 0 ? { ...manager, shapes: known } : join(UNKNOWN, { ...UNKNOWN, roots: manager.roots });
}

function suppressedBy(walk: Walk, context: WithNode["items"][number]["context_expr"]): Guard | undefined {
  if (context.nodeType !== "Call") return undefined;
  const callee = evaluate(walk, context.func);
  const isSuppress = callee.shapes.some(
    (shape) =>
      (shape.kind === "library" && factOf(shape.path)?.path === "contextlib.suppress") ||
      ((shape.kind === "foreign" || shape.kind === "library") && shape.path === "pytest.raises"),
  );
  if (!isSuppress) return undefined;
  const classes = context.args.flatMap((argument) => exceptionsOfValue(evaluate(walk, argument)) ?? []);
  return classes.some((exception) => exception.id === "BaseException") ? null : classes;
}
