import type { AnalysisProblem } from "../../python/facts/module.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { Selection } from "./facts.ts";

/**
 * Runs an analysis for each selected function. One that throws costs only its own function's facts: the problem takes their place
 * and names the analysis, so that nothing is lost in silence.
 */
export function eachFunction<Facts>(
  module: PythonModule,
  selection: Selection,
  analysis: string,
  analyse: (fn: PythonFunction) => Facts,
  without: (problem: AnalysisProblem) => Facts,
): Record<string, Facts> {
  const chosen = new Set(selection.functions.map(({ key }) => key));
  const facts: Record<string, Facts> = {};
  for (const fn of module.functions) {
    if (!chosen.has(fn.outline.key)) continue;
    try {
      facts[fn.outline.key] = analyse(fn);
    } catch (error) {
      facts[fn.outline.key] = without(problemOf(analysis, error, fn));
    }
  }
  return facts;
}

function problemOf(analysis: string, error: unknown, fn: PythonFunction): AnalysisProblem {
  const deep = error instanceof RangeError;
  return {
    analysis,
    code: deep ? "too_deep" : "analysis_failed",
    detail: deep ? "The function is nested too deeply for this analysis." : String(error).slice(0, 500),
    span: fn.outline.span,
  };
}
