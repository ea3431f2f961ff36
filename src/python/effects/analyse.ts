import type { Arguments, ExprNode } from "py-ast";
import type { AnalysisProblem } from "../facts/module.ts";
import type { PythonModule } from "../module.ts";
import { spanOf } from "../spans.ts";
import { annotatedValue } from "./annotations.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import { addBinding } from "./names.ts";
import type { Program, Unit } from "./program.ts";
import { programOf, receiverName } from "./program.ts";
import { noteReturn, walkBody } from "./statements.ts";
import type { Root, Value } from "./value.ts";
import { isAtom, join, shaped, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";

export interface Analysis {
  program: Program;
  problems: Map<Unit, AnalysisProblem[]>;
}

const analyses = new WeakMap<PythonModule, Analysis>();

/**
 * What every unit of a module does by itself. Two passes: the first collects what variables, attributes and results may be, the second notes
 * effects with that knowledge.
 */
export function analyse(module: PythonModule): Analysis {
  const known = analyses.get(module);
  if (known) return known;
  const program = programOf(module);
  const problems = new Map<Unit, AnalysisProblem[]>();
  for (let pass = 0; pass < 2; pass += 1) {
    problems.clear();
    // Lambdas join the list while it is walked.
    for (let index = 0; index < program.units.length; index += 1) {
      const unit = program.units[index];
      if (unit) walkUnit(program, unit, problems);
    }
  }
  const analysis = { program, problems };
  analyses.set(module, analysis);
  return analysis;
}

function walkUnit(program: Program, unit: Unit, problems: Map<Unit, AnalysisProblem[]>): void {
  unit.observations = [];
  unit.calls = [];
  unit.returned = [];
  unit.global_reads = new Map();
  const walk: Walk = {
    program,
    unit,
    env: new Environment(),
    class_bodies: [],
    guards: [],
    handling: [],
    loops: 0,
    returns: null,
    returning: null,
  };
  try {
    if (unit.parameters) bindParameters(walk, unit, unit.parameters);
    if (unit.node.nodeType === "Lambda") noteReturn(walk, evaluate(walk, unit.node.body));
    else walkBody(walk, unit.node.body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.set(unit, [
      {
        analysis: "effects",
        code: "too_deep",
        detail: "The function is nested too deeply; its effects are known only up to there.",
        span: spanOf(program.module, unit.node),
      },
    ]);
  }
  unit.returns = walk.returns;
}

function bindParameters(walk: Walk, unit: Unit, parameters: Arguments): void {
  const self = receiverName(unit);
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = parameters;
  const positional = [...posonlyargs, ...args];
  const firstDefault = positional.length - parameters.defaults.length;
  const outer: Walk = { ...walk, unit: unit.parent ?? unit, env: new Environment() };
  const bind = (name: string, value: Value) => {
    const root: Root = { owner: "parameter", name, unit, steps: 0, wraps: 0, path: name };
    const rooted: Value = { ...value, constant: null, roots: isAtom(value) ? [] : [root] };
    walk.env.set(name, rooted);
    addBinding(unit, name, { ...value, constant: null });
  };
  const annotated = (annotation: ExprNode | undefined) =>
    annotation ? annotatedValue(annotation, (node) => evaluate({ ...outer, unit }, node)) : UNKNOWN;
  positional.forEach((parameter, index) => {
    if (parameter.arg === self && unit.owner_class) {
      bind(self, receiverValue(unit, self));
      return;
    }
    const declared = annotated(parameter.annotation);
    const fallback = index >= firstDefault ? parameters.defaults[index - firstDefault] : undefined;
    bind(parameter.arg, declared === UNKNOWN ? defaultValue(walk, fallback) : declared);
  });
  kwonlyargs.forEach((parameter, index) => {
    const declared = annotated(parameter.annotation);
    bind(
      parameter.arg,
      declared === UNKNOWN ? defaultValue(walk, parameters.kw_defaults[index] ?? undefined) : declared,
    );
  });
  if (vararg) bind(vararg.arg, shaped({ kind: "instance", path: "builtins.tuple", resource: null }));
  if (kwarg) bind(kwarg.arg, shaped({ kind: "instance", path: "builtins.dict", resource: null }));
}

function receiverValue(unit: Unit, _name: string): Value {
  const info = unit.owner_class;
  if (!info) return UNKNOWN;
  return shaped(unit.is_class_method ? { kind: "class", info } : { kind: "object", info });
}

/** A default of a container display, or a number or text, tells what callers are expected to pass. */
function defaultValue(walk: Walk, node: ExprNode | undefined): Value {
  if (!node) return UNKNOWN;
  const isTelling =
    node.nodeType === "List" || node.nodeType === "Dict" || node.nodeType === "Set" || node.nodeType === "Constant";
  if (!isTelling || (node.nodeType === "Constant" && node.value === null)) return UNKNOWN;
  const value = evaluate(walk, node);
  return join({ ...value, roots: [], constant: null }, UNKNOWN);
}
