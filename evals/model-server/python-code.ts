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
  const indent = indentOf(kept[0]);
  // Where tabs and spaces are mixed, a tab reaches to the next multiple of eight (Python reference, 2.1.8).
  const even = kept.every((line) => line.trim() === "" || line.startsWith(indent)) ? kept : kept.map(expandTabs);
  const width = indentOf(even[0]).length;
  return even.map((line) => line.slice(Math.min(width, indentOf(line).length))).join("\n");
}

function indentOf(line = ""): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function expandTabs(line: string): string {
  const indent = indentOf(line);
  let width = 0;
  for (const character of indent) width = character === "\t" ? width - (width % 8) + 8 : width + 1;
  return " ".repeat(width) + line.slice(indent.length);
}

function decorated(lines: readonly string[], statement: { lineno?: number; nodeType: string }, text: string): string {
  const above: string[] = [];
  for (let line = (statement.lineno ?? 1) - 2; (lines[line] ?? "").startsWith("@"); line--)
    above.unshift(lines[line] ?? "");
  return [...above, text].join("\n");
}

/** Strings and comments, so that nothing within them is changed. */
const OPAQUE = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** With one string literal short of its last character. */
function cutTexts(body: string): string[] {
  return [...body.matchAll(OPAQUE)].flatMap((match) => {
    const literal = match[0];
    const last = literal.at(-2) ?? "";
    if (literal.startsWith("#") || literal.length < 3 || !/[\w ,.+*?$]/.test(last)) return [];
    const at = match.index + literal.length - 2;
    return [body.slice(0, at) + body.slice(at + 1)];
  });
}

/** With a part of what is returned in its place, or its opposite. */
function halved(body: string): string[] {
  const last = /^([ \t]*return )([^\n]+)$/gm;
  return [...body.matchAll(last)].flatMap((match) => {
    const put = (value: string) =>
      body.slice(0, match.index) + (match[1] ?? "") + value + body.slice(match.index + match[0].length);
    const value = match[2] ?? "";
    return value.includes("#") ? [] : [put(`(${value})[:-1]`), put(`not (${value})`), put(`(${value}) + 1`)];
  });
}

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
  [/\ball\(/g, () => "any("],
  [/\bany\(/g, () => "all("],
  [/\bsum\(/g, () => "max("],
  [/\bsorted\(/g, () => "list("],
  [/\bset\(/g, () => "list("],
  [/\breversed\(/g, () => "list("],
  [/\.upper\(\)/g, () => ".lower()"],
  [/\.lower\(\)/g, () => ".upper()"],
  [/\.(?:strip|sort|reverse)\(\)/g, () => ".copy()"],
  [/\[::-1\]/g, () => "[::2]"],
  [/\bis not\b/g, () => "is"],
  [/\bnot in\b/g, () => "in"],
  [/(?<!\bfor [\w, ()]*)(?<!\bnot )\bin\b/g, () => "not in"],
  [/(?<=[\w)\]] ?)\*\*(?!=)/g, () => "*"],
  [/(?<=[\w)\]] ?)(?<!\*)\*(?![*=])/g, () => "+"],
  [/(?<=[\w)\]] ?)(?<!\/)\/(?![/=])/g, () => "//"],
  [/(?<=[\w)\]] ?)&(?!=)/g, () => "|"],
  [/(?<=[\w)\]] ?)\|(?!=)/g, () => "&"],
  [/(?<=[\w)\]] ?)\^(?!=)/g, () => "|"],
  [/\+=/g, () => "-="],
  [/-=/g, () => "+="],
  [/\belif\b/g, () => "if"],
  [/\bnot /g, () => ""],
  [/(?<![\w.])\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
];

/**
 * The body with one operator, call or constant changed, all of them; then, cruder, with another value returned. Some may mean the same as the original, and some be
 * no Python.
 */
export function mutants(body: string): { subtle: string[]; crude: string[] } {
  const hidden = [...body.matchAll(OPAQUE)].map((match) => [match.index, match.index + match[0].length] as const);
  const visible = (at: number) => hidden.every(([start, end]) => at < start || at >= end);
  const made: string[] = [];
  for (const [pattern, change] of CHANGES) {
    for (const match of body.matchAll(pattern)) {
      if (!visible(match.index)) continue;
      made.push(body.slice(0, match.index) + change(match[0]) + body.slice(match.index + match[0].length));
    }
  }
  return { subtle: [...made, ...cutTexts(body)], crude: halved(body) };
}

/** The program of a function's parts under a new def line. */
export function programOf(
  parts: CodeParts,
  name: string,
  parameters: readonly { name: string; default: string | null }[],
): string {
  const list = parameters.map((one) => (one.default === null ? one.name : `${one.name}=${one.default}`)).join(", ");
  const body = parts.body.replace(/^(?=.)/gm, "    ");
  return [...parts.imports, parts.helpers, `def ${name}(${list}):`, body].join("\n");
}
