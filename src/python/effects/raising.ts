import type { ExprNode, StmtNode } from "py-ast";
import { exceptionOfShape, looksLikeClass } from "./exceptions.ts";
import { evaluate } from "./expressions.ts";
import { isUnbound } from "./names.ts";
import type { ExceptionClass } from "./program.ts";
import type { Value } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, textOf } from "./walk.ts";

/** Target of an exception effect whose class the source does not tell. */
export const UNKNOWN_EXCEPTION = "?";

/** `raise`, also without a class of its own: what the handler caught goes on. */
export function raise(walk: Walk, node: Extract<StmtNode, { nodeType: "Raise" }>): void {
  if (node.cause) evaluate(walk, node.cause);
  if (!node.exc) {
    reraise(walk, node);
    return;
  }
  const before = walk.unit.observations.length;
  const value = evaluate(walk, node.exc);
  if (node.exc.nodeType === "Name") {
    const name = node.exc.id;
    if (walk.handling.some((handler) => handler.name === name)) {
      reraise(walk, node, name);
      return;
    }
  }
  const raised = raisedClasses(walk, node.exc, value);
  if (raised.length > 0) dropConstruction(walk, node.exc, before);
  if (raised.length === 0) {
    observe(walk, node, {
      effect_type: "exception",
      target: UNKNOWN_EXCEPTION,
      description: `raises \`${textOf(walk.program.module, node.exc)}\`, whose class the source does not tell`,
      rule: "raise",
      confidence: 0.5,
    });
  }
  for (const exception of raised) {
    observe(walk, node, {
      effect_type: "exception",
      target: exception.name,
      description: `raises ${exception.name}`,
      rule: "raise",
      confidence: raised.length === 1 && value.complete ? 0.99 : 0.85,
      exception,
    });
  }
}

/** That an exception is constructed goes without saying: no call is unknown for it. */
function dropConstruction(walk: Walk, exception: ExprNode, before: number): void {
  const { observations } = walk.unit;
  const kept = observations.slice(before).filter((one) => one.node !== exception || one.effect_type !== "unknown_call");
  observations.length = before;
  observations.push(...kept);
}

function raisedClasses(walk: Walk, node: ExprNode, value: Value): ExceptionClass[] {
  const known = value.shapes.flatMap((shape) => {
    const exception = exceptionOfShape(shape);
    return exception ? [exception] : [];
  });
  if (known.length > 0) return known;
  const named = node.nodeType === "Call" ? node.func : node;
  if (named.nodeType !== "Name" && named.nodeType !== "Attribute") return [];
  const text = textOf(walk.program.module, named);
  const isFree =
    named.nodeType === "Name"
      ? isUnbound(walk, named.id)
      : /^[A-Za-z_][\w.]*$/.test(text) && !/^(self|cls)\./.test(text);
  return isFree && looksLikeClass(text) ? [{ id: text, name: text.split(".").at(-1) ?? text, info: null }] : [];
}

/** What a handler lets go on was never caught: `walkTry` has left those effects in place, and the classes it names are what may come. */
function reraise(walk: Walk, node: StmtNode, name: string | null = null): void {
  const handler = name === null ? walk.handling.at(-1) : walk.handling.find((one) => one.name === name);
  if (!handler) {
    observe(walk, node, {
      effect_type: "exception",
      target: UNKNOWN_EXCEPTION,
      description: "raises again whatever is being handled",
      rule: "reraise",
      confidence: 0.5,
    });
    return;
  }
  for (const exception of handler.caught ?? []) {
    if (exception.id === "Exception" || exception.id === "BaseException") continue;
    observe(walk, node, {
      effect_type: "exception",
      target: exception.name,
      description: `raises again the ${exception.name} it has caught`,
      rule: "reraise",
      confidence: 0.8,
      exception,
    });
  }
}
