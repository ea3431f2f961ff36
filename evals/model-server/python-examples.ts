import { parseModule } from "../../src/python/parse.ts";

/** A call with a stated outcome, as a prompt shows it. */
export interface Example {
  args: string[];
  kwargs: { name: string; literal: string }[];
  returns: string | null;
  raises: string | null;
}

/** Doctests and lines such as `f(2) == 4` or `f(2) ➞ 4` of the named function. Whatever is not a call with literals and a literal outcome is left out. */
export function examplesIn(prompt: string, name: string): Example[] {
  const found: Example[] = [];
  const lines = prompt.split("\n");
  for (const [index, line] of lines.entries()) {
    const doctest = /^\s*>>>\s*(.+)$/.exec(line)?.[1];
    if (doctest !== undefined) {
      const next = (lines[index + 1] ?? "").replace(/"""|'''/, "").trim();
      const raises = next.startsWith("Traceback") ? exceptionAfter(lines, index + 2) : null;
      add(found, name, doctest.trim(), raises === null ? next : null, raises);
      continue;
    }
    const stated = new RegExp(`\\b(${name}\\(.*\\))\\s*(?:==|=>|➞|->|=|returns?)\\s*(.+?)\\s*$`).exec(line);
    if (stated !== null) add(found, name, stated[1] ?? "", (stated[2] ?? "").replace(/[.;,]$/, ""), null);
  }
  return found;
}

function exceptionAfter(lines: readonly string[], from: number): string | null {
  for (const line of lines.slice(from, from + 6)) {
    const name = /^\s*([A-Z]\w*)(?::|\s*$)/.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

function add(found: Example[], name: string, call: string, returns: string | null, raises: string | null): void {
  if (returns === null && raises === null) return;
  if (returns !== null && !isLiteral(returns)) return;
  const parsed = parseModule(call);
  const statement = parsed.ok ? parsed.module.tree.body[0] : undefined;
  if (statement?.nodeType !== "Expr" || statement.value.nodeType !== "Call") return;
  const { func } = statement.value;
  if (func.nodeType !== "Name" || func.id !== name) return;
  const parts = argumentsOf(call.slice(call.indexOf("(") + 1, call.lastIndexOf(")")));
  const args: string[] = [];
  const kwargs: { name: string; literal: string }[] = [];
  for (const part of parts) {
    const keyword = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.+)$/s.exec(part);
    if (!isLiteral(keyword?.[2] ?? part)) return;
    if (keyword === null) args.push(part);
    else kwargs.push({ name: keyword[1] ?? "", literal: keyword[2] ?? "" });
  }
  found.push({ args, kwargs, returns, raises });
}

/** Splits at commas outside brackets and strings. */
function argumentsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote !== null) {
      if (character === "\\") at++;
      else if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

const LITERALS: ReadonlySet<string> = new Set([
  "Constant",
  "List",
  "Tuple",
  "Dict",
  "Set",
  "UnaryOp",
  "USub",
  "UAdd",
  "Load",
  "Expr",
]);

function isLiteral(text: string): boolean {
  const parsed = parseModule(text);
  if (!parsed.ok || parsed.module.tree.body.length !== 1) return false;
  const kinds = new Set<string>();
  collectKinds(parsed.module.tree.body[0], kinds);
  return [...kinds].every((kind) => LITERALS.has(kind));
}

function collectKinds(node: unknown, kinds: Set<string>): void {
  if (Array.isArray(node)) for (const one of node) collectKinds(one, kinds);
  else if (typeof node === "object" && node !== null) {
    const kind: unknown = Reflect.get(node, "nodeType");
    if (typeof kind === "string") kinds.add(kind);
    for (const value of Object.values(node)) collectKinds(value, kinds);
  }
}
