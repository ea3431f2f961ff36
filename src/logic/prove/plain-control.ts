import type { IR } from "../../ir/ir.ts";
import type { PythonModule } from "../../python/module.ts";
import { walkNodes } from "../../python/parse-walk.ts";

/** Nodes by which a body decides something on a value, or outlives an exception. */
const DECISIONS: ReadonlySet<string> = new Set([
  ...["If", "IfExp", "While", "BoolOp", "Compare", "Try", "TryStar", "Match", "Assert", "With", "AsyncWith"],
  ...["AsyncFor", "Lambda", "FunctionDef", "AsyncFunctionDef", "ClassDef", "Yield", "YieldFrom", "Await"],
]);
/** Builtins that turn floats into whole numbers, or decide on them. */
const ON_FLOATS: ReadonlySet<string> = new Set(["int", "round", "bool", "any", "all", "filter", "divmod", "range"]);

/**
 * Whether a function decides on no value at all but goes through its body from top to bottom, with loops over what it is given, and calls nothing
 * else of its file. What floats do that real numbers do not can then not lead it elsewhere, but for further exceptions, which it does not catch.
 */
export function hasPlainControl(ir: IR, module: PythonModule): boolean {
  const [fn, ...others] = module.functions.filter(({ outline }) => outline.name === ir.signature.name);
  if (fn === undefined || others.length > 0 || fn.node.nodeType !== "FunctionDef") return false;
  const own = new Set(module.functions.map(({ outline }) => outline.name));
  for (const statement of fn.node.body)
    for (const node of walkNodes(statement)) {
      if (DECISIONS.has(node.nodeType)) return false;
      if (node.nodeType === "Name" && (own.has(node.id) || ON_FLOATS.has(node.id))) return false;
      if (node.nodeType === "Attribute" && own.has(node.attr)) return false;
    }
  return true;
}
