import { beginsCode, continuesCode, type LineState, scanLine } from "./code-lines.ts";
import { type MappedText, mapped, type Span } from "./mapped-text.ts";
import { type CodeBlock, readCode } from "./stub.ts";

/** A prompt taken apart: Python where it stands, and the rest. */
export interface Layout {
  blocks: readonly CodeBlock[];
  /** Everything that is not Python, in order. */
  prose: readonly MappedText[];
}

interface Line extends Span {
  text: string;
  /** Lines of a fence itself say nothing. */
  fence: boolean;
}

const FENCE = /^\s*(`{3,}|~{3,})\s*[\w+-]*\s*$/;

/** Longest prompt that is searched for Python; what is longer is prose. */
const MOST_CHARACTERS = 100_000;

export function layOut(prompt: string): Layout {
  if (prompt.length > MOST_CHARACTERS) return { blocks: [], prose: [mapped(prompt, 0, prompt.length)] };
  const lines = linesOf(prompt);
  const blocks: CodeBlock[] = [];
  const prose: MappedText[] = [];
  let from: number | null = null;
  const flush = (end: number) => {
    if (from !== null && prompt.slice(from, end).trim() !== "") prose.push(mapped(prompt, from, end));
    from = null;
  };
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (!line) break;
    if (line.fence) {
      flush(line.start);
      index += 1;
      continue;
    }
    const end = beginsCode(line.text) ? codeEnd(lines, index) : index;
    const block = end > index ? readCode(prompt, line.start, lines[end - 1]?.end ?? line.end) : null;
    if (block !== null) {
      flush(line.start);
      blocks.push(block);
      index = end;
    } else {
      from ??= line.start;
      index += 1;
    }
  }
  flush(prompt.length);
  return { blocks, prose };
}

function linesOf(prompt: string): Line[] {
  const lines: Line[] = [];
  let open: string | null = null;
  for (const found of prompt.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (found[0] === "") continue;
    const text = found[0].replace(/\r?\n$/, "");
    const mark = FENCE.exec(text)?.[1] ?? null;
    const fence = mark !== null && (open === null || mark.startsWith(open));
    if (fence) open = open === null ? mark : null;
    lines.push({ text, start: found.index, end: found.index + text.length, fence });
  }
  return lines;
}

function codeEnd(lines: readonly Line[], from: number): number {
  let state: LineState = { quote: null, depth: 0 };
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.fence || (index > from && !continuesCode(line.text, state))) break;
    state = scanLine(line.text, state).state;
    if (line.text.trim() !== "") end = index + 1;
  }
  return end;
}
