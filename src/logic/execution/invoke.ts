import type { Arguments } from "py-ast";
import { contractDecorators } from "../../python/contracts/decorators.ts";
import { dottedName } from "../../python/facts/bindings.ts";
import { walkOwn } from "../../python/parse-walk.ts";
import { TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { byContract } from "./contract.ts";
import { evaluate, type Place } from "./evaluate.ts";
import { type Closure, type Frame, keyOf, namesBoundIn } from "./frame.ts";
import { expressionOf } from "./parse.ts";
import type { Run } from "./run.ts";
import { bind, NONE, type Result, type State, type Value } from "./state.ts";
import { type Ending, runBlock } from "./statements.ts";

/** A parameter as calls see it. */
interface Formal {
  name: string;
  kind: "positional" | "either" | "keyword";
  default: Value | null;
}

/** Executes a function of the file in place of a call of it. */
export function invoke(
  place: Place,
  state: State,
  closure: Closure,
  positional: Value[],
  keywords: ReadonlyMap<string, Value>,
): Result<Value>[] {
  const { run, frame, span } = place;
  const { definition } = closure;
  const identity = definition.kind === "def" ? definition.node : definition.body;
  const contract = closure.key === null ? undefined : run.options.contracts.get(closure.key);
  const depth = contract === undefined ? (frame.depths.get(identity) ?? 0) : 0;
  const total = [...frame.depths.values()].reduce((sum, one) => sum + one, 0);
  run.reach(depth);
  if (depth > run.options.unroll) {
    run.cut(state, `${run.options.unroll} nested calls of ${closure.name}`);
    return [];
  }
  if (!run.mayCall(total)) throw new UnsupportedConstruct("call_depth");
  if (definition.kind === "def") refuse(run, closure);
  const defaults = defaultsOf(place, state, closure);
  const names = namesOfParameters(closure);
  const bound =
    definition.kind === "def"
      ? namesBoundIn(definition.node.body)
      : { locals: new Set<string>(), globals: new Set<string>() };
  const inner: Frame = {
    id: run.identity(),
    locals: new Set([...names, ...bound.locals]),
    globals: bound.globals,
    nested: false,
    outer: closure.outer,
    chain: `${frame.chain}${span === null ? "" : `${span.line}:${span.column}>`}`,
    depths: new Map(frame.depths).set(identity, depth + 1),
  };
  const entered = enter(state, inner, closure, defaults, positional, keywords);
  if (entered === null) return [{ state, raised: { exception: "TypeError", explicit: false, span } }];
  if (definition.kind === "def" && contract !== undefined) {
    const values = [...positional, ...keywords.values()];
    return byContract(place, entered, inner, { ...closure, definition }, contract, values);
  }
  if (definition.kind === "lambda") return evaluate({ run, frame: inner, span }, entered, definition.body);
  return runBlock({ run, frame: inner }, entered, definition.node.body).map((ending) => result(ending));
}

function result({ state, how }: Ending): Result<Value> {
  switch (how.kind) {
    case "return":
      return { state, value: how.value };
    case "raise":
      return { state, raised: how.raised };
    default:
      return {
        state,
        value: NONE,
      };
  }
}

/** Functions whose body is not what a call of them does. */
function refuse(run: Run, { definition, name }: Closure): void {
  if (definition.kind !== "def") return;
  const { node } = definition;
  const construct = wrapperOf(run, node.decorator_list) ?? bodyConstruct(node.body);
  if (construct !== null) throw new UnsupportedConstruct(`${construct}:${name}`);
}

/** The first decorator that is no contract. */
export function wrapperOf(run: Run, decorators: Parameters<typeof contractDecorators>[1][]): string | null {
  const unknown = decorators.find((decorator) => contractDecorators(run.module, decorator).length === 0);
  if (unknown === undefined) return null;
  const name = dottedName(unknown.nodeType === "Call" ? unknown.func : unknown) ?? "expression";
  return `decorator:${name}`;
}

/** What keeps a body from being executed statement by statement. */
export function bodyConstruct(body: Parameters<typeof walkOwn>[0]): string | null {
  for (const { nodeType } of walkOwn(body))
    if (nodeType === "Yield" || nodeType === "YieldFrom") return "generator";
    else if (nodeType === "Await" || nodeType === "AsyncFor" || nodeType === "AsyncWith") return "async";
  return null;
}

function parametersOf({ definition }: Closure): { name: string; kind: Formal["kind"] }[] {
  if (definition.kind === "lambda") return definition.parameters.map((name) => ({ name, kind: "either" }));
  const { args } = definition.node;
  return [
    ...args.posonlyargs.map(({ arg }) => ({ name: arg, kind: "positional" as const })),
    ...args.args.map(({ arg }) => ({ name: arg, kind: "either" as const })),
    ...args.kwonlyargs.map(({ arg }) => ({ name: arg, kind: "keyword" as const })),
  ];
}

function namesOfParameters(closure: Closure): string[] {
  const names = parametersOf(closure).map(({ name }) => name);
  if (closure.definition.kind === "lambda") return names;
  const { vararg, kwarg } = closure.definition.node.args;
  return [...names, ...[vararg, kwarg].flatMap((extra) => (extra === undefined ? [] : [extra.arg]))];
}

/** The tuple that `*args` is. */
function tupleOf(values: Value[]): Value {
  const items = values.map((value) => {
    if (value.kind !== "plain") throw new UnsupportedConstruct("variadic_parameters");
    return value.symbolic;
  });
  return {
    kind: "plain",
    symbolic: [{ guard: TRUE, value: { kind: "fixed", flavour: "tuple", items } }],
    reading: null,
  };
}

/** Defaults of a module's function are made of literals: they have one value for all calls. */
function defaultsOf({ run, span }: Place, state: State, closure: Closure): ReadonlyMap<string, Value> {
  if (closure.defaults !== null || closure.definition.kind === "lambda") return closure.defaults ?? new Map();
  const frame: Frame = {
    id: run.identity(),
    locals: new Set(),
    globals: new Set(),
    nested: false,
    outer: null,
    chain: "",
    depths: new Map(),
  };
  const defaults = new Map<string, Value>();
  for (const { name, node } of defaultNodes(closure.definition.node.args)) {
    const [only, ...others] = evaluate({ run, frame, span }, state, expressionOf(run.module, node));
    if (only !== undefined && others.length === 0 && "value" in only && only.value.kind !== "object")
      defaults.set(name, only.value);
    else defaults.set(name, MUTABLE_DEFAULT);
  }
  return defaults;
}

/** Stands for a default that is one object for all calls. */
const MUTABLE_DEFAULT: Value = { kind: "exception", exception: "mutable default" };

export function defaultNodes(args: Arguments) {
  const places = [...args.posonlyargs, ...args.args].slice(-args.defaults.length || Number.MAX_SAFE_INTEGER);
  return [
    ...args.defaults.flatMap((node, index) => {
      const name = places[index]?.arg;
      return name === undefined ? [] : [{ name, node }];
    }),
    ...args.kw_defaults.flatMap((node, index) => {
      const name = args.kwonlyargs[index]?.arg;
      return name === undefined || node === null ? [] : [{ name, node }];
    }),
  ];
}

/** The state with the parameters bound; null when the arguments do not fit them. */
function enter(
  state: State,
  frame: Frame,
  closure: Closure,
  defaults: ReadonlyMap<string, Value>,
  positional: Value[],
  keywords: ReadonlyMap<string, Value>,
): State | null {
  const { definition } = closure;
  const rest = definition.kind === "def" ? definition.node.args.vararg?.arg : undefined;
  if (definition.kind === "def" && definition.node.args.kwarg !== undefined)
    throw new UnsupportedConstruct("variadic_parameters");
  const formals = parametersOf(closure);
  const byPosition = formals.filter(({ kind }) => kind !== "keyword");
  if (positional.length > byPosition.length && rest === undefined) return null;
  let current =
    rest === undefined ? state : bind(state, keyOf(frame, rest), tupleOf(positional.slice(byPosition.length)));
  const given = new Set<string>();
  for (const [index, value] of positional.slice(0, byPosition.length).entries()) {
    const name = byPosition[index]?.name ?? "";
    given.add(name);
    current = bind(current, keyOf(frame, name), value);
  }
  for (const [name, value] of keywords) {
    if (given.has(name) || !formals.some((formal) => formal.name === name && formal.kind !== "positional")) return null;
    given.add(name);
    current = bind(current, keyOf(frame, name), value);
  }
  for (const { name } of formals) {
    if (given.has(name)) continue;
    const fallback = defaults.get(name);
    if (fallback === undefined) return null;
    if (fallback === MUTABLE_DEFAULT) throw new UnsupportedConstruct("mutable_default");
    current = bind(current, keyOf(frame, name), fallback);
  }
  return current;
}
