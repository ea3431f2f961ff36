import type { StmtNode } from "py-ast";
import type { PositionedNode, PythonClass, PythonFunction, PythonModule } from "../module.ts";
import { lineText, sliceOf } from "../spans.ts";

/** One line of a docstring after `inspect.cleandoc`, and where it stands in the file. */
export interface DocLine {
  text: string;
  indent: number;
  node: PositionedNode;
}

export interface Docstring {
  /** The value as `inspect.getdoc` gives it: common indentation and blank lines at both ends removed. */
  text: string;
  lines: DocLine[];
  node: PositionedNode;
}

const docstrings = new WeakMap<object, Docstring | null>();

/** The docstring of a function, a class or the module; null when the body does not begin with a plain string. */
export function docstringOf(
  module: PythonModule,
  owner: PythonFunction["node"] | PythonClass["node"],
): Docstring | null {
  const known = docstrings.get(owner);
  if (known !== undefined) return known;
  const docstring = read(module, owner.body[0]);
  docstrings.set(owner, docstring);
  return docstring;
}

/** True for the statement that is a docstring: a plain string, neither bytes nor an f-string. */
export function isStringStatement(statement: StmtNode | undefined): boolean {
  if (statement?.nodeType !== "Expr" || statement.value.nodeType !== "Constant") return false;
  const { value, quote_style } = statement.value;
  return typeof value === "string" && quote_style !== undefined && !/b/i.test(quote_style);
}

function read(module: PythonModule, first: StmtNode | undefined): Docstring | null {
  if (first?.nodeType !== "Expr" || first.value.nodeType !== "Constant" || !isStringStatement(first)) return null;
  const node = first.value;
  const value = String(node.value);
  const raw = value.replaceAll("\t", "        ").split("\n");
  const newlines = sliceOf(module, node).split(/\r\n?|\n/).length;
  const aligned = newlines === raw.length;
  const indents = raw
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map(indentOf);
  const margin = indents.length > 0 ? Math.min(...indents) : 0;
  const lines = raw.map((text, index): DocLine => {
    const cleaned = (index === 0 ? text.trimStart() : text.slice(Math.min(margin, indentOf(text)))).trimEnd();
    return { text: cleaned, indent: indentOf(cleaned), node: aligned ? lineNode(module, node, index) : node };
  });
  while (lines.length > 0 && lines[0]?.text === "") lines.shift();
  while (lines.length > 0 && lines.at(-1)?.text === "") lines.pop();
  return { text: lines.map(({ text }) => text).join("\n"), lines, node };
}

function lineNode(module: PythonModule, node: PositionedNode, index: number): PositionedNode {
  const line = (node.lineno ?? 1) + index;
  const last = line === node.end_lineno;
  const indent = indentOf(lineText(module, line));
  return {
    lineno: line,
    col_offset: index === 0 ? (node.col_offset ?? 0) : indent,
    end_lineno: line,
    end_col_offset: last ? (node.end_col_offset ?? indent) : Number.MAX_SAFE_INTEGER,
  };
}

export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** The region from one docstring line to another, both included. */
export function regionOf(lines: readonly DocLine[], from: number, to: number): PositionedNode {
  const first = lines[from]?.node ?? {};
  const last = lines[to]?.node ?? first;
  const region: PositionedNode = { ...first };
  if (last.end_lineno !== undefined) region.end_lineno = last.end_lineno;
  if (last.end_col_offset !== undefined) region.end_col_offset = last.end_col_offset;
  return region;
}
