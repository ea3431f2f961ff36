import type { Expression } from "./ast.ts";
import { descendants } from "./children.ts";
import { Parser } from "./parser.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** Longest text that is parsed, in UTF-16 code units; the limit of `ExpressionText.text`. */
export const MAX_LENGTH = 8000;

/**
 * Most levels of a tree that `parseExpression` returns, so that code which walks one by recursion is safe. A chain such as `a + b + c` adds a
 * level per link; `and`, `or` and comparisons are flat.
 */
export const MAX_HEIGHT = 500;

/**
 * Parses one Python 3.13 expression plus `old(e)`, `implies(a, b)` and `raises(E)`. The text is read as if it stood in parentheses: line ends
 * and comments are white space. Total: never throws. A sub-expression outside the language becomes an `unsupported` node with its
 * verbatim text and one of these constructs:
 * `f_string`, `t_string`, `imaginary`, `await`, `yield`, `yield_from`, `walrus`, `async_comprehension`, `lambda_parameters` (defaults, stars or
 * markers), `named_unicode_escape`, `surrogate_pair`. The whole text becomes one when it is `invalid_syntax`, `nesting_too_deep` or `too_long`.
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_LENGTH) return { kind: "unsupported", construct: "too_long", text };
  try {
    const expression = new Parser(text).whole();
    for (const { height } of descendants(expression))
      if (height > MAX_HEIGHT) return { kind: "unsupported", construct: "nesting_too_deep", text };
    return expression;
  } catch (error) {
    if (error instanceof SyntaxProblem) return { kind: "unsupported", construct: error.construct, text };
    throw error;
  }
}
