import type { ExprNode } from "py-ast";
import type { Frame } from "./context.ts";
import { evaluate } from "./expression.ts";
import { type Argument, callType } from "./invoke.ts";
import type { Type } from "./type.ts";

/** Calls evaluate the callee, then the arguments in order. Inside a method, `super()` stands for the receiver seen from its bases. */
export function evaluateCall(frame: Frame, node: Extract<ExprNode, { nodeType: "Call" }>): Type {
  const callee = evaluate(frame, node.func);
  const args: Argument[] = [];
  for (const argument of node.args) {
    if (argument.nodeType === "Starred") {
      evaluate(frame, argument);
      args.push({ type: { kind: "unknown" }, node: argument, spread: true });
    } else args.push({ type: evaluate(frame, argument), node: argument });
  }
  for (const keyword of node.keywords) {
    const type = evaluate(frame, keyword.value);
    if (keyword.arg === undefined || keyword.arg === null) args.push({ type, node: keyword.value, spread: true });
    else args.push({ type, node: keyword.value, keyword: keyword.arg });
  }
  return callType(frame, callee, args, node);
}
