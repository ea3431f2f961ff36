import type { ExprNode } from "py-ast";
import { assign } from "./assignment.ts";
import { attributeOf } from "./attribute.ts";
import { evaluateCall } from "./call.ts";
import { evaluateComprehension } from "./comprehension.ts";
import { constantType } from "./constant.ts";
import { elementOf, itemOf, sliceOf } from "./containers.ts";
import { allocate, type Frame, require, step, view } from "./context.ts";
import { Environment } from "./environment.ts";
import { callMethod } from "./invoke.ts";
import { resolveName } from "./names.ts";
import { assume, type Branch } from "./narrowing.ts";
import { binary, compare, type Operand } from "./operators.ts";
import { runLambda } from "./run-unit.ts";
import {
  BOOL,
  INT,
  instance,
  isInstance,
  join,
  joinAll,
  membersOf,
  NEVER,
  NONE,
  STR,
  type Type,
  tuple,
  typeKey,
  UNKNOWN,
} from "./type.ts";
import { unitOf } from "./unit.ts";

const MAX_NESTING = 300;

type BinOp = Extract<ExprNode, { nodeType: "BinOp" }>;

/** The type of an expression at this point, recording what it demands of undecided values. Total: gives `unknown` past the budgets. */
export function evaluate(frame: Frame, node: ExprNode): Type {
  const { context } = frame;
  if (context.depth > MAX_NESTING) {
    context.tooDeep = true;
    return UNKNOWN;
  }
  if (!step(context)) return UNKNOWN;
  context.depth++;
  const type = evaluateNode(frame, node);
  context.depth--;
  context.types.set(node, type);
  return type;
}

const OPERATOR_METHODS: Record<BinOp["op"]["nodeType"], string> = {
  Add: "add",
  Sub: "sub",
  Mult: "mul",
  Div: "truediv",
  FloorDiv: "floordiv",
  Mod: "mod",
  Pow: "pow",
  MatMult: "matmul",
  BitAnd: "and",
  BitOr: "or",
  BitXor: "xor",
  LShift: "lshift",
  RShift: "rshift",
};

/** `a + b + c + ...` nests to the left without bound and is folded from the innermost operand outwards. */
function evaluateChain(frame: Frame, node: BinOp): Type {
  const chain: BinOp[] = [];
  let first: ExprNode = node;
  while (first.nodeType === "BinOp") {
    chain.push(first);
    first = first.left;
  }
  let type = evaluate(frame, first);
  for (const link of chain.reverse()) {
    if (!step(frame.context)) return UNKNOWN;
    type = combine(frame, link.op.nodeType, { type, node: link.left }, link.right, link);
    frame.context.types.set(link, type);
  }
  return type;
}

/** `left op= right`. */
export function evaluateBinary(
  frame: Frame,
  op: BinOp["op"]["nodeType"],
  left: ExprNode,
  right: ExprNode,
  node: ExprNode,
): Type {
  return combine(frame, op, { type: evaluate(frame, left), node: left }, right, node);
}

function combine(frame: Frame, op: BinOp["op"]["nodeType"], left: Operand, rightNode: ExprNode, node: ExprNode): Type {
  const right = { type: evaluate(frame, rightNode), node: rightNode };
  const name = OPERATOR_METHODS[op];
  if (view(left.type).kind === "object") {
    return callMethod(frame, view(left.type), `__${name}__`, [right], node) ?? UNKNOWN;
  }
  if (view(right.type).kind === "object") {
    return callMethod(frame, view(right.type), `__r${name}__`, [left], node) ?? UNKNOWN;
  }
  return binary(frame.context, op, left, right, node);
}

