import type { Expression } from "./ast.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** Most decimal digits CPython reads in an integer literal (`sys.int_info.default_max_str_digits`). */
export const MAX_DECIMAL_DIGITS = 4300;

/** Value of a number token. Floats keep their text; imaginary numbers are outside the language. */
export function numberLiteral(text: string): Expression {
  if (/^0[xXoObB]/.test(text)) return { kind: "integer", value: BigInt(text.replaceAll("_", "").toLowerCase()) };
  if (/[jJ]$/.test(text)) return { kind: "unsupported", construct: "imaginary", text };
  if (/[.eE]/.test(text)) return { kind: "float", text };
  const digits = text.replaceAll("_", "");
  if (/^0+[1-9]/.test(digits)) throw new SyntaxProblem("invalid_syntax", "leading zeros in an integer literal");
  if (digits.length > MAX_DECIMAL_DIGITS)
    throw new SyntaxProblem("invalid_syntax", "integer literal with too many digits");
  return { kind: "integer", value: BigInt(digits) };
}
