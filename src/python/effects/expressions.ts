import type { ExprNode } from "py-ast";
import { sliceOf } from "../spans.ts";
import { attributeOf, settle } from "./attributes.ts";
import { evaluateCall } from "./calls.ts";
import { evaluateComprehension } from "./comprehensions.ts";
import type { ConstantValue } from "./constant.ts";
import { binaryConstant, isZero, literalConstant, sequenceConstant, truth, unaryConstant } from "./constant.ts";
import { callSpecial, iterate } from "./dunder.ts";
import { builtinException } from "./exceptions.ts";
import { observeLibraryMethod } from "./library-effects.ts";
import { lookUp } from "./names.ts";
import { lambdaUnit } from "./program.ts";
import { assignTarget } from "./targets.ts";
import type { Value } from "./value.ts";
import {
  containerOf,
  instanceOf,
  join,
  joinAll,
  onlyInstance,
  rootsHeld,
  rootsInside,
  shaped,
  UNKNOWN,
} from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe } from "./walk.ts";

/** Evaluates an expression for its effects, which are noted, and for what it denotes. */
export function evaluate(walk: Walk, node: ExprNode): Value {
  return settle(walk, evaluateRaw(walk, node), node);
}

/** As `evaluate`, but leaves a method of a library object uncalled: for the function part of a call. */
export function evaluateRaw(walk: Walk, node: ExprNode): Value {
  switch (node.nodeType) {
    case "Constant":
      return constantValue(walk, node);
    case "Name":
      return lookUp(walk, node.id, node);
    case "Attribute":
      return attributeOf(walk, evaluate(walk, node.value), node);
    case "Call":
      return evaluateCall(walk, node);
    case "Subscript":
      return subscript(walk, node);
    case "BinOp":
      return binary(walk, node);
    case "UnaryOp": {
      const operand = evaluate(walk, node.operand);
      const constant = operand.constant ? unaryConstant(node.op.nodeType, operand.constant) : null;
      return { ...UNKNOWN, constant };
    }
    case "BoolOp":
      return joinAll(node.values.map((value) => evaluate(walk, value)));
    case "Compare":
      return compare(walk, node);
    case "IfExp": {
      evaluate(walk, node.test);
      return join(evaluate(walk, node.body), evaluate(walk, node.orelse));
    }
    case "NamedExpr": {
      const value = evaluate(walk, node.value);
      assignTarget(walk, node.target, value, node);
      return value;
    }
    case "Lambda": {
      for (const value of [...node.args.defaults, ...node.args.kw_defaults]) if (value) evaluate(walk, value);
      return shaped({
        kind: "function",
        unit: lambdaUnit(walk.program, node, walk.unit),
        receiver: null,
        closure: null,
      });
    }
    case "List":
      return display(walk, "list", node.elts);
    case "Tuple":
      return display(walk, "tuple", node.elts);
    case "Set":
      return display(walk, "set", node.elts);
    case "Dict": {
      const parts = [...node.keys, ...node.values].flatMap((part) => (part ? [evaluate(walk, part)] : []));
      return containerOf("builtins.dict", parts);
    }
    case "ListComp":
    case "SetComp":
    case "DictComp":
    case "GeneratorExp":
      return evaluateComprehension(walk, node);
    case "Await":
      return evaluate(walk, node.value);
    case "Yield": {
      const value = node.value ? evaluate(walk, node.value) : null;
      walk.unit.returned.push({
        node,
        kind: "yield",
        constant: value ? value.constant : { type: "none", text: "None" },
      });
      return UNKNOWN;
    }
    case "YieldFrom":
      return iterate(walk, evaluate(walk, node.value), node);
    case "JoinedStr":
    case "TemplateStr":
      for (const part of node.values) evaluate(walk, part);
      return instanceOf("builtins.str");
    case "FormattedValue":
    case "Interpolation": {
      callSpecial(walk, evaluate(walk, node.value), "__str__", node);
      if (node.format_spec) evaluate(walk, node.format_spec);
      return instanceOf("builtins.str");
    }
    case "Starred":
      return iterate(walk, evaluate(walk, node.value), node);
    case "Slice":
      for (const part of [node.lower, node.upper, node.step]) if (part) evaluate(walk, part);
      return UNKNOWN;
  }
}

function constantValue(walk: Walk, node: Extract<ExprNode, { nodeType: "Constant" }>): Value {
  const needsText = typeof node.value === "number" || node.value === null || /b/i.test(node.quote_style ?? "");
  const constant = literalConstant(node, needsText ? sliceOf(walk.program.module, node) : "");
  if (!constant) return UNKNOWN;
  return { ...instanceOf(classOfConstant(constant)), constant };
}

function classOfConstant(constant: ConstantValue): string {
  if (constant.type === "none") return "builtins.NoneType";
  if (constant.type === "ellipsis") return "builtins.object";
  return `builtins.${constant.type}`;
}

function display(walk: Walk, type: "list" | "tuple" | "set", elements: ExprNode[]): Value {
  const values = elements.map((element) => evaluate(walk, element));
  const container = containerOf(`builtins.${type}`, values);
  const constants = values.flatMap((value) => (value.constant ? [value.constant] : []));
  const whole = constants.length === elements.length && !elements.some((element) => element.nodeType === "Starred");
  return whole ? { ...container, constant: sequenceConstant(type, constants) } : container;
}

