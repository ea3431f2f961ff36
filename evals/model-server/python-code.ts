import { parseModule } from "../../src/python/parse.ts";

/** A function's code in the parts that a signature asks for. */
export interface CodeParts {
  imports: string[];
  helpers: string;
  body: string;
}

/** Splits a program into imports, other top-level code and the body of one function without docstring; null when it is not Python or has no such function. */
export function codeParts(source: string, name: string): CodeParts | null {
  const parsed = parseModule(source);
  if (!parsed.ok) return null;
  const lines = source.split(/\r\n|\r|\n/);
  const imports: string[] = [];
  const helpers: string[] = [];
  let body: string | null = null;
  for (const statement of parsed.module.tree.body) {
    const text = lines.slice((statement.lineno ?? 1) - 1, statement.end_lineno ?? 1).join("\n");
    if (statement.nodeType === "FunctionDef" && statement.name === name) {
      const [first, ...rest] = statement.body;
      const documented =
        first?.nodeType === "Expr" && first.value.nodeType === "Constant" && typeof first.value.value === "string";
      const kept = documented ? rest : statement.body;
      body = kept.length === 0 ? "pass" : bodyText(lines, kept, statement.lineno ?? 1);
    } else if (statement.nodeType === "Import" || statement.nodeType === "ImportFrom") imports.push(text.trim());
    else if (statement.nodeType === "Expr") continue;
    else helpers.push(decorated(lines, statement, text));
  }
  return body === null ? null : { imports, helpers: helpers.join("\n\n"), body };
}

interface Positioned {
  lineno?: number;
  end_lineno?: number;
  col_offset?: number;
}

function bodyText(lines: readonly string[], statements: readonly Positioned[], def_line: number): string {
  const first = statements[0]?.lineno ?? 1;
  const last = statements.at(-1)?.end_lineno ?? first;
  const kept = lines.slice(first - 1, last);
  // `def f(x): return x`
  if (first === def_line) return [(kept[0] ?? "").slice(statements[0]?.col_offset ?? 0), ...kept.slice(1)].join("\n");
  const indent = /^[ \t]*/.exec(kept[0] ?? "")?.[0] ?? "";
  return kept.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart())).join("\n");
}

function decorated(lines: readonly string[], statement: { lineno?: number; nodeType: string }, text: string): string {
  const above: string[] = [];
  for (let line = (statement.lineno ?? 1) - 2; (lines[line] ?? "").startsWith("@"); line--)
    above.unshift(lines[line] ?? "");
  return [...above, text].join("\n");
}

/** Strings and comments, so that nothing within them is changed. */
const OPAQUE = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** Operators and constants with what each becomes; longer ones first. */
const CHANGES: readonly [RegExp, (found: string) => string][] = [
  [/<=/g, () => "<"],
  [/>=/g, () => ">"],
  [/==/g, () => "!="],
  [/!=/g, () => "=="],
  [/(?<![<>=!*+/-])<(?![<=])/g, () => "<="],
  [/(?<![<>=!-])>(?![>=])/g, () => ">="],
  [/(?<=[\w)\]] ?)\+(?!=)/g, () => "-"],
  [/(?<=[\w)\]] ?)-(?![=>])/g, () => "+"],
  [/(?<=[\w)\]] ?)\/\/(?!=)/g, () => "*"],
  [/(?<=[\w)\]] ?)%(?!=)/g, () => "//"],
  [/\band\b/g, () => "or"],
  [/\bor\b/g, () => "and"],
  [/\bTrue\b/g, () => "False"],
  [/\bFalse\b/g, () => "True"],
  [/\bmin\(/g, () => "max("],
  [/\bmax\(/g, () => "min("],
  [/\bnot /g, () => ""],
  [/(?<![\w.])\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
];

/** The body with one operator or constant changed, all of them, in order of place; the last resort returns nothing. Some may mean the same as the original. */
export function mutants(body: string): string[] {
  const hidden = [...body.matchAll(OPAQUE)].map((match) => [match.index, match.index + match[0].length] as const);
  const visible = (at: number) => hidden.every(([start, end]) => at < start || at >= end);
  const made: string[] = [];
  for (const [pattern, change] of CHANGES) {
    for (const match of body.matchAll(pattern)) {
      if (!visible(match.index)) continue;
      made.push(body.slice(0, match.index) + change(match[0]) + body.slice(match.index + match[0].length));
    }
  }
  return made.length > 0 ? made : ["return None"];
}
