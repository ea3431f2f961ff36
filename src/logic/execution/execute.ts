import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { isUnlimited, UNLIMITED } from "../symbolic/limits.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { mentionsFloat } from "../types/python-type.ts";
import type { Execution, ExecutionOptions, Path } from "./execution.ts";
import { type Frame, keyOf, namesBoundIn } from "./frame.ts";
import { bodyConstruct, wrapperOf } from "./invoke.ts";
import { scopeOf } from "./lookup.ts";
import { type Entry, entry } from "./parameters.ts";
import { readable } from "./reading.ts";
import { Run } from "./run.ts";
import { bind, NONE, objectAt, type State, type Value } from "./state.ts";
import { type Ending, runBlock } from "./statements.ts";

/**
 * Executes a function's body symbolically, path by path. Total: what has no exact meaning is a gap. Where the paths are too many for the asked bound,
 * loops are unrolled less often, which the cuts tell.
 */
export function execute(module: PythonModule, fn: PythonFunction, ir: IR, options: ExecutionOptions): Execution {
  const first = once(module, fn, ir, options);
  let { execution, deepest } = first;
  let steps = execution.steps ?? 0;
  for (let unroll = options.unroll >> 1; unroll > 0 && isTooLarge(execution); unroll >>= 1) {
    if (unroll >= deepest) continue; // the same again
    ({ execution, deepest } = once(module, fn, ir, { ...options, unroll }));
    steps += execution.steps ?? 0;
  }
  return { ...(isTooLarge(execution) ? first.execution : execution), steps };
}

const isTooLarge = ({ gaps }: Execution): boolean => gaps.some(({ construct }) => construct === "too_many_paths");

function once(
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  options: ExecutionOptions,
): { execution: Execution; deepest: number } {
  const run = new Run(module, options);
  const { node } = fn;
  const { body } = node;
  const bound = namesBoundIn(body);
  const parameters = ir.signature.parameters.map(({ name }) => name);
  const frame: Frame = {
    id: run.identity(),
    locals: new Set([...parameters, ...bound.locals]),
    globals: bound.globals,
    nested: false,
    outer: null,
    chain: "",
    depths: new Map([[node, 1]]),
  };
  const start = within(run, fn, frame, entry(run, frame, ir));
  run.entry = scopeOf(run, start.state, frame);
  const refused = constructOf(run, fn);
  const paths: Path[] = [];
  if (refused !== null) run.gap(start.state, refused, fn.outline.span);
  else
    for (const ending of runOrGiveUp(run, start.state, fn, () =>
      run.attempt(start.state, fn.outline.span, () => runBlock({ run, frame }, start.state, body)),
    ))
      paths.push(...run.attempt(ending.state, fn.outline.span, () => [pathOf(ending)]));
  const execution: Execution = {
    parameters: start.parameters,
    declarations: run.declarations,
    facts: run.fresh.axioms,
    paths,
    gaps: run.gaps,
    cuts: run.cuts,
    obligations: run.obligations,
    loops: [...run.loops.values()],
    assumptions: assumptionsOf(run, paths),
    steps: run.steps,
  };
  return { execution, deepest: run.deepest };
}

/** A body that is nested deeper than JavaScript's stack is not executed at all. */
function runOrGiveUp(run: Run, state: State, fn: PythonFunction, work: () => Ending[]): Ending[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError) || !/call stack/i.test(error.message)) throw error;
    run.gap(state, "too_deep", fn.outline.span);
    return [];
  }
}

/** The names that functions around this one bind: what they stand for is not known here. */
function within(run: Run, fn: PythonFunction, frame: Frame, start: Entry): Entry {
  let { state } = start;
  const names = new Set<string>();
  for (let around = fn.enclosing_function; around !== null; around = around.enclosing_function) {
    if (around.node.nodeType === "Module") continue;
    const { posonlyargs, args, kwonlyargs, vararg, kwarg } = around.node.args;
    for (const { arg } of [...posonlyargs, ...args, ...kwonlyargs]) names.add(arg);
    for (const extra of [vararg, kwarg]) if (extra !== undefined) names.add(extra.arg);
    for (const name of namesBoundIn(around.node.body).locals) names.add(name);
  }
  if (names.size === 0) return start;
  const outer: Frame = { ...frame, id: run.identity(), locals: names, globals: new Set() };
  frame.outer = outer;
  for (const name of names) state = bind(state, keyOf(outer, name), { kind: "unknown", construct: `closure:${name}` });
  return { ...start, state };
}

/** Why the body is not executed at all. */
function constructOf(run: Run, fn: PythonFunction): string | null {
  if (fn.node.nodeType === "AsyncFunctionDef") return "async";
  if (fn.node.nodeType === "Module") return "module_body";
  return wrapperOf(run, fn.node.decorator_list) ?? bodyConstruct(fn.node.body);
}

function pathOf({ state, how }: Ending): Path {
  const condition = state.says === null ? null : [...state.says];
  const base = { condition: [...state.condition], exit: exitOf(state), exact: state.exact };
  if (how.kind === "raise")
    return { ...base, outcome: { kind: "raise", ...how.raised }, reading: { condition, result: null } };
  const value: Value = how.kind === "return" ? how.value : NONE;
  const { symbolic, reading } = contentOf(state, value);
  return { ...base, outcome: { kind: "return", value: symbolic }, reading: { condition, result: readable(reading) } };
}

function contentOf(state: State, value: Value) {
  if (value.kind === "plain") return value;
  const object = value.kind === "object" ? objectAt(state, value.location) : undefined;
  if (object !== undefined) return object;
  return {
    symbolic: [{ guard: "true", value: { kind: "opaque" as const, name: value.kind, term: "" } }],
    reading: null,
  };
}

function exitOf(state: State): Map<string, Symbolic> {
  const exit = new Map<string, Symbolic>();
  for (const [name, location] of state.parameters) {
    const object = objectAt(state, location);
    if (object?.changed) exit.set(name, object.symbolic);
  }
  return exit;
}

function assumptionsOf(run: Run, paths: Path[]): string[] {
  const assumptions = new Set(["types-as-annotated"]);
  const texts = new Set<string>();
  collect([run.declarations, run.fresh.axioms, paths, run.gaps, run.cuts, run.obligations], texts);
  // Also what floats only decided on the way (`x != x`, which is plain of reals) rests on them, and what paths say that are left out.
  const types = [...run.parameters, ...run.declarations].map(({ type }) => type);
  if (run.fresh.reals || types.some(mentionsFloat)) assumptions.add("float-as-real");
  if (run.fresh.unlimited) assumptions.add(UNLIMITED);
  for (const text of texts) {
    if (isUnlimited(text)) assumptions.add(UNLIMITED);
    if (/\bReal\b|to_real|py\.real|\d\.\d/.test(text)) assumptions.add("float-as-real");
    if (/\bString\b|str\./.test(text)) assumptions.add("characters-to-U+2FFFF");
  }
  return [...assumptions].sort();
}

/** Every text in a value, once. */
function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === "string") texts.add(value);
  else if (value instanceof Map) for (const entry of value) collect(entry, texts);
  else if (Array.isArray(value)) for (const part of value) collect(part, texts);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) collect(part, texts);
}
