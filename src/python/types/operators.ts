import type { CmpOpNode, ExprNode, OperatorNode } from "py-ast";
import { allocate, type Context, require, view } from "./context.ts";
import {
  BOOL,
  BYTES,
  bounded,
  COMPLEX,
  content,
  FLOAT,
  INT,
  instance,
  isInstance,
  join,
  joinAll,
  membersOf,
  STR,
  type Type,
  tuple,
  UNKNOWN,
  type Variable,
} from "./type.ts";

const NUMBERS = ["bool", "int", "float", "complex"];
const BITWISE = new Set(["BitAnd", "BitOr", "BitXor", "LShift", "RShift"]);
const SHIFTS = new Set(["LShift", "RShift"]);
const SEQUENCES = ["list", "str", "bytes", "tuple"];
const MAX_PAIRS = 25;

export interface Operand {
  type: Type;
  node: ExprNode;
}

/** The result of `left op right`, with what the operator demands of undecided operands. Methods of user classes are for the caller. */
export function binary(
  context: Context,
  op: OperatorNode["nodeType"],
  left: Operand,
  right: Operand,
  node: ExprNode,
): Type {
  const lefts = membersOf(content(left.type));
  const rights = membersOf(content(right.type));
  if (left.type.kind === "unknown" || right.type.kind === "unknown") return withUnknown(op, left, right);
  if (lefts.length * rights.length > MAX_PAIRS) return UNKNOWN;
  const results: Type[] = [];
  for (const one of lefts) for (const other of rights) results.push(pair(context, op, one, other, left, right, node));
  return joinAll(results);
}

function withUnknown(op: OperatorNode["nodeType"], left: Operand, right: Operand): Type {
  if (op === "Mod" && isInstance(left.type, "str")) return STR;
  if (BITWISE.has(op) && SHIFTS.has(op)) {
    require(left.type, INT, "shift", left.node);
    require(right.type, INT, "shift", right.node);
  }
  return UNKNOWN;
}

function isSymbol(type: Type): boolean {
  return type.kind === "variable" || type.kind === "number";
}

function variablesOf(type: Type): readonly Variable[] {
  if (type.kind === "variable") return [type.variable];
  return type.kind === "number" ? type.variables : [];
}

function isNumber(type: Type): boolean {
  return isInstance(type, ...NUMBERS) || type.kind === "number";
}

function pair(
  context: Context,
  op: OperatorNode["nodeType"],
  left: Type,
  right: Type,
  leftOperand: Operand,
  rightOperand: Operand,
  node: ExprNode,
): Type {
  const seenLeft = view(left);
  const seenRight = view(right);
  if (left.kind === "unknown" || right.kind === "unknown") return withUnknown(op, leftOperand, rightOperand);
  if (isSymbol(left)) demand(op, left, seenRight, leftOperand.node, "left");
  if (isSymbol(right)) demand(op, right, seenLeft, rightOperand.node, "right");
  if (isSymbol(left) || isSymbol(right)) {
    const numeric = (seen: Type) => isSymbol(seen) || membersOf(seen).every(isNumber);
    if (numeric(seenLeft) && numeric(seenRight))
      return symbolic(op, left, right, seenLeft, seenRight, rightOperand.node);
    if (isSymbol(seenLeft)) return opposite(context, op, seenRight, node);
    if (isSymbol(seenRight)) return opposite(context, op, seenLeft, node);
    if (seenLeft.kind === "union" || seenRight.kind === "union") {
      if (membersOf(seenLeft).length * membersOf(seenRight).length > MAX_PAIRS) return UNKNOWN;
      return joinAll(
        membersOf(seenLeft).flatMap((one) =>
          membersOf(seenRight).map((other) => concrete(context, op, one, other, rightOperand.node, node)),
        ),
      );
    }
  }
  return concrete(context, op, seenLeft, seenRight, rightOperand.node, node);
}

