import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Example } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import { type DocLine, docstringOf, regionOf } from "../facts/docstring.ts";
import { addEvidence, type ContractContext } from "./findings.ts";

/** One interactive example of a docstring, as `doctest` reads it (Python library reference, "doctest"). */
export interface Doctest {
  source: string;
  expected: string;
  from: number;
  to: number;
}

/** The interactive examples among a docstring's lines. What is expected ends at a blank line or at the next prompt. */
export function doctestsIn(lines: readonly DocLine[]): Doctest[] {
  const found: Doctest[] = [];
  for (let index = 0; index < lines.length; ) {
    const prompt = /^(\s*)>>> ?(.*)$/.exec(lines[index]?.text ?? "");
    if (!prompt) {
      index += 1;
      continue;
    }
    const from = index;
    const indent = (prompt[1] ?? "").length;
    const source = [prompt[2] ?? ""];
    for (index += 1; index < lines.length; index += 1) {
      const more = /^\s*\.\.\.(?: (.*))?$/.exec(lines[index]?.text ?? "");
      if (!more) break;
      source.push(more[1] ?? "");
    }
    const expected: string[] = [];
    for (; index < lines.length; index += 1) {
      const text = lines[index]?.text ?? "";
      if (text.trim() === "" || /^\s*>>>/.test(text)) break;
      expected.push(text.slice(Math.min(indent, text.length - text.trimStart().length)));
    }
    found.push({ source: source.join("\n"), expected: expected.join("\n"), from, to: index - 1 });
  }
  return found;
}

/**
 * The docstring's examples that are one call of this function with literals. Others (set-up statements, printed text, results that are abbreviated or
 * no literals) are no concrete call and result: they stay as evidence only.
 */
export function doctestExamples(context: ContractContext): void {
  const docstring = docstringOf(context.module, context.fn.node);
  if (!docstring) return;
  for (const { source, expected, from, to } of doctestsIn(docstring.lines)) {
    const item = addEvidence(
      context,
      "doctest",
      "An interactive example of the docstring.",
      regionOf(docstring.lines, from, to),
    );
    const directive = /#\s*doctest:\s*(.*)$/m.exec(source)?.[1] ?? "";
    if (/\+(?:SKIP|ELLIPSIS)/.test(directive)) continue;
    const example = exampleFrom(context, source, expected, item);
    if (example) context.found.examples.push(example);
  }
}

/** One concrete call with what it gives; null when source or outcome is not of that form. */
export function exampleFrom(
  context: ContractContext,
  source: string,
  expected: string,
  evidence: Evidence,
): Example | null {
  const parsed = parseExpression(source);
  const comparison = parsed.kind === "comparison" ? parsed : null;
  const link = comparison?.rest[0];
  const compared = comparison?.rest.length === 1 && (link?.operator === "==" || link?.operator === "is") ? link : null;
  const call = compared && comparison ? comparison.first : parsed;
  if (call.kind !== "call" || call.callee.kind !== "name" || call.callee.name !== context.fn.outline.name) return null;
  if (context.fn.outline.kind === "method") return null;
  if (
    !call.arguments.every(isLiteral) ||
    !call.keywords.every(({ name, value }) => name !== null && isLiteral(value))
  ) {
    return null;
  }
  const outcome = outcomeOf(expected, compared?.operand ?? null);
  if (!outcome) return null;
  return {
    call: printExpression(call),
    args: call.arguments.map((argument) => printExpression(argument)),
    kwargs: Object.fromEntries(call.keywords.map(({ name, value }) => [name ?? "", printExpression(value)])),
    ...outcome,
    source: "doctest",
    evidence_refs: [evidence.id],
  };
}

function outcomeOf(expected: string, compared: Expression | null): Pick<Example, "returns" | "raises"> | null {
  if (/^Traceback \((?:most recent call last|innermost last)\):/.test(expected)) {
    const last = expected
      .split("\n")
      .findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line) && !line.startsWith("Traceback"));
    const raises = last === undefined ? null : (/^[\w.]+/.exec(last)?.[0] ?? null);
    return raises === null || compared ? null : { returns: null, raises };
  }
  if (compared) {
    return expected.trim() === "True" && isLiteral(compared)
      ? { returns: printExpression(compared), raises: null }
      : null;
  }
  if (expected.trim() === "") return { returns: "None", raises: null };
  const value = parseExpression(expected);
  return isLiteral(value) ? { returns: printExpression(value), raises: null } : null;
}

/** Python literals as `repr` prints them; `set()` is the literal of the empty set. */
export function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case "integer":
    case "float":
    case "string":
    case "bytes":
    case "boolean":
    case "none":
      return true;
    case "unary":
      return (
        (expression.operator === "-" || expression.operator === "+") &&
        (expression.operand.kind === "integer" || expression.operand.kind === "float")
      );
    case "list":
    case "tuple":
    case "set":
      return expression.items.every(isLiteral);
    case "dict":
      return expression.entries.every(({ key, value }) => key !== null && isLiteral(key) && isLiteral(value));
    case "call":
      return (
        expression.callee.kind === "name" &&
        expression.callee.name === "set" &&
        expression.arguments.length === 0 &&
        expression.keywords.length === 0
      );
    default:
      return false;
  }
}
