import type { PythonModule } from "../module.ts";
import { type Context, newContext } from "./context.ts";
import { decideUnit } from "./decide.ts";
import { addExamples } from "./definition.ts";
import { runUnit } from "./run-unit.ts";
import { newRegistry, type Parameter, unitOf } from "./unit.ts";

export interface TypeAnalysis {
  context: Context;
  /** Why nothing may be claimed: the budget of the file ran out before the fixpoint, or parts of it were nested too deeply to visit. */
  failure: "budget_exhausted" | "too_deep" | null;
}

const analyses = new WeakMap<PythonModule, TypeAnalysis>();

/** The analysis of a file, made once for each parsed module. */
export function analyseTypes(module: PythonModule): TypeAnalysis {
  let analysis = analyses.get(module);
  if (analysis === undefined) {
    analysis = analyseAnew(module);
    analyses.set(module, analysis);
  }
  return analysis;
}

const MAX_PHASES = 4;
/** Passes that look for the least fixpoint before widening sets in, and passes altogether. */
const PRECISE_PASSES = 8;
const MAX_PASSES = 24;
/** Visits allowed per character of source, and at least; one visit takes about a microsecond. */
const STEPS_PER_CHARACTER = 8;
const LEAST_STEPS = 60_000;

/** Runs the analysis to its fixpoint: passes over all bodies until nothing changes, then decisions about parameters, then again. */
function analyseAnew(module: PythonModule): TypeAnalysis {
  const registry = newRegistry();
  const root = unitOf(registry, module.tree, null, null);
  const context = newContext(module, registry, root, LEAST_STEPS + module.source.length * STEPS_PER_CHARACTER);
  addExamples(context, module.tree.body);
  let stable = false;
  for (let phase = 0; phase < MAX_PHASES; phase++) {
    forget(context);
    stable = false;
    for (let pass = 0; pass < MAX_PASSES && !stable; pass++) {
      context.changed = false;
      context.widening = pass >= PRECISE_PASSES;
      runUnit(context, root);
      for (const unit of registry.units.values()) if (unit !== root) runUnit(context, unit);
      stable = !context.changed;
    }
    let decided = false;
    for (const unit of registry.units.values()) decided = decideUnit(context, unit) || decided;
    if (!decided || context.steps > context.maximumSteps / 3) break;
  }
  if (context.tooDeep) return { context, failure: "too_deep" };
  return { context, failure: stable && context.steps <= context.maximumSteps ? null : "budget_exhausted" };
}

function forget(context: Context): void {
  context.cells.clear();
  context.scopes.clear();
  for (const unit of context.registry.units.values()) {
    unit.returns.clear();
    unit.yields.clear();
    unit.names.clear();
    unit.loops.clear();
    for (const { variable } of unit.parameters) forgetVariable(variable, 0);
  }
  for (const cls of context.registry.classes.values()) cls.attributes.clear();
}

function forgetVariable(variable: Parameter["variable"], depth: number): void {
  variable.lowers.clear();
  variable.evidence = [];
  if (depth > 8) return;
  if (variable.element !== null) forgetVariable(variable.element, depth + 1);
  if (variable.key !== null) forgetVariable(variable.key, depth + 1);
}
