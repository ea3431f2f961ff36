import type { Arguments, ExprNode } from "py-ast";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { expressionText } from "../../ir/expression/text.ts";
import { substitute } from "../../ir/expression/walk.ts";
import type { ExpressionText } from "../../ir/ir.ts";
import { bindingsOf } from "../facts/bindings.ts";
import { isStringStatement } from "../facts/docstring.ts";
import type { PythonModule } from "../module.ts";
import { expressionSource } from "../parse-slices.ts";
import { sliceOf } from "../spans.ts";

/** A condition that a contract library is given: what it says, in terms of its own parameters. */
export interface Condition {
  /** Source of the predicate. */
  text: string;
  /** The parameters it takes; null when it cannot be seen what it takes, and `text` is then the callable itself. */
  parameters: string[] | null;
  /** Defaults of parameters that have one. */
  defaults: Map<string, Expression>;
  /** Constructs that keep the predicate from being read, beyond those of `text` itself. */
  unsupported: string[];
}

/**
 * Reads a condition: a lambda's body, or a function of the file by name, in place of which its expression stands when it does nothing but
 * return one. Other functions of the file become a call, any other callable stays as it is written.
 */
export function conditionOf(module: PythonModule, node: ExprNode, seen: ReadonlySet<string> = new Set()): Condition {
  if (node.nodeType === "Lambda") return withArguments(module, expressionSource(module, node.body), node.args);
  if (node.nodeType === "Name" && !seen.has(node.id)) {
    const { functions, values } = bindingsOf(module);
    const fn = functions.get(node.id)?.node;
    if (fn && fn.nodeType === "FunctionDef" && fn.decorator_list.length === 0) {
      const statements = fn.body.filter((statement) => !isStringStatement(statement));
      const only = statements[0];
      if (statements.length === 1 && only?.nodeType === "Return" && only.value) {
        return withArguments(module, expressionSource(module, only.value), fn.args);
      }
      return withArguments(module, `${node.id}(${callArguments(fn.args)})`, fn.args);
    }
    const value = values.get(node.id);
    if (value?.nodeType === "Lambda") return conditionOf(module, value, new Set([...seen, node.id]));
  }
  return { text: sliceOf(module, node), parameters: null, defaults: new Map(), unsupported: ["contract_callable"] };
}

function callArguments(args: Arguments): string {
  const positional = [...args.posonlyargs, ...args.args].map(({ arg }) => arg);
  const keywords = args.kwonlyargs.map(({ arg }) => `${arg}=${arg}`);
  const star = args.vararg ? [`*${args.vararg.arg}`] : [];
  const stars = args.kwarg ? [`**${args.kwarg.arg}`] : [];
  return [...positional, ...star, ...keywords, ...stars].join(", ");
}

function withArguments(module: PythonModule, text: string, args: Arguments): Condition {
  const positional = [...args.posonlyargs, ...args.args];
  const parameters = [...positional, ...args.kwonlyargs].map(({ arg }) => arg);
  const defaults = new Map<string, Expression>();
  const first = positional.length - args.defaults.length;
  args.defaults.forEach((value, index) => {
    const name = positional[first + index]?.arg;
    if (name !== undefined) defaults.set(name, parseExpression(sliceOf(module, value)));
  });
  args.kw_defaults.forEach((value, index) => {
    const name = args.kwonlyargs[index]?.arg;
    if (value && name !== undefined) defaults.set(name, parseExpression(sliceOf(module, value)));
  });
  const starred = args.vararg !== undefined || args.kwarg !== undefined;
  return { text, parameters, defaults, unsupported: starred ? ["lambda_parameters"] : [] };
}

/**
 * A predicate's stored form after a rewriting of the library's notation. `touched` are the names that the rewriting replaces: where text outside the
 * language mentions one, the predicate stays verbatim, as the rewriting cannot reach in there.
 */
export function rewrittenText(
  text: string,
  rewrite: (expression: Expression) => Expression,
  touched: readonly string[],
  unsupported: readonly string[] = [],
): ExpressionText {
  const parsed = parseExpression(text);
  const plain = expressionText(text);
  const outside = [...descendants(parsed)].flatMap(({ expression }) =>
    expression.kind === "unsupported" ? [expression.text] : [],
  );
  const unreachable = outside.some((part) => touched.some((name) => new RegExp(`\\b${name}\\b`).test(part)));
  if (unsupported.length > 0 || unreachable) {
    const constructs = [...plain.unsupported, ...unsupported, ...(unreachable ? ["contract_notation"] : [])];
    return { text: plain.unsupported.includes("too_long") ? plain.text : text, unsupported: [...new Set(constructs)] };
  }
  const printed = printExpression(rewrite(parsed));
  return printed === printExpression(parsed) ? plain : expressionText(printed);
}

/** Puts the defaults of a condition's own parameters in place, where the function has no parameter of that name. */
export function withDefaults(condition: Condition, parameters: readonly string[], expression: Expression): Expression {
  const defaults = [...condition.defaults].filter(([name]) => !parameters.includes(name) && name !== "result");
  return substitute(expression, new Map(defaults));
}
