import type { StmtNode } from "py-ast";
import { spanOf } from "../../python/spans.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { assignTo, augment, keyFor } from "./assign.ts";
import { deleted } from "./delete.ts";
import { decide, evaluate, type Place } from "./evaluate.ts";
import type { Closure, Frame } from "./frame.ts";
import { bodyConstruct, defaultNodes, wrapperOf } from "./invoke.ts";
import { kept } from "./iterator.ts";
import { importedValue } from "./lookup.ts";
import { loop } from "./loop.ts";
import { matched } from "./match.ts";
import { observed } from "./observe.ts";
import { expressionOf } from "./parse.ts";
import type { Run } from "./run.ts";
import { andThen, bind, NONE, type Raised, type Result, type State, type Value } from "./state.ts";
import { attempted, raised } from "./try.ts";

/** How a block ends. */
export type How =
  | { kind: "normal" }
  | { kind: "break" }
  | { kind: "continue" }
  | { kind: "return"; value: Value }
  | { kind: "raise"; raised: Raised };

export interface Ending {
  state: State;
  how: How;
}

export const NORMAL: How = { kind: "normal" };

export interface Body {
  run: Run;
  frame: Frame;
}

/** Executes statements one after the other, on every path. */
export function runBlock(body: Body, state: State, statements: StmtNode[]): Ending[] {
  let going: State[] = [state];
  const ended: Ending[] = [];
  for (const statement of statements) {
    const next: State[] = [];
    for (const current of going)
      for (const ending of runStatement(body, current, statement))
        if (ending.how.kind === "normal") next.push(ending.state);
        else ended.push(ending);
    going = next;
    if (going.length === 0) break;
  }
  return [...ended, ...going.map((last) => ({ state: last, how: NORMAL }))];
}

function runStatement(body: Body, state: State, statement: StmtNode): Ending[] {
  const { run, frame } = body;
  const span = spanOf(run.module, statement);
  if (!run.mayStep()) {
    run.gap(state, "too_long", span);
    return [];
  }
  return run.attempt(state, span, () => perform({ run, frame, span }, state, statement));
}

/** The endings of steps: values that lead on, and exceptions. */
export function endings<T>(results: Result<T>[], next: (value: T, state: State) => Ending[]): Ending[] {
  return results.flatMap((result) =>
    "raised" in result
      ? [{ state: result.state, how: { kind: "raise", raised: result.raised } }]
      : next(result.value, result.state),
  );
}

const normally = (results: Result<unknown>[]): Ending[] => endings(results, (_, state) => [{ state, how: NORMAL }]);

