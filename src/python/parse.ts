import type { ParseResult, PythonModule, SyntaxProblem } from "./module.ts";
import { grammarProblem } from "./parse-check.ts";
import { parseFileOrExcerpt } from "./parse-excerpt.ts";
import { collectDefinitions } from "./parse-functions.ts";
import { notText, positionAt, prepareText, textOfLine } from "./parse-text.ts";

export interface ParseModuleOptions {
  /** Also list the module's own statements as the function `<module>`, first of all. */
  moduleBody?: boolean;
}

/** Modules parsed last, newest at the end: the analyses of one file ask for the same text one after another. */
const recent = new Map<string, ParseResult>();
const RECENT_ENTRIES = 4;
/** Characters of source kept in `recent` altogether; a tree takes some hundred times its source in memory. */
const RECENT_CHARACTERS = 600_000;

/**
 * Parses Python 3 source: a file, or definitions cut out of a class with their indentation. Never throws: what is not Python, not text or nested too deeply comes back as a problem with its position.
 * The answer for one text is one shared object as long as it is remembered; nobody may change it.
 */
export function parseModule(source: string, options: ParseModuleOptions = {}): ParseResult {
  const key = `${options.moduleBody ? "m" : "-"}${source}`;
  const known = recent.get(key);
  const result = known ?? parseAnew(source, options.moduleBody ?? false);
  recent.delete(key);
  recent.set(key, result);
  let characters = 0;
  for (const kept of recent.keys()) characters += kept.length;
  for (const oldest of recent.keys()) {
    if (recent.size <= 1 || (recent.size <= RECENT_ENTRIES && characters <= RECENT_CHARACTERS)) break;
    recent.delete(oldest);
    characters -= oldest.length;
  }
  return result;
}

function parseAnew(source: string, moduleBody: boolean): ParseResult {
  const refused = notText(source);
  if (refused) return { ok: false, problem: refused };
  const prepared = prepareText(source);
  try {
    const module: PythonModule = { source, tree: parseFileOrExcerpt(prepared.text), functions: [], classes: [] };
    prepared.restorePositions(module.tree);
    const problem = grammarProblem(module);
    if (problem) return { ok: false, problem };
    collectDefinitions(module, moduleBody);
    return { ok: true, module };
  } catch (error) {
    return { ok: false, problem: problemOf(error, source) };
  }
}

function problemOf(error: unknown, source: string): SyntaxProblem {
  if (error instanceof RangeError) {
    return { code: "too_deep", message: "The source is nested too deeply to be parsed.", line: 1, column: 0 };
  }
  const message = error instanceof Error ? error.message : String(error);
  const text = message.replace(/ at line \d+(, column \d+)?$/, "");
  const line = numberIn(error, "lineno") ?? Number(/ at line (\d+)/.exec(message)?.[1] ?? 1);
  const bytes = numberIn(error, "col_offset");
  const character = /^Unexpected character '(.+)'/su.exec(text)?.[1];
  if (bytes === null && character) {
    const within = textOfLine(source, line);
    const before = within.text.slice(0, Math.max(0, within.text.indexOf(character)));
    return { code: "syntax_error", message: text, line: within.line, column: [...before].length };
  }
  return { code: "syntax_error", message: text, ...positionAt(source, line, bytes ?? 0) };
}

function numberIn(error: unknown, field: "lineno" | "col_offset"): number | null {
  if (typeof error !== "object" || error === null || !(field in error)) return null;
  const value: unknown = Reflect.get(error, field);
  return typeof value === "number" ? value : null;
}
