import { parseExpression } from "../../../ir/expression/parse.ts";
import { printExpression } from "../../../ir/expression/print.ts";
import type { Example, IR } from "../../../ir/ir.ts";

/** PEP 8: docstrings and comments are wrapped at 72 columns. */
const WIDTH = 72;
const MAX_EXAMPLES = 5;

/** What the function is for and the stated examples as doctests, without the quotes and the indentation of their place. */
export function docstringLines(ir: IR): string[] {
  const summary = wrapped(
    ir.intent.summary.trim() === "" ? `Implement ${ir.signature.name}.` : ir.intent.summary,
    WIDTH - 4,
  );
  const examples = ir.examples
    .filter(({ source }) => source !== "execution" && source !== "solver")
    .slice(0, MAX_EXAMPLES);
  const doctests = examples.flatMap(doctest);
  return doctests.length === 0 ? summary : [...summary, "", ...doctests];
}

/** The literal with its quotes, as statements of a body. */
export function docstring(ir: IR): string[] {
  const escaped = docstringLines(ir).map((line) => line.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"'));
  const [only = ""] = escaped;
  if (escaped.length === 1) return [`"""${only}${only.endsWith('"') ? " " : ""}"""`];
  return [`"""${only}`, ...escaped.slice(1), '"""'];
}

function doctest({ call, returns, raises }: Example): string[] {
  if (raises !== null) {
    return [
      `>>> ${call}  # doctest: +IGNORE_EXCEPTION_DETAIL`,
      "Traceback (most recent call last):",
      "    ...",
      raises,
    ];
  }
  if (returns === null || returns === "None") return [`>>> ${call}`];
  return isRepr(returns) ? [`>>> ${call}`, returns] : [`>>> ${call} == ${returns}`, "True"];
}

/** Whether the text is what `repr` prints of its value: known for what is neither a float in an odd form nor unordered. */
function isRepr(text: string): boolean {
  const expression = parseExpression(text);
  if (printExpression(expression) !== text || /[{}]/.test(text)) return false;
  return [...text.replaceAll(/'[^']*'|"[^"]*"/g, "").matchAll(/[\d.]*\.[\d.]*(?:e[+-]?\d+)?/gi)].every(([number]) => {
    const value = Number(number);
    return Number.isInteger(value) ? value.toFixed(1) === number && value < 1e16 : String(value) === number;
  });
}

/** One paragraph on lines of at most `width` characters; its characters stay on one line each, controls become spaces. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
