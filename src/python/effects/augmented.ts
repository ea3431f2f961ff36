import type { StmtNode } from "py-ast";
import { binaryConstant } from "./constant.ts";
import { callSpecial } from "./dunder.ts";
import { evaluate, observeDivision } from "./expressions.ts";
import { isSubclass } from "./library/lookup.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import { instanceOf, join, onlyInstance, rootsHeld, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observeChange } from "./walk.ts";

type AugAssign = Extract<StmtNode, { nodeType: "AugAssign" }>;

/** Classes whose `+=`, `|=` and the like change the object itself (language reference, "Augmented assignment statements"). */
const CHANGED_IN_PLACE = [
  "builtins.list",
  "builtins.dict",
  "builtins.set",
  "builtins.bytearray",
  "collections.deque",
  "array.array",
];

/** `target op= value`: an object that supports it is changed in place, any other is replaced. */
export function augment(walk: Walk, node: AugAssign): void {
  const target = node.target;
  const current = evaluate(walk, target);
  const value = evaluate(walk, node.value);
  observeDivision(walk, { ...node, nodeType: "BinOp", left: target, right: node.value } as never, current, value);
  const own = onlyInstance(current);
  // Nothing else than a list, or an array, can be extended by a list.
  const byList = own === null && node.op.nodeType === "Add" && onlyInstance(value) === "builtins.list";
  const inPlace = byList || (own !== null && CHANGED_IN_PLACE.some((path) => isSubclass(own, path)));
  if (inPlace) {
    observeChange(walk, node, current, null, {
      rule: "augmented-assignment",
      confidence: byList ? 0.85 : 0.95,
      action: "extends in place",
    });
  }
  callSpecial(walk, current, IN_PLACE_METHODS[node.op.nodeType], node);
  assignTarget(
    walk,
    target,
    inPlace ? join(current, { ...current, roots: rootsHeld(value.roots) }) : resultOf(node, current, value),
    node,
  );
}

function resultOf(node: AugAssign, current: Value, value: Value): Value {
  const constant =
    current.constant && value.constant ? binaryConstant(node.op.nodeType, current.constant, value.constant) : null;
  const own = onlyInstance(current);
  const kept = own === "builtins.str" ? instanceOf(own) : UNKNOWN;
  // An object of unknown class may have been changed in place: the name may still stand for it.
  return { ...(own === null ? { ...current, complete: false } : kept), constant };
}

const IN_PLACE_METHODS = {
  Add: "__iadd__",
  Sub: "__isub__",
  Mult: "__imul__",
  MatMult: "__imatmul__",
  Div: "__itruediv__",
  Mod: "__imod__",
  Pow: "__ipow__",
  LShift: "__ilshift__",
  RShift: "__irshift__",
  BitOr: "__ior__",
  BitXor: "__ixor__",
  BitAnd: "__iand__",
  FloorDiv: "__ifloordiv__",
} as const;
