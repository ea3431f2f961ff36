import type { FunctionDef, StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { namesOf, substitute } from "../../ir/expression/walk.ts";
import type { AsyncFunctionDef, PythonModule } from "../../python/module.ts";
import { bodiesOf } from "../../python/parse-functions.ts";
import { type NodeOf, walkNodes, walkOwn } from "../../python/parse-walk.ts";
import { spanOf } from "../../python/spans.ts";
import type { LoopSite } from "../execution/execution.ts";
import { name, old } from "./build.ts";
import { changedNames, expressionOf, type Values, type Way, waysThrough } from "./flow.ts";
import { bindTarget, type Items, itemsOf } from "./items.ts";

type Loop = NodeOf<"For"> | NodeOf<"While">;

/** What a loop's text tells of it, to guess invariants from. */
export interface LoopCode {
  /** Ways through the body that lead to the next turn, over the values at its head. */
  turns: Way[];
  /** Ways that leave the loop from within the body. */
  exits: Way[];
  /** Condition of a `while` loop. */
  test: Expression | null;
  target: Expression | null;
  items: Items | null;
  /** Values of the `for` targets in one turn. */
  bound: (turn: Expression) => ReadonlyMap<string, Expression> | null;
  /** The value a name has when the loop begins, in terms that mean the same inside the loop; null where that cannot be said. */
  start: (name: string) => Expression | null;
  /** Asserts that begin the body. */
  asserts: Expression[];
  /** Names that the enclosing function returns. */
  returned: Set<string>;
}

/** Reads the loop that a site names; null when the text has no such loop. */
export function readLoop(module: PythonModule, site: LoopSite): LoopCode | null {
  for (const { node: fn } of module.functions) {
    if (fn.nodeType === "Module") continue;
    const trail = trailTo(module, fn.body, site);
    if (trail === null) continue;
    const { loop, before, inLoop } = trail;
    const parameters = parametersOf(fn);
    const changed = new Set([...changedNames([loop]), ...site.changed.map((known) => known.name)]);
    const entry = valuesAfter(module, before);
    const ways = waysThrough(module, loop.body);
    const target = loop.nodeType === "For" ? expressionOf(module, loop.target) : null;
    const iterable = loop.nodeType === "For" ? (site.iterable ?? expressionOf(module, loop.iter)) : null;
    const items = iterable === null || namesOf(iterable).some((free) => changed.has(free)) ? null : itemsOf(iterable);
    return {
      turns: ways.filter(({ end }) => end === "next" || end === "continue"),
      exits: ways.filter(({ end }) => end !== "next" && end !== "continue"),
      test: loop.nodeType === "While" ? expressionOf(module, loop.test) : null,
      target,
      items,
      bound: (turn) => (target === null || items === null ? null : bindTarget(target, items.item(turn))),
      start: (wanted) => startOf(wanted, entry, changed, parameters, inLoop),
      asserts: leadingAsserts(module, loop.body),
      returned: returnedNames(fn.body, loop),
    };
  }
  return null;
}

interface Trail {
  loop: Loop;
  /** Statements that run before it, from the function's beginning or that of the turn of the innermost loop around it. */
  before: StmtNode[];
  inLoop: boolean;
}

function trailTo(module: PythonModule, statements: StmtNode[], site: LoopSite): Trail | null {
  for (const [index, statement] of statements.entries()) {
    const before = statements.slice(0, index);
    const isLoop = statement.nodeType === "For" || statement.nodeType === "While";
    if (isLoop && isAt(module, statement, site)) return { loop: statement, before, inLoop: false };
    if (statement.nodeType === "FunctionDef" || statement.nodeType === "ClassDef") continue;
    for (const body of bodiesOf(statement)) {
      const inner = trailTo(module, body, site);
      if (inner === null) continue;
      if (inner.inLoop) return inner;
      return isLoop ? { ...inner, inLoop: true } : { ...inner, before: [...before, ...inner.before] };
    }
  }
  return null;
}

function isAt(module: PythonModule, node: Loop, { span }: LoopSite): boolean {
  const own = spanOf(module, node);
  return own.line === span.line && own.column === span.column;
}

/** What is known of names after some statements, whichever way is taken through them. */
function valuesAfter(module: PythonModule, statements: StmtNode[]): Values {
  const [first, ...others] = waysThrough(module, statements).filter(({ end }) => end === "next");
  const values = new Map(first?.values);
  for (const { values: other } of others)
    for (const known of new Set([...values.keys(), ...other.keys()]))
      if (JSON.stringify(values.get(known), bigints) !== JSON.stringify(other.get(known), bigints))
        values.set(known, null);
  return values;
}

const bigints = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);

/** Names of the value at the start mean the function's entry: those that have changed since are read through `old`. */
function startOf(
  wanted: string,
  entry: Values,
  changed: ReadonlySet<string>,
  parameters: ReadonlySet<string>,
  inLoop: boolean,
): Expression | null {
  const value = entry.get(wanted);
  if (value === null || (value === undefined && !parameters.has(wanted))) return null;
  const expression = value === undefined ? name(wanted) : value;
  const stale = namesOf(expression).filter((free) => entry.has(free) || changed.has(free));
  if (stale.length > 0 && inLoop) return null;
  return substitute(expression, new Map(stale.map((free) => [free, old(name(free))])));
}

function parametersOf({ args }: FunctionDef | AsyncFunctionDef): Set<string> {
  const all = [...(args.posonlyargs ?? []), ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg];
  return new Set(all.flatMap((arg) => (arg === undefined || arg === null ? [] : [arg.arg])));
}

function leadingAsserts(module: PythonModule, body: StmtNode[]): Expression[] {
  const asserts: Expression[] = [];
  for (const statement of body) {
    if (statement.nodeType !== "Assert") break;
    const test = expressionOf(module, statement.test);
    if (test !== null) asserts.push(test);
  }
  return asserts;
}

/** Names in what is returned elsewhere than in the loop. */
function returnedNames(body: StmtNode[], loop: Loop): Set<string> {
  const names = new Set<string>();
  const inside = new Set(walkOwn(loop.body));
  for (const node of walkOwn(body))
    if (node.nodeType === "Return" && !inside.has(node) && node.value !== undefined && node.value !== null)
      for (const inner of walkNodes(node.value)) if (inner.nodeType === "Name") names.add(inner.id);
  return names;
}
