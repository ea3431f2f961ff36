import type { FunctionDef, StmtNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import type { PythonNode } from "../../python/parse-walk.ts";
import { walkNodes, walkOwn } from "../../python/parse-walk.ts";
import type { Value } from "./state.ts";

/** One activation of a function, lambda or comprehension. */
export interface Frame {
  id: number;
  /** Names that are local by Python's rule: bound anywhere in the body. */
  locals: ReadonlySet<string>;
  /** Names that a `global` statement takes from the module. */
  globals: ReadonlySet<string>;
  /** Whether reading an unbound local raises NameError and not its subclass UnboundLocalError. */
  nested: boolean;
  /** The activation in which the function was defined. */
  outer: Frame | null;
  /** The calls that led here, as it stands in the ids of loops. */
  chain: string;
  /** Activations of each function that are under way. */
  depths: ReadonlyMap<object, number>;
}

/** A function as a value. */
export interface Closure {
  name: string;
  /** Its key in the file, for functions of the module. */
  key: string | null;
  definition: { kind: "def"; node: FunctionDef } | { kind: "lambda"; parameters: string[]; body: Expression };
  /** Values of the defaults, evaluated where the function was defined; null for functions of the module. */
  defaults: ReadonlyMap<string, Value> | null;
  outer: Frame | null;
}

export const keyOf = (frame: Frame, name: string): string => `${frame.id}/${name}`;

const known = new WeakMap<StmtNode[], { locals: Set<string>; globals: Set<string> }>();

/** The names that a body binds for itself, without its parameters. */
export function namesBoundIn(body: StmtNode[]): { locals: ReadonlySet<string>; globals: ReadonlySet<string> } {
  const cached = known.get(body);
  if (cached !== undefined) return cached;
  const locals = new Set<string>();
  const globals = new Set<string>();
  const elsewhere = new Set<string>();
  const own = [...walkOwn(body)];
  const inComprehensions = new Set<PythonNode>();
  for (const node of own)
    if (node.nodeType === "Comprehension") for (const part of walkNodes(node.target)) inComprehensions.add(part);
  for (const node of own) {
    if (node.nodeType === "Global") for (const name of node.names) globals.add(name);
    if (node.nodeType === "Nonlocal") for (const name of node.names) elsewhere.add(name);
    if (!inComprehensions.has(node)) for (const name of boundBy(node)) locals.add(name);
  }
  for (const name of [...globals, ...elsewhere]) locals.delete(name);
  const result = { locals, globals };
  known.set(body, result);
  return result;
}

function boundBy(node: PythonNode): string[] {
  switch (node.nodeType) {
    case "Name":
      return node.ctx.nodeType === "Load" ? [] : [node.id];
    case "FunctionDef":
    case "AsyncFunctionDef":
    case "ClassDef":
      return [node.name];
    case "Import":
    case "ImportFrom":
      return node.names.map(({ name, asname }) => asname ?? name.split(".")[0] ?? name);
    case "ExceptHandler":
    case "MatchAs":
    case "MatchStar":
      return node.name === undefined ? [] : [node.name];
    case "MatchMapping":
      return node.rest === undefined ? [] : [node.rest];
    default:
      return [];
  }
}
