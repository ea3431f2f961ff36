import type { ExprNode } from "py-ast";

/** A literal value of Python. `text` is its Python source in a normal form, by which two constants are compared. */
export type ConstantValue =
  | { type: "int"; value: bigint; text: string }
  | { type: "float"; value: number; text: string }
  | { type: "bool"; value: boolean; text: string }
  | { type: "str"; value: string; text: string }
  | { type: "bytes" | "none" | "ellipsis" | "complex"; text: string }
  | { type: "tuple" | "list" | "set"; elements: ConstantValue[]; text: string }
  | { type: "dict"; text: string };

type Operator = Extract<ExprNode, { nodeType: "BinOp" }>["op"]["nodeType"];
type UnaryOperator = Extract<ExprNode, { nodeType: "UnaryOp" }>["op"]["nodeType"];

/** Integers past this many bits are not computed. */
const MAX_BITS = 4096;

export const NONE: ConstantValue = { type: "none", text: "None" };

export function intConstant(value: bigint): ConstantValue {
  return { type: "int", value, text: value.toString() };
}

export function floatConstant(value: number): ConstantValue {
  return { type: "float", value, text: floatText(value) };
}

export function boolConstant(value: boolean): ConstantValue {
  return { type: "bool", value, text: value ? "True" : "False" };
}

export function strConstant(value: string): ConstantValue {
  return { type: "str", value, text: stringText(value) };
}

export function sequenceConstant(type: "tuple" | "list" | "set", elements: ConstantValue[]): ConstantValue {
  const inner = elements.map((element) => element.text).join(", ");
  if (type === "list") return { type, elements, text: `[${inner}]` };
  if (type === "set") return { type, elements, text: elements.length > 0 ? `{${inner}}` : "set()" };
  return { type, elements, text: elements.length === 1 ? `(${inner},)` : `(${inner})` };
}

/** Python's `repr` of a float, which JavaScript's shortest digits agree with but for the layout. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "float('-inf')";
  if (Object.is(value, -0)) return "-0.0";
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

/** A Python string literal for a text, in single quotes. */
function stringText(value: string): string {
  let text = "";
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (char === "\\" || char === "'") text += `\\${char}`;
    else if (char === "\n") text += "\\n";
    else if (char === "\r") text += "\\r";
    else if (char === "\t") text += "\\t";
    else if (code < 0x20 || code === 0x7f) text += `\\x${code.toString(16).padStart(2, "0")}`;
    else text += char;
  }
  return `'${text}'`;
}

/** The constant a literal token denotes. `source` is its text, which alone tells `1` from `1.0` and bytes from text. */
export function literalConstant(
  node: Extract<ExprNode, { nodeType: "Constant" }>,
  source: string,
): ConstantValue | null {
  const value: unknown = node.value;
  if (value === null) {
    return /^[\d.]/.test(source) ? null : NONE;
  }
  if (typeof value === "boolean") return boolConstant(value);
  if (typeof value === "bigint") return intConstant(value);
  if (typeof value === "number") {
    const isInt = /^(0[xXoObB][\da-fA-F_]+|[\d_]+)$/.test(source);
    if (isInt) return Number.isSafeInteger(value) ? intConstant(BigInt(value)) : null;
    return floatConstant(value);
  }
  if (typeof value === "string") {
    const quote = node.quote_style;
    if (quote === undefined) return { type: "ellipsis", text: "..." };
    if (/b/i.test(quote)) return { type: "bytes", text: source };
    return strConstant(value);
  }
  return { type: "complex", text: source };
}

/** True for constants that stay what they are when a variable holds them. */
export function isImmutable(constant: ConstantValue): boolean {
  if (constant.type === "tuple") return constant.elements.every(isImmutable);
  return constant.type !== "list" && constant.type !== "set" && constant.type !== "dict";
}

/** Python's truth value. */
export function truth(constant: ConstantValue): boolean | null {
  switch (constant.type) {
    case "int":
      return constant.value !== 0n;
    case "float":
      return constant.value !== 0;
    case "bool":
      return constant.value;
    case "str":
      return constant.value !== "";
    case "none":
      return false;
    case "ellipsis":
      return true;
    case "tuple":
    case "list":
    case "set":
      return constant.elements.length > 0;
    default:
      return null;
  }
}

/** A number as Python's arithmetic sees it; booleans count as integers. */
function numberOf(constant: ConstantValue): bigint | number | null {
  if (constant.type === "int" || constant.type === "float") return constant.value;
  if (constant.type === "bool") return constant.value ? 1n : 0n;
  return null;
}

export function isZero(constant: ConstantValue): boolean {
  const value = numberOf(constant);
  return value !== null && (value === 0n || value === 0);
}

export function unaryConstant(op: UnaryOperator, operand: ConstantValue): ConstantValue | null {
  if (op === "Not") {
    const value = truth(operand);
    return value === null ? null : boolConstant(!value);
  }
  const value = numberOf(operand);
  if (value === null) return null;
  if (typeof value === "bigint") return intConstant(op === "USub" ? -value : op === "Invert" ? ~value : value);
  if (op === "Invert") return null;
  return floatConstant(op === "USub" ? -value : value);
}

/** The value of an operation on constants where Python's answer is certain; null for errors and for what is not computed here. */
export function binaryConstant(op: Operator, left: ConstantValue, right: ConstantValue): ConstantValue | null {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== null && b !== null) {
    if (typeof a === "bigint" && typeof b === "bigint") return integerOperation(op, a, b);
    return floatOperation(op, Number(a), Number(b));
  }
  if (op === "Add" && left.type === "str" && right.type === "str") return strConstant(left.value + right.value);
  if (op === "Add" && left.type === "tuple" && right.type === "tuple") {
    return sequenceConstant("tuple", [...left.elements, ...right.elements]);
  }
  return null;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function integerOperation(op: Operator, a: bigint, b: bigint): ConstantValue | null {
  switch (op) {
    case "Add":
      return intConstant(a + b);
    case "Sub":
      return intConstant(a - b);
    case "Mult":
      return bits(a) + bits(b) > MAX_BITS ? null : intConstant(a * b);
    case "FloorDiv":
      return b === 0n ? null : intConstant(floorDivide(a, b));
    case "Mod":
      return b === 0n ? null : intConstant(a - b * floorDivide(a, b));
    case "Div":
      return b === 0n || bits(a) > 53 || bits(b) > 53 ? null : floatConstant(Number(a) / Number(b));
    case "Pow":
      return b < 0n || b > 512n || bits(a) * Number(b) > MAX_BITS ? null : intConstant(a ** b);
    case "LShift":
      return b < 0n || b > 512n || bits(a) + 512 > MAX_BITS ? null : intConstant(a << b);
    case "RShift":
      return b < 0n ? null : intConstant(a >> (b > 8192n ? 8192n : b));
    case "BitAnd":
      return intConstant(a & b);
    case "BitOr":
      return intConstant(a | b);
    case "BitXor":
      return intConstant(a ^ b);
    default:
      return null;
  }
}

function bits(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function floatOperation(op: Operator, a: number, b: number): ConstantValue | null {
  switch (op) {
    case "Add":
      return floatConstant(a + b);
    case "Sub":
      return floatConstant(a - b);
    case "Mult":
      return floatConstant(a * b);
    case "Div":
      return b === 0 ? null : floatConstant(a / b);
    default:
      return null;
  }
}
