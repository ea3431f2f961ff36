/** What is open at the end of a line of Python: a triple quoted string, or brackets. */
export interface LineState {
  quote: '"""' | "'''" | null;
  depth: number;
}

export interface ScannedLine {
  state: LineState;
  /** Offset of a comment's `#` within the line. */
  comment: number | null;
}

const OUTSIDE = /"""|'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[#()[\]{}]/g;

/** Follows strings, brackets and comments through one line of Python. A single quote without its partner is an ordinary character. */
export function scanLine(line: string, before: LineState): ScannedLine {
  let { quote, depth } = before;
  let at = 0;
  while (at < line.length) {
    if (quote !== null) {
      const close = closing(line, at, quote);
      if (close < 0) return { state: { quote, depth }, comment: null };
      quote = null;
      at = close + 3;
      continue;
    }
    OUTSIDE.lastIndex = at;
    const found = OUTSIDE.exec(line);
    if (!found) break;
    at = found.index + found[0].length;
    if (found[0] === "#") return { state: { quote, depth }, comment: found.index };
    if (found[0] === '"""' || found[0] === "'''") quote = found[0];
    else if ("([{".includes(found[0])) depth += 1;
    else if (")]}".includes(found[0])) depth = Math.max(0, depth - 1);
  }
  return { state: { quote, depth }, comment: null };
}

function closing(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line.startsWith(quote, at)) return at;
  }
  return -1;
}

const START =
  /^(?:@[A-Za-z_][\w.]*(?:\(.*\))?\s*$|(?:async\s+)?def\s+[A-Za-z_]\w*\s*\(|class\s+[A-Za-z_]\w*\s*(?:\(.*\))?\s*:|import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*\s*(?:#.*)?$|from\s+[\w.]+\s+import\s+[\w(*])/;
const GOES_ON = /^(?:\s|#|[)\]}]|[A-Z_][A-Z0-9_]*\s*(?::[^=]+)?=[^=]|$)/;

/** True for a line that can only begin Python: a definition, a decorator or an import. */
export function beginsCode(line: string): boolean {
  return START.test(line);
}

/** True for a line that belongs to Python which began before it. */
export function continuesCode(line: string, before: LineState): boolean {
  return before.quote !== null || before.depth > 0 || GOES_ON.test(line) || START.test(line);
}