function subscript(walk: Walk, node: Extract<ExprNode, { nodeType: "Subscript" }>): Value {
  const base = evaluate(walk, node.value);
  evaluate(walk, node.slice);
  observeLibraryMethod(walk, base, "__getitem__", node);
  const special = callSpecial(walk, base, "__getitem__", node);
  if (special) return special;
  const own = onlyInstance(base);
  if (node.slice.nodeType === "Slice") {
    if (own === "builtins.str" || own === "builtins.bytes") return instanceOf(own);
    // Slices of the built-in sequences are new objects around the same elements.
    return { ...base, constant: null, roots: rootsHeld(rootsInside(base.roots, null)) };
  }
  const [shape] = base.shapes;
  if (own !== null && ELEMENT_BY_INDEX.has(own) && shape?.kind === "instance" && shape.element) {
    return { ...shape.element, roots: rootsInside(base.roots, null) };
  }
  if (own === "builtins.str") return instanceOf(own);
  return { ...UNKNOWN, roots: rootsInside(base.roots, null) };
}

const ELEMENT_BY_INDEX = new Set(["builtins.list", "builtins.tuple", "collections.deque"]);

const PLAIN_NUMBERS = new Set([
  "builtins.int",
  "builtins.float",
  "builtins.bool",
  "builtins.complex",
  "builtins.number",
]);

function binary(walk: Walk, node: Extract<ExprNode, { nodeType: "BinOp" }>): Value {
  const left = evaluate(walk, node.left);
  const right = evaluate(walk, node.right);
  observeDivision(walk, node, left, right);
  const special = callSpecial(walk, left, BINARY_METHODS[node.op.nodeType], node);
  if (special) return special;
  const constant =
    left.constant && right.constant ? binaryConstant(node.op.nodeType, left.constant, right.constant) : null;
  if (constant) return { ...instanceOf(classOfConstant(constant)), constant };
  return { ...operationResult(node.op.nodeType, left, right), constant: null };
}

const BINARY_METHODS = {
  Add: "__add__",
  Sub: "__sub__",
  Mult: "__mul__",
  MatMult: "__matmul__",
  Div: "__truediv__",
  Mod: "__mod__",
  Pow: "__pow__",
  LShift: "__lshift__",
  RShift: "__rshift__",
  BitOr: "__or__",
  BitXor: "__xor__",
  BitAnd: "__and__",
  FloorDiv: "__floordiv__",
} as const;

function operationResult(op: keyof typeof BINARY_METHODS, left: Value, right: Value): Value {
  const own = onlyInstance(left);
  if (own === null) return UNKNOWN;
  if (op === "Div" && own.startsWith("pathlib.")) return instanceOf(own);
  if (own === "builtins.str" && (op === "Add" || op === "Mod" || op === "Mult")) return instanceOf(own);
  if ((own === "builtins.list" || own === "builtins.tuple") && (op === "Add" || op === "Mult")) {
    const parts = op === "Mult" ? [left] : [left, right];
    return containerOf(
      own,
      parts.map((part) => ({ ...UNKNOWN, roots: rootsInside(part.roots, null) })),
    );
  }
  if (own === "builtins.set" && op !== "Add") return containerOf(own, [left, right]);
  const other = onlyInstance(right);
  if (PLAIN_NUMBERS.has(own) && other !== null && PLAIN_NUMBERS.has(other)) return instanceOf("builtins.number");
  return UNKNOWN;
}

/** Division by a constant zero raises for every number; only a left side that is surely no number is left out. */
export function observeDivision(
  walk: Walk,
  node: Extract<ExprNode, { nodeType: "BinOp" }>,
  left: Value,
  right: Value,
): void {
  const op = node.op.nodeType;
  if ((op !== "Div" && op !== "FloorDiv" && op !== "Mod") || !right.constant || !isZero(right.constant)) return;
  const own = onlyInstance(left);
  if (own !== null && !PLAIN_NUMBERS.has(own)) return;
  observe(walk, node, {
    effect_type: "exception",
    target: "ZeroDivisionError",
    description: "raises ZeroDivisionError: the divisor is zero",
    rule: "division-by-zero",
    confidence: own === null ? 0.85 : 1,
    exception: builtinException("ZeroDivisionError"),
  });
}

function compare(walk: Walk, node: Extract<ExprNode, { nodeType: "Compare" }>): Value {
  let left = evaluate(walk, node.left);
  node.comparators.forEach((comparator, index) => {
    const right = evaluate(walk, comparator);
    const op = node.ops[index]?.nodeType;
    if (op === "In" || op === "NotIn") {
      observeLibraryMethod(walk, right, "__contains__", node);
      callSpecial(walk, right, "__contains__", node);
    } else if (op && op in COMPARISON_METHODS) {
      callSpecial(walk, left, COMPARISON_METHODS[op as keyof typeof COMPARISON_METHODS], node);
    }
    left = right;
  });
  return instanceOf("builtins.bool");
}

const COMPARISON_METHODS = {
  Eq: "__eq__",
  NotEq: "__ne__",
  Lt: "__lt__",
  LtE: "__le__",
  Gt: "__gt__",
  GtE: "__ge__",
} as const;

/** The truth of a condition where it is a constant of the source. */
export function knownTruth(value: Value): boolean | null {
  return value.constant ? truth(value.constant) : null;
}