/** What `op` demands of an undecided operand, given what is known of the other. */
function demand(op: OperatorNode["nodeType"], symbol: Type, other: Type, node: ExprNode, side: "left" | "right") {
  if (SHIFTS.has(op)) return require(symbol, INT, "shift", node);
  if (op === "Pow" && side === "right") {
    require(symbol, null, "exponent", node);
    return;
  }
  if (BITWISE.has(op)) {
    if (isInstance(other, "int")) require(symbol, INT, "bitwise", node);
    else if (isInstance(other, "set")) require(symbol, null, "set-operation", node);
    else if (isSymbol(other)) require(symbol, null, "bitwise-between", node);
    return;
  }
  if (isInstance(other, "int", "bool") || (other.kind === "number" && other.base === "int")) {
    if (op === "Mod") return require(symbol, INT, side === "left" ? "modulo" : "modulus", node);
    if (op === "FloorDiv") return require(symbol, INT, "floor-division", node);
    if (op === "Div") return require(symbol, null, "true-division", node);
    return require(symbol, null, op === "Mult" ? "product-with-int" : "arithmetic-with-int", node);
  }
  if (isInstance(other, "float")) return require(symbol, null, "arithmetic-with-float", node);
  if (isInstance(other, "str")) {
    if (op === "Add") return require(symbol, STR, "concatenation-with-str", node);
    if (op === "Mult") return require(symbol, INT, "repetition", node);
    if (op === "Mod" && side === "left") return require(symbol, STR, "format-with-str", node);
    return;
  }
  if (isInstance(other, "list")) {
    if (op === "Add") return require(symbol, instance("list"), "concatenation-with-list", node);
    if (op === "Mult") return require(symbol, INT, "repetition", node);
    return;
  }
  if (isInstance(other, "bytes") && op === "Add") return require(symbol, BYTES, "concatenation-with-bytes", node);
  if (!isSymbol(other)) return;
  if (op === "Div") return require(symbol, null, "true-division", node);
  if (op === "Mod") return require(symbol, null, "modulo-between", node);
  if (op === "FloorDiv") return require(symbol, null, "floor-division-between", node);
  require(symbol, null, op === "Add" ? "sum-between" : "arithmetic", node);
}

/** Arithmetic with at least one operand that is not decided: keeps the variables, so that a demand on the result reaches them. */
function symbolic(
  op: OperatorNode["nodeType"],
  left: Type,
  right: Type,
  seenLeft: Type,
  seenRight: Type,
  exponent: ExprNode,
): Type {
  if (isInstance(seenLeft, "complex") || isInstance(seenRight, "complex")) return COMPLEX;
  if (op === "Div" || isInstance(seenLeft, "float") || isInstance(seenRight, "float")) return FLOAT;
  if (op === "Pow" && isNegative(exponent)) return FLOAT;
  if (BITWISE.has(op) && SHIFTS.has(op)) return INT;
  const known = (type: Type) => isInstance(type, "int", "bool") || (type.kind === "number" && type.base === "int");
  const variables = [...new Set([...variablesOf(left), ...variablesOf(right)])].sort((a, b) => a.id - b.id);
  if (variables.length > 8) return UNKNOWN;
  return { kind: "number", base: known(left) || known(right) ? "int" : null, variables };
}

/** The other operand is undecided and will be what this one needs. */
function opposite(context: Context, op: OperatorNode["nodeType"], known: Type, node: ExprNode): Type {
  if (isInstance(known, "str") && (op === "Add" || op === "Mult" || op === "Mod")) return STR;
  if (isInstance(known, "bytes") && (op === "Add" || op === "Mult")) return BYTES;
  if (isInstance(known, "list") && op === "Mult")
    return allocate(context, node, "list", known.kind === "instance" ? [contentOf(known)] : []);
  return UNKNOWN;
}

function contentOf(type: Type): Type {
  return type.kind === "instance" && type.args[0] !== undefined ? content(type.args[0]) : UNKNOWN;
}

