import type { PositionedNode, PythonModule } from "./module.ts";
import { offsetOf, sliceOf } from "./spans.ts";

/**
 * Source of an expression that can stand alone. It is the verbatim slice, in parentheses when it goes over several lines and stands in
 * parentheses in the file: the slice itself is without them, and its line ends would end it.
 */
export function expressionSource(module: PythonModule, node: PositionedNode): string {
  const text = sliceOf(module, node);
  if (!/[\r\n]/.test(text)) return text;
  const start = offsetOf(module, node.lineno ?? 1, node.col_offset ?? 0);
  const before = module.source.slice(Math.max(0, start - 1000), start);
  return /\([\s\\]*(?:#[^\r\n]*[\s\\]*)*$/.test(before) ? `(${text})` : text;
}