function perform(place: Place, state: State, statement: StmtNode): Ending[] {
  const { module } = place.run;
  switch (statement.nodeType) {
    case "Pass":
    case "Comment":
    case "Global":
    case "Nonlocal":
      return [{ state, how: NORMAL }];
    case "Break":
      return [{ state, how: { kind: "break" } }];
    case "Continue":
      return [{ state, how: { kind: "continue" } }];
    case "Expr":
      if (statement.value.nodeType === "Constant") return [{ state, how: NORMAL }];
      return normally(evaluate(place, state, expressionOf(module, statement.value)));
    case "Return": {
      if (statement.value === undefined)
        return [
          {
            state,
            how: {
              kind: "return",
              value: NONE,
            },
          },
        ];
      return endings(kept(place, state, expressionOf(module, statement.value)), (value, after) => [
        { state: after, how: { kind: "return", value } },
      ]);
    }
    case "Assign":
      return normally(
        andThen(kept(place, state, expressionOf(module, statement.value)), (value, after) => {
          let results: Result<unknown>[] = [{ state: after, value: null }];
          for (const target of statement.targets)
            results = andThen(results, (_, current) => assignTo(place, current, expressionOf(module, target), value));
          return results;
        }),
      );
    case "AnnAssign": {
      const { target, value } = statement;
      if (value === undefined) return [{ state, how: NORMAL }];
      return normally(
        andThen(kept(place, state, expressionOf(module, value)), (result, after) =>
          assignTo(place, after, expressionOf(module, target), result),
        ),
      );
    }
    case "AugAssign": {
      const operator = OPERATORS[statement.op.nodeType];
      if (operator === undefined) throw new UnsupportedConstruct(`operator:${statement.op.nodeType}`);
      return normally(
        augment(place, state, expressionOf(module, statement.target), operator, expressionOf(module, statement.value)),
      );
    }
    case "If":
      return endings(decide(place, state, expressionOf(module, statement.test)), (holds, after) =>
        runBlock(place, after, holds ? statement.body : statement.orelse),
      );
    case "For":
    case "While":
      return loop(place, state, statement);
    case "Assert":
      return endings(decide(place, state, expressionOf(module, statement.test)), (holds, after) => {
        if (holds) return [{ state: after, how: NORMAL }];
        const failed: How = {
          kind: "raise",
          raised: { exception: "AssertionError", explicit: true, span: place.span },
        };
        if (statement.msg === undefined) return [{ state: after, how: failed }];
        return endings(observed(place, after, expressionOf(module, statement.msg)), (_, last) => [
          { state: last, how: failed },
        ]);
      });
    case "Raise":
      return raised(place, state, statement);
    case "Try":
      return attempted(place, state, statement);
    case "Delete":
      return normally(
        deleted(
          place,
          state,
          statement.targets.map((target) => expressionOf(module, target)),
        ),
      );
    case "FunctionDef":
      return define(place, state, statement);
    case "Import":
    case "ImportFrom":
      return [{ state: imported(place, state, statement), how: NORMAL }];
    case "Match":
      return matched(place, state, statement);
    default:
      throw new UnsupportedConstruct(`statement:${statement.nodeType}`);
  }
}

const OPERATORS: Record<string, string> = {
  Add: "+",
  Sub: "-",
  Mult: "*",
  Div: "/",
  FloorDiv: "//",
  Mod: "%",
  Pow: "**",
  LShift: "<<",
  RShift: ">>",
  BitAnd: "&",
  BitOr: "|",
  BitXor: "^",
  MatMult: "@",
};

/** Modules of the standard library that can be imported anywhere, and whose import does nothing that is seen. */
const HARMLESS = new Set([
  "math",
  "typing",
  "collections",
  "itertools",
  "functools",
  "operator",
  "re",
  "string",
  "sys",
  "copy",
]);

/** An import within the function: what is not known by its path is a gap where it is used. */
function imported({ frame }: Place, state: State, { nodeType, names, ...rest }: Import): State {
  const from = "module" in rest ? (rest.module ?? "") : null;
  let current = state;
  for (const { name, asname } of names) {
    const path = from === null ? name : `${from}.${name}`;
    if (!HARMLESS.has(path.split(".")[0] ?? "") || name === "*")
      throw new UnsupportedConstruct(`statement:${nodeType}`);
    const value = importedValue(path);
    const known: Value = value.kind === "plain" ? value : { kind: "unknown", construct: `global:${path}` };
    current = bind(current, keyFor(frame, asname ?? path.split(".").at(from === null ? 0 : -1) ?? path), known);
  }
  return current;
}

type Import = StmtNode & { nodeType: "Import" | "ImportFrom" };

/** A function within the function: its defaults are evaluated now, its body when it is called. */
function define(place: Place, state: State, node: StmtNode & { nodeType: "FunctionDef" }): Ending[] {
  const { run, frame } = place;
  const construct = wrapperOf(run, node.decorator_list) ?? bodyConstruct(node.body);
  if (construct !== null) throw new UnsupportedConstruct(`${construct}:${node.name}`);
  let results: Result<Map<string, Value>>[] = [{ state, value: new Map() }];
  for (const { name, node: fallback } of defaultNodes(node.args))
    results = andThen(results, (before, current) =>
      andThen(evaluate(place, current, expressionOf(run.module, fallback)), (value, after) => [
        { state: after, value: new Map(before).set(name, value) },
      ]),
    );
  return endings(results, (defaults, after) => {
    const closure: Closure = { name: node.name, key: null, definition: { kind: "def", node }, defaults, outer: frame };
    return [{ state: bind(after, keyFor(frame, node.name), { kind: "function", closure }), how: NORMAL }];
  });
}
