import { type Module, parse } from "py-ast";
import { walkNodes } from "./parse-walk.ts";

/** A definition or decorator with an indentation before it, first of all but for blank lines and comments. */
const INDENTED_DEFINITION = /^(?:[ \t]*(?:#[^\n\r]*)?(?:\r\n?|\n))*[ \t]+(?:@|(?:async[ \t]+)?def\b|class\b)/;

/**
 * Parses a whole file, or definitions cut out of a class with their indentation: CPython refuses those, but they are what people copy, and
 * nothing in them is in doubt. They are read as if they stood in a block; all positions are those of the text. Throws what the parser throws.
 */
export function parseFileOrExcerpt(text: string): Module {
  if (!INDENTED_DEFINITION.test(text)) return parse(text);
  const whole = parseInBlock(text);
  const [block] = whole.body;
  if (whole.body.length !== 1 || block?.nodeType !== "If" || block.orelse.length > 0) return parse(text);
  for (const statement of block.body) {
    for (const node of walkNodes(statement)) {
      if (node.lineno !== undefined) node.lineno -= 1;
      if (node.end_lineno !== undefined) node.end_lineno -= 1;
    }
  }
  return { ...whole, body: block.body };
}

function parseInBlock(text: string): Module {
  try {
    return parse(`if 1:\n${text}`);
  } catch (error) {
    throw error instanceof RangeError || !(error instanceof Error) ? error : oneLineUp(error);
  }
}

/** The parser's error with the position it has in the text itself. */
function oneLineUp(error: Error): Error {
  const message = error.message.replace(/ at line (\d+)/, (_, line) => ` at line ${Math.max(1, Number(line) - 1)}`);
  const moved = new Error(message, { cause: error });
  for (const field of ["lineno", "end_lineno"]) {
    const line: unknown = Reflect.get(error, field);
    if (typeof line === "number") Reflect.set(moved, field, Math.max(1, line - 1));
  }
  for (const field of ["col_offset", "end_col_offset"]) {
    const column: unknown = Reflect.get(error, field);
    if (typeof column === "number") Reflect.set(moved, field, column);
  }
  return moved;
}
