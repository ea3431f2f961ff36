import type { AnalysisProblem } from "../../python/facts/module.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { Selection } from "./facts.ts";

/**
 * Runs an analysis for each selected function and answers in the order of the selection. One that throws costs only its own function's facts:
 * the problem takes their place and names the analysis, so that nothing is lost in silence.
 */
export function eachFunction<Facts>(
  module: PythonModule,
  selection: Selection,
  analysis: string,
  analyse: (fn: PythonFunction) => Facts,
  without: (problem: AnalysisProblem) => Facts,
): Facts[] {
  const functions = new Map(module.functions.map((fn) => [fn.outline.key, fn]));
  return selection.functions.map(({ key }) => {
    const fn = functions.get(key);
    if (fn === undefined) throw new Error(`the selection names ${key}, which the file does not have`);
    try {
      return analyse(fn);
    } catch (error) {
      return without(problemOf(analysis, error, fn));
    }
  });
}

/** Runs an analysis of the whole file. Its failure is handed back, so that each function can say what it misses and keep the rest. */
export function attempt<Result>(analyse: () => Result): { ok: true; result: Result } | { ok: false; error: unknown } {
  try {
    return { ok: true, result: analyse() };
  } catch (error) {
    return { ok: false, error };
  }
}

export function problemOf(analysis: string, error: unknown, fn: PythonFunction): AnalysisProblem {
  const deep = error instanceof RangeError;
  return {
    analysis,
    code: deep ? "too_deep" : "analysis_failed",
    detail: deep ? "The function is nested too deeply for this analysis." : String(error).slice(0, 500),
    span: fn.outline.span,
  };
}
