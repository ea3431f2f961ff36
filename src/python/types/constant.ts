import type { ExprNode } from "py-ast";
import type { PythonModule } from "../module.ts";
import { lineText, sliceOf } from "../spans.ts";
import { BOOL, BYTES, COMPLEX, FLOAT, INT, instance, NONE, STR, type Type, UNKNOWN } from "./type.ts";

/** Finding a column costs the length of its line; literals of generated one-line tables are not looked at. */
const MAX_LINE = 10_000;

/** The type of a literal. The tree alone does not tell `1.0` from `1`, bytes from text or `...` from a string: the source does. */
export function constantType(module: PythonModule, node: Extract<ExprNode, { nodeType: "Constant" }>): Type {
  const value: unknown = node.value;
  if (value === null) return NONE;
  const isText = typeof value === "number" || typeof value === "string";
  if (isText && lineText(module, node.lineno).length > MAX_LINE) return UNKNOWN;
  switch (typeof value) {
    case "boolean":
      return BOOL;
    case "bigint":
      return INT;
    case "number":
      return numberType(sliceOf(module, node), value);
    case "string":
      if (value === "...") return sliceOf(module, node) === "..." ? instance("ellipsis") : STR;
      return /^[rR]?[bB]/.test(sliceOf(module, node)) ? BYTES : STR;
    case "object":
      return COMPLEX;
    default:
      return UNKNOWN;
  }
}

function numberType(text: string, value: number): Type {
  if (/^0[xob]/i.test(text)) return INT;
  if (/^[\d_]*\.?[\d_]*(?:e[+-]?[\d_]+)?j$/i.test(text)) return COMPLEX;
  if (/^[\d_]+$/.test(text)) return INT;
  if (/^[\d_]*\.?[\d_]*(?:e[+-]?[\d_]+)?$/i.test(text)) return FLOAT;
  return Number.isInteger(value) ? UNKNOWN : FLOAT;
}
