import { TerminalError } from "../../graph/errors.ts";
import type { PythonModule, SyntaxProblem } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import { LIMITS } from "../run.ts";
import type { Selection, SourceFile } from "./facts.ts";

/** The code and the words of a run that fails because of its source. Only a syntax error says that a text is not Python. */
const FAULTS = {
  syntax_error: ["invalid_python", "is not valid Python"],
  too_deep: ["source_too_deep", "cannot be parsed"],
  not_text: ["source_not_text", "is not a text"],
} as const satisfies Record<SyntaxProblem["code"], readonly [code: string, what: string]>;

/** The parsed file, or a terminal failure that names line and column. Parsing is repeated by each analysis: a tree is bigger than it is slow to make. */
export function moduleOf(file: SourceFile): PythonModule {
  const result = parseModule(file.source, { moduleBody: file.module_body });
  if (result.ok) return result.module;
  const { code, message, line, column } = result.problem;
  const [fault, what] = FAULTS[code];
  throw new TerminalError(
    fault,
    `${file.path ?? "The source"} ${what}: ${message} (line ${line}, column ${column + 1}).`,
    [{ pointer: "/input/source", line, column: column + 1, detail: message }],
  );
}

/** Chooses the functions to lift: the one asked for, or all of them up to the limit. Every other one is named with its reason. */
export function parse(file: SourceFile): Selection {
  const found = moduleOf(file).functions.map(({ outline }) => outline);
  const named = found.filter(({ kind }) => kind !== "module_body").length;
  if (file.function !== null) {
    const chosen = found.filter((outline) => outline.key === file.function || outline.qualified_name === file.function);
    if (chosen.length === 0) {
      const names = found.slice(0, 20).map(({ key }) => key);
      throw new TerminalError(
        "function_not_found",
        `There is no function ${file.function} in ${file.path ?? "the source"}; it has ${names.join(", ") || "none"}${found.length > 20 ? ", ..." : ""}.`,
        [{ pointer: "/input/function", line: null, column: null, detail: "no such function" }],
      );
    }
    return { functions: chosen, report: { functions_found: named, functions_lifted: chosen.length, skipped: [] } };
  }
  const functions = found.slice(0, LIMITS.functions_per_file);
  const skipped = found.slice(LIMITS.functions_per_file).map(({ key, span }) => ({
    function: key,
    line: span.line,
    code: "function_limit",
    detail: `One run lifts ${LIMITS.functions_per_file} functions; ask for this one by its name in input.function.`,
  }));
  const lifted = functions.filter(({ kind }) => kind !== "module_body").length;
  return { functions, report: { functions_found: named, functions_lifted: lifted, skipped } };
}
