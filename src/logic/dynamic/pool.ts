import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { type PythonNode, walkNodes } from "../../python/parse-walk.ts";
import { sliceOf } from "../../python/spans.ts";
import { floatValue, integerValue } from "./literal.ts";

/** Literals of the source: values close to them are the likeliest to take another path. */
export interface Pool {
  integers: bigint[];
  floats: number[];
  strings: string[];
}

/** So many of one kind are kept, in the order of the source; more would crowd out everything else. */
const MAX_EACH = 40;
/** Builtins that reach what a text names. */
const BY_NAME: ReadonlySet<string> = new Set(["getattr", "setattr", "hasattr", "delattr", "vars", "globals", "locals"]);

/**
 * Literals in the function's body and, with them, in the definitions of the file that it names. Where attributes are reached by name, the names of methods
 * are texts of that kind as well, and what is left of them after a literal that they begin with.
 */
export function poolOf(module: PythonModule, fn: PythonFunction): Pool {
  const pool: Pool = { integers: [], floats: [], strings: [] };
  const notes = new Set<PythonNode>();
  const names: string[] = [];
  let byName = false;
  for (const root of reachable(module, fn)) {
    for (const node of walkNodes(root)) {
      if (node.nodeType === "FunctionDef") names.push(node.name);
      if (node.nodeType === "Name" && BY_NAME.has(node.id)) byName = true;
      if (node.nodeType === "Expr" && node.value.nodeType === "Constant") notes.add(node.value);
      if (node.nodeType === "Constant" && !notes.has(node)) collect(pool, parseExpression(sliceOf(module, node)));
    }
  }
  if (byName) {
    const heads = ["", ...pool.strings.filter((text) => text !== "")];
    for (const name of names)
      for (const head of heads) if (name.startsWith(head)) pool.strings.push(name.slice(head.length));
  }
  return {
    integers: [...new Set(pool.integers)].slice(0, MAX_EACH),
    floats: [...new Set(pool.floats)].slice(0, MAX_EACH),
    strings: [...new Set(pool.strings)].slice(0, MAX_EACH),
  };
}

/** The definition and, transitively, the top-level statements of the file that define the names it uses. */
export function reachable(module: PythonModule, fn: PythonFunction): PythonNode[] {
  const found = new Set<PythonNode>([fn.node]);
  const byName = new Map<string, PythonNode[]>();
  for (const statement of module.tree.body)
    for (const name of definedBy(statement)) byName.set(name, [...(byName.get(name) ?? []), statement]);
  for (const node of found)
    for (const inner of walkNodes(node))
      if (inner.nodeType === "Name") for (const statement of byName.get(inner.id) ?? []) found.add(statement);
  return [...found];
}

function definedBy(statement: PythonNode): string[] {
  if (statement.nodeType === "FunctionDef" || statement.nodeType === "ClassDef") return [statement.name];
  if (statement.nodeType === "Assign")
    return statement.targets.flatMap((target) => (target.nodeType === "Name" ? [target.id] : []));
  return [];
}

function collect(pool: Pool, literal: Expression): void {
  const whole = integerValue(literal);
  const real = floatValue(literal);
  if (whole !== null) pool.integers.push(whole);
  else if (real !== null) pool.floats.push(real);
  else if (literal.kind === "string" && literal.value.length <= 200) pool.strings.push(literal.value);
}
