import { TerminalError } from "../graph/errors.ts";
import type { PythonModule, SyntaxProblem } from "../python/module.ts";
import { parseModule } from "../python/parse.ts";

/** The code and the words of a run that fails because of its source. Only a syntax error says that a text is not Python. */
const FAULTS = {
  syntax_error: ["invalid_python", "is not valid Python"],
  too_deep: ["source_too_deep", "cannot be parsed"],
  not_text: ["source_not_text", "is not a text"],
} as const satisfies Record<SyntaxProblem["code"], readonly [code: string, what: string]>;

/** A text of the request and where it stands there. */
export interface SourceText {
  source: string;
  path: string | null;
  module_body: boolean;
}

/**
 * The parsed file, or a terminal failure that names line and column. Parsing is repeated by each analysis: a tree is bigger than it is slow to make.
 * `pointer` is where the request has the text.
 */
export function moduleOf(file: SourceText, pointer = "/input/source"): PythonModule {
  const result = parseModule(file.source, { moduleBody: file.module_body });
  if (result.ok) return result.module;
  const { code, message, line, column } = result.problem;
  const [fault, what] = FAULTS[code];
  throw new TerminalError(
    fault,
    `${file.path ?? "The source"} ${what}: ${message} (line ${line}, column ${column + 1}).`,
    [{ pointer, line, column: column + 1, detail: message }],
  );
}
