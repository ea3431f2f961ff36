import { evidenceId } from "../ir/hash.ts";
import type { Evidence, Span } from "../ir/provenance.ts";
import type { PositionedNode, PythonModule } from "./module.ts";

/**
 * Translates the tree's positions (lines from 1, columns in UTF-8 bytes) into offsets of the JavaScript string and into code points.
 * Lines end at `\n`, `\r\n` and `\r` alone, as in CPython's universal newlines; a leading byte order mark belongs to no line.
 */
interface LineTable {
  /** Offset of the first code unit of each line. */
  starts: number[];
  /** Offset just past the last code unit of each line, without its line end. */
  ends: number[];
  /** True when the whole file is ASCII: columns of all three sorts agree. */
  ascii: boolean;
  /** Byte to code unit and code point columns by line, null for lines that are ASCII; filled on demand. */
  columns: Map<number, { units: Uint32Array; points: Uint32Array } | null>;
}

const tables = new WeakMap<PythonModule, LineTable>();

function tableOf(module: PythonModule): LineTable {
  const known = tables.get(module);
  if (known) return known;
  const { source } = module;
  const starts = [source.charCodeAt(0) === 0xfeff ? 1 : 0];
  const ends: number[] = [];
  for (const match of source.matchAll(/\r\n?|\n/g)) {
    ends.push(match.index);
    starts.push(match.index + match[0].length);
  }
  ends.push(source.length);
  const table = { starts, ends, ascii: isAscii(source.slice(starts[0])), columns: new Map() };
  tables.set(module, table);
  return table;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
  return !/[^\x00-\x7f]/.test(text);
}

function bytesOf(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** Code unit and code point columns for every byte column of a line; null when the line is ASCII and all three agree. */
function columnsOf(source: string, table: LineTable, line: number) {
  if (table.ascii) return null;
  const known = table.columns.get(line);
  if (known !== undefined) return known;
  const text = source.slice(table.starts[line - 1], table.ends[line - 1]);
  if (isAscii(text)) {
    table.columns.set(line, null);
    return null;
  }
  let size = 0;
  for (const char of text) size += bytesOf(char.codePointAt(0) ?? 0);
  const units = new Uint32Array(size + 1);
  const points = new Uint32Array(size + 1);
  let byte = 0;
  let unit = 0;
  let point = 0;
  for (const char of text) {
    const width = bytesOf(char.codePointAt(0) ?? 0);
    units.fill(unit, byte, byte + width);
    points.fill(point, byte, byte + width);
    byte += width;
    unit += char.length;
    point += 1;
  }
  units[byte] = unit;
  points[byte] = point;
  const columns = { units, points };
  table.columns.set(line, columns);
  return columns;
}

/** Offset into `module.source` of a line (from 1) and a column in UTF-8 bytes; positions past a line's end stop at its end. */
export function offsetOf(module: PythonModule, line: number, byteColumn: number): number {
  const table = tableOf(module);
  const start = table.starts[line - 1];
  const end = table.ends[line - 1];
  if (start === undefined || end === undefined) return module.source.length;
  const columns = columnsOf(module.source, table, line);
  if (!columns) return Math.min(start + byteColumn, end);
  return start + (columns.units[Math.min(byteColumn, columns.units.length - 1)] ?? 0);
}

/** Column in code points of a line (from 1) and a column in UTF-8 bytes. */
export function pointColumnOf(module: PythonModule, line: number, byteColumn: number): number {
  const table = tableOf(module);
  const start = table.starts[line - 1];
  const end = table.ends[line - 1];
  if (start === undefined || end === undefined) return 0;
  const columns = columnsOf(module.source, table, line);
  if (!columns) return Math.min(byteColumn, end - start);
  return columns.points[Math.min(byteColumn, columns.points.length - 1)] ?? 0;
}

/** Text of one line (from 1), without its line end; empty past the end of the file. */
export function lineText(module: PythonModule, line: number): string {
  const table = tableOf(module);
  return module.source.slice(table.starts[line - 1] ?? module.source.length, table.ends[line - 1]);
}

export function lineCount(module: PythonModule): number {
  return tableOf(module).starts.length;
}

/** Where a decorated definition begins: at the `@` of its first decorator, else at the node itself. */
function beginningOf(module: PythonModule, node: PositionedNode): { line: number; byte: number } {
  const line = node.lineno ?? 1;
  const decorator = decoratorsOf(node)[0];
  if (decorator?.lineno === undefined) return { line, byte: node.col_offset ?? 0 };
  for (let candidate = decorator.lineno; candidate > 0; candidate -= 1) {
    const indent = /^[ \t\f]*(?=@)/.exec(lineText(module, candidate));
    if (indent) return { line: candidate, byte: indent[0].length };
  }
  return { line: decorator.lineno, byte: decorator.col_offset ?? 0 };
}

function decoratorsOf(node: PositionedNode): PositionedNode[] {
  return "decorator_list" in node && Array.isArray(node.decorator_list) ? node.decorator_list : [];
}

/** Region of a node; decorators belong to the function or class they decorate. The module's tree itself spans the file. */
export function spanOf(module: PythonModule, node: PositionedNode): Span {
  if (node === module.tree) {
    const last = lineCount(module);
    return { line: 1, column: 0, end_line: last, end_column: pointColumnOf(module, last, Number.MAX_SAFE_INTEGER) };
  }
  const { line, byte } = beginningOf(module, node);
  const endLine = node.end_lineno ?? line;
  return {
    line,
    column: pointColumnOf(module, line, byte),
    end_line: endLine,
    end_column: pointColumnOf(module, endLine, node.end_col_offset ?? byte),
  };
}

/** Verbatim source of a node, decorators included, exactly as it stands in the file. */
export function sliceOf(module: PythonModule, node: PositionedNode): string {
  if (node === module.tree) return module.source.slice(tableOf(module).starts[0]);
  const { line, byte } = beginningOf(module, node);
  return module.source.slice(
    offsetOf(module, line, byte),
    offsetOf(module, node.end_lineno ?? line, node.end_col_offset ?? byte),
  );
}

/** Longest evidence text, as in the `Evidence` model. */
const EVIDENCE_TEXT = 2000;

/** One observation about a node: what the rule saw, with its verbatim source. */
export function evidenceOf(module: PythonModule, rule: string, message: string, node: PositionedNode): Evidence {
  const span = spanOf(module, node);
  const source = sliceOf(module, node);
  const text = source.length > EVIDENCE_TEXT ? `${source.slice(0, EVIDENCE_TEXT)}…` : source;
  return { id: evidenceId(rule, span, text), rule, message: message.slice(0, EVIDENCE_TEXT), span, text };
}