function evaluateNode(frame: Frame, node: ExprNode): Type {
  const { context } = frame;
  switch (node.nodeType) {
    case "Constant": {
      let type = context.constants.get(node);
      if (type === undefined) {
        type = constantType(context.source, node);
        context.constants.set(node, type);
      }
      return type;
    }
    case "JoinedStr":
      for (const part of node.values) evaluate(frame, part);
      return STR;
    case "FormattedValue":
      evaluate(frame, node.value);
      if (node.format_spec) evaluate(frame, node.format_spec);
      return STR;
    case "Name":
      return resolveName(frame, node.id);
    case "BinOp":
      return evaluateChain(frame, node);
    case "UnaryOp": {
      const operand = evaluate(frame, node.operand);
      if (node.op.nodeType === "Not") return BOOL;
      if (node.op.nodeType === "Invert") {
        require(operand, INT, "inverted", node.operand);
        return INT;
      }
      require(operand, null, "negated", node.operand);
      return isInstance(operand, "bool") ? INT : arithmeticOnly(operand);
    }
    case "BoolOp":
      return evaluateBoolean(frame, node.op.nodeType, node.values);
    case "Compare": {
      let left = { type: evaluate(frame, node.left), node: node.left };
      node.comparators.forEach((comparator, index) => {
        const right = { type: evaluate(frame, comparator), node: comparator };
        const op = node.ops[index]?.nodeType;
        if (op !== undefined) compare(op, left, right);
        left = right;
      });
      return BOOL;
    }
    case "IfExp": {
      evaluate(frame, node.test);
      return joinAll([
        inBranch(frame, node.test, true, () => evaluate(frame, node.body)),
        inBranch(frame, node.test, false, () => evaluate(frame, node.orelse)),
      ]);
    }
    case "NamedExpr": {
      const value = evaluate(frame, node.value);
      assign(frame, node.target, value);
      return value;
    }
    case "Lambda": {
      const unit = unitOf(context.registry, node, frame.unit, null);
      for (const parameter of unit.parameters) if (parameter.default !== null) evaluate(frame, parameter.default);
      runLambda(frame, unit, node);
      return { kind: "function", unit, receiver: null };
    }
    case "Tuple": {
      if (node.elts.some((item) => item.nodeType === "Starred")) {
        return instance("tuple", [joinAll(items(frame, node.elts))]);
      }
      return tuple(node.elts.map((item) => evaluate(frame, item)));
    }
    case "List":
      return allocate(context, node, "list", [joinAll(items(frame, node.elts))]);
    case "Set":
      return allocate(context, node, "set", [joinAll(items(frame, node.elts))]);
    case "Dict": {
      let keys: Type = NEVER;
      let values: Type = NEVER;
      node.values.forEach((value, index) => {
        const key = node.keys[index];
        const type = evaluate(frame, value);
        if (key === null || key === undefined) {
          const merged = view(type);
          const known = merged.kind === "instance" && merged.args.length === 2;
          keys = join(keys, known ? view(merged.args[0] ?? UNKNOWN) : UNKNOWN);
          values = join(values, known ? view(merged.args[1] ?? UNKNOWN) : UNKNOWN);
        } else {
          keys = join(keys, evaluate(frame, key));
          values = join(values, type);
        }
      });
      return allocate(context, node, "dict", [keys, values]);
    }
    case "ListComp":
    case "SetComp":
    case "DictComp":
    case "GeneratorExp":
      return evaluateComprehension(frame, node);
    case "Attribute":
      return attributeOf(frame, evaluate(frame, node.value), node.attr, node);
    case "Subscript": {
      const value = evaluate(frame, node.value);
      if (node.slice.nodeType === "Slice") {
        for (const part of [node.slice.lower, node.slice.upper, node.slice.step]) {
          if (part === undefined || part === null) continue;
          require(evaluate(frame, part), INT, "slice-bound", part);
        }
        return sliceOf(value, node);
      }
      const index = evaluate(frame, node.slice);
      if (value.kind === "object") {
        return callMethod(frame, value, "__getitem__", [{ type: index, node: node.slice }], node) ?? UNKNOWN;
      }
      return itemOf(context, value, index, node.slice, node);
    }
    case "Slice":
      return instance("slice");
    case "Starred":
      return elementOf(context, evaluate(frame, node.value), node.value, "unpacked");
    case "Call":
      return evaluateCall(frame, node);
    case "Await": {
      const awaited = view(evaluate(frame, node.value));
      return awaited.kind === "instance" && awaited.name === "Coroutine" ? (awaited.args[2] ?? UNKNOWN) : UNKNOWN;
    }
    case "Yield": {
      const value = node.value === undefined || node.value === null ? NONE : evaluate(frame, node.value);
      addYield(frame, node, value);
      return UNKNOWN;
    }
    case "YieldFrom": {
      const source = evaluate(frame, node.value);
      addYield(frame, node, elementOf(context, source, node.value));
      const seen = view(source);
      return seen.kind === "instance" && seen.name === "Generator" ? (seen.args[2] ?? UNKNOWN) : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function arithmeticOnly(type: Type): Type {
  return joinAll(
    membersOf(type).map((member) => {
      if (member.kind === "variable" && view(member).kind === "variable") {
        return { kind: "number", base: null, variables: [member.variable] } satisfies Type;
      }
      return member.kind === "object" ? UNKNOWN : member;
    }),
  );
}

function addYield(frame: Frame, node: ExprNode, type: Type): void {
  const before = frame.unit.yields.get(node) ?? NEVER;
  const after = join(before, type);
  if (typeKey(after) !== typeKey(before) || !frame.unit.yields.has(node)) {
    frame.unit.yields.set(node, frame.context.widening ? UNKNOWN : after);
    frame.context.changed = true;
  }
}

function items(frame: Frame, nodes: readonly ExprNode[]): Type[] {
  return nodes.map((node) => evaluate(frame, node));
}

/** Evaluates under the assumption that `test` came out as `truth`; names narrowed meanwhile are forgotten after. */
export function inBranch(frame: Frame, test: ExprNode, truth: Branch, work: () => Type): Type {
  const outer = frame.environment;
  frame.environment = new Environment(outer);
  assume(frame, test, truth);
  const type = work();
  frame.environment = outer;
  return type;
}

/** `a and b` gives `a` where it is false, else `b`; `a or b` the other way round. */
function evaluateBoolean(frame: Frame, op: "And" | "Or", values: readonly ExprNode[]): Type {
  const outer = frame.environment;
  frame.environment = new Environment(outer);
  const results: Type[] = [];
  values.forEach((value, index) => {
    const type = evaluate(frame, value);
    const last = index === values.length - 1;
    results.push(last ? type : op === "Or" ? withoutNone(type) : falsePart(type));
    if (!last) assume(frame, value, op === "And");
  });
  const bound = frame.environment.own;
  frame.environment = outer;
  for (const value of values) {
    if (value.nodeType === "NamedExpr" && value.target.nodeType === "Name") {
      const type = bound.get(value.target.id);
      if (type !== undefined) outer.set(value.target.id, type);
    }
  }
  return joinAll(results);
}

function withoutNone(type: Type): Type {
  return joinAll(membersOf(type).filter((member) => member !== NONE));
}

/** What is left of a type among its false values: classes, functions and objects without `__bool__` are always true. */
function falsePart(type: Type): Type {
  return joinAll(
    membersOf(type).filter(
      (member) => member.kind !== "class" && member.kind !== "function" && member.kind !== "module",
    ),
  );
}
