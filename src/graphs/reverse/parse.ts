import { TerminalError } from "../../graph/errors.ts";
import { LIMITS } from "../run.ts";
import { moduleOf } from "../source.ts";
import type { Selection, SourceFile } from "./facts.ts";

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