function concrete(
  context: Context,
  op: OperatorNode["nodeType"],
  left: Type,
  right: Type,
  exponent: ExprNode,
  node: ExprNode,
): Type {
  if (isInstance(left, ...NUMBERS) && isInstance(right, ...NUMBERS)) return numeric(op, left, right, exponent);
  if (op === "Mod" && isInstance(left, "str")) return STR;
  if (op === "Mod" && isInstance(left, "bytes")) return BYTES;
  if (op === "Add") {
    if (isInstance(left, "str") && isInstance(right, "str")) return STR;
    if (isInstance(left, "bytes") && isInstance(right, "bytes", "bytearray")) return BYTES;
    if (isInstance(left, "list") && isInstance(right, "list")) {
      return allocate(context, node, "list", [join(contentOf(left), contentOf(right))]);
    }
    if (left.kind === "tuple" && right.kind === "tuple") return tuple([...left.items, ...right.items]);
    if (isInstance(left, "Counter") && isInstance(right, "Counter")) return left;
  }
  if (op === "Mult") {
    if (isInstance(left, "int", "bool") && isSequence(right)) return repeated(context, right, node);
    if (isSequence(left) && isInstance(right, "int", "bool")) return repeated(context, left, node);
  }
  if (isInstance(left, "set", "frozenset") && isInstance(right, "set", "frozenset", "dict_keys")) {
    if (op === "Sub" || op === "BitAnd") return left;
    if (op === "BitOr" || op === "BitXor")
      return allocate(context, node, (left as { name: string }).name, [join(contentOf(left), contentOf(right))]);
  }
  if (isInstance(left, "dict") && isInstance(right, "dict") && op === "BitOr") return bounded(join(left, right));
  return dates(op, left, right) ?? exact(left, right) ?? UNKNOWN;
}

function isSequence(type: Type): boolean {
  return type.kind === "tuple" || isInstance(type, ...SEQUENCES);
}

function repeated(context: Context, sequence: Type, node: ExprNode): Type {
  if (isInstance(sequence, "list")) return allocate(context, node, "list", [contentOf(sequence)]);
  if (sequence.kind === "tuple") return instance("tuple", [joinAll(sequence.items)]);
  return sequence;
}

function numeric(op: OperatorNode["nodeType"], left: Type, right: Type, exponent: ExprNode): Type {
  const has = (name: string) => isInstance(left, name) || isInstance(right, name);
  if (op === "MatMult") return UNKNOWN;
  if (has("complex")) return COMPLEX;
  if (has("float")) return FLOAT;
  if (op === "Div" || (op === "Pow" && isNegative(exponent))) return FLOAT;
  if (isInstance(left, "bool") && isInstance(right, "bool") && BITWISE.has(op) && !SHIFTS.has(op)) return BOOL;
  return INT;
}

/** `-1`, `-n`: an exponent written with a minus makes an integer power a float. */
function isNegative(exponent: ExprNode): boolean {
  return exponent.nodeType === "UnaryOp" && exponent.op.nodeType === "USub";
}

function dates(op: OperatorNode["nodeType"], left: Type, right: Type): Type | null {
  const moment = ["datetime.datetime", "datetime.date"];
  if (op === "Sub" && isInstance(left, ...moment) && isInstance(right, ...moment))
    return instance("datetime.timedelta");
  if ((op === "Sub" || op === "Add") && isInstance(left, ...moment) && isInstance(right, "datetime.timedelta"))
    return left;
  if (op === "Div" && isInstance(left, "pathlib.Path")) return left;
  return null;
}

function exact(left: Type, right: Type): Type | null {
  for (const name of ["fractions.Fraction", "decimal.Decimal"]) {
    if (isInstance(left, name) && isInstance(right, name, "int", "bool")) return left;
    if (isInstance(right, name) && isInstance(left, "int", "bool")) return right;
  }
  return null;
}

/** What comparing demands of undecided sides. Every comparison of the types Lift knows gives a bool. */
export function compare(op: CmpOpNode["nodeType"], left: Operand, right: Operand): void {
  if (op === "Is" || op === "IsNot") return;
  const [seenLeft, seenRight] = [view(left.type), view(right.type)];
  if (op === "In" || op === "NotIn") {
    if (isInstance(seenRight, "str")) require(left.type, STR, "membership-in-str", left.node);
    return;
  }
  const rule = op === "Eq" || op === "NotEq" ? "equality" : "order";
  against(left, seenRight, right.node, rule);
  against(right, seenLeft, left.node, rule);
}

function against(side: Operand, other: Type, otherNode: ExprNode, rule: string): void {
  const literal = otherNode.nodeType === "Constant" || otherNode.nodeType === "UnaryOp" ? "literal" : "value";
  if (isInstance(other, "int", "bool")) require(side.type, INT, `${rule}-with-int-${literal}`, side.node);
  else if (isInstance(other, "float")) require(side.type, FLOAT, `${rule}-with-float-${literal}`, side.node);
  else if (isInstance(other, "str")) require(side.type, STR, `${rule}-with-str-${literal}`, side.node);
  else if (isSymbol(other)) require(side.type, null, `${rule}-between`, side.node);
}
