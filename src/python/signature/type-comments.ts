import type { PythonFunction, PythonModule } from "../module.ts";
import { parseModule } from "../parse.ts";
import { lineText, sliceOf } from "../spans.ts";
import type { WrittenParameter } from "./parameters.ts";

export interface TypeComments {
  parameters: Map<string, string>;
  returns: string | null;
  /** Line of the comment that gives the whole signature; null when only parameters have their own. */
  line: number | null;
}

const NOTHING: TypeComments = { parameters: new Map(), returns: null, line: null };

/**
 * Types in comments (PEP 484, "Suggested syntax for Python 2.7"): `# type: (int, str) -> bool` between header and body, and `# type: int`
 * after a parameter on its own line. The parser drops comments, so the lines are read again.
 */
export function typeComments(module: PythonModule, fn: PythonFunction, parameters: WrittenParameter[]): TypeComments {
  const { node } = fn;
  const first = node.nodeType === "Module" ? undefined : node.body[0];
  if (node.nodeType === "Module" || !first) return NOTHING;
  const found: TypeComments = { parameters: new Map(), returns: null, line: null };
  for (const { arg } of parameters) {
    const line = arg.end_lineno ?? arg.lineno;
    const rest = lineText(module, line).slice(0);
    const match = /#\s*type:\s*(.+?)\s*(?:#.*)?$/.exec(rest);
    const alone = parameters.filter((other) => other.arg.lineno === line).length === 1;
    const type = match?.[1];
    if (alone && type && line < first.lineno && line !== headerEnd(fn) && isType(type))
      found.parameters.set(arg.arg, type);
  }
  for (let line = node.lineno; line <= first.lineno; line += 1) {
    const match = /^[^'"]*?#\s*type:\s*\((.*)\)\s*->\s*(.+?)\s*(?:#.*)?$/.exec(lineText(module, line));
    if (!match) continue;
    const types = split(match[1] ?? "");
    const returns = match[2] ?? "";
    if (types === null || !isType(returns)) return found;
    found.returns = returns;
    found.line = line;
    assign(types, fn, parameters, found);
    break;
  }
  return found;
}

/** The last line before the body on which the header itself may stand; a comment there is about the function. */
function headerEnd(fn: PythonFunction): number {
  return fn.node.nodeType === "Module" ? 1 : fn.node.lineno;
}

/** A lone `...` leaves the parameters to their own comments; `self` and `cls` may be left out. */
function assign(types: string[], fn: PythonFunction, parameters: WrittenParameter[], found: TypeComments): void {
  if (types.length === 1 && types[0] === "...") return;
  const named = parameters.slice(fn.outline.kind === "method" && types.length === parameters.length - 1 ? 1 : 0);
  if (named.length !== types.length) return;
  named.forEach(({ arg }, index) => {
    found.parameters.set(arg.arg, (types[index] ?? "").replace(/^\*{1,2}/, ""));
  });
}

function expressionIn(text: string) {
  const parsed = parseModule(`f(${text})\n`);
  const statement = parsed.ok ? parsed.module.tree.body[0] : undefined;
  if (!parsed.ok || statement?.nodeType !== "Expr" || statement.value.nodeType !== "Call") return null;
  return { module: parsed.module, call: statement.value };
}

function split(text: string): string[] | null {
  const parsed = expressionIn(text.replace(/(^|,\s*)\*{1,2}/g, "$1"));
  if (!parsed || parsed.call.keywords.length > 0) return null;
  return parsed.call.args.map((argument) => sliceOf(parsed.module, argument));
}

function isType(text: string): boolean {
  if (/^ignore\b/.test(text)) return false;
  const parsed = expressionIn(text);
  return parsed !== null && parsed.call.args.length === 1 && parsed.call.keywords.length === 0;
}
