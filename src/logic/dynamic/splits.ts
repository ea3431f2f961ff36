import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { expressionSource } from "../../python/parse-slices.ts";
import { walkNodes } from "../../python/parse-walk.ts";

const MAX_SPLITS = 12;
const MAX_LENGTH = 120;

/**
 * Conditions under which the function may behave differently: those its own body tests and that speak of nothing but unchanged parameters. Daikon's splitting
 * conditions (Ernst et al., "The Daikon system for dynamic detection of likely invariants", section 3.2).
 */
export function splitsOf(module: PythonModule, fn: PythonFunction, parameters: readonly string[]): string[] {
  const { node } = fn;
  if (node.nodeType === "Module") return [];
  const assigned = new Set<string>();
  for (const inner of walkNodes(node))
    if (inner.nodeType === "Name" && inner.ctx.nodeType !== "Load") assigned.add(inner.id);
  const known = new Set([...parameters.filter((name) => !assigned.has(name)), ...BUILTINS]);
  const found = new Set<string>();
  for (const inner of walkNodes(node)) {
    if (inner.nodeType !== "If" && inner.nodeType !== "IfExp") continue;
    const tests = inner.test.nodeType === "BoolOp" ? [inner.test, ...inner.test.values] : [inner.test];
    for (const test of tests) {
      const expression = parseExpression(expressionSource(module, test));
      if (unsupportedConstructs(expression).length > 0) continue;
      const names = namesOf(expression);
      const text = printExpression(expression);
      if (text.length > MAX_LENGTH || !names.every((name) => known.has(name))) continue;
      if (names.some((name) => parameters.includes(name))) found.add(text);
    }
  }
  return [...found].slice(0, MAX_SPLITS);
}

const BUILTINS = [
  "len",
  "abs",
  "sum",
  "min",
  "max",
  "sorted",
  "set",
  "all",
  "any",
  "isinstance",
  "int",
  "str",
  "float",
  "list",
  "tuple",
  "dict",
  "bool",
  "range",
  "zip",
  "reversed",
];

/** The literals that the function can return, when every `return` gives one; null otherwise. */
export function returnedLiterals(module: PythonModule, fn: PythonFunction): string[] | null {
  const { node } = fn;
  if (node.nodeType === "Module") return null;
  const texts = new Set<string>();
  for (const inner of walkNodes(
    node,
    (below) => below === node || !/^(?:FunctionDef|AsyncFunctionDef|Lambda|ClassDef)$/.test(below.nodeType),
  )) {
    if (inner.nodeType !== "Return") continue;
    if (!inner.value) return null;
    const pending = [inner.value];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      if (value.nodeType === "IfExp") pending.push(value.body, value.orelse);
      else if (value.nodeType === "Constant" || (value.nodeType === "UnaryOp" && value.operand.nodeType === "Constant"))
        texts.add(printExpression(parseExpression(expressionSource(module, value))));
      else return null;
    }
  }
  return texts.size > 1 && texts.size <= 12 ? [...texts] : null;
}
