import type { Expression } from "../ir/expression/ast.ts";
import { descendants } from "../ir/expression/children.ts";
import { modulesOf } from "../ir/expression/library-modules.ts";
import { parseExpression } from "../ir/expression/parse.ts";
import { expressionText } from "../ir/expression/text.ts";
import { namesOf } from "../ir/expression/walk.ts";
import type { AssertionCategory, ExpressionText, IR } from "../ir/ir.ts";
import { evaluate } from "../logic/evaluate/evaluate.ts";
import { settledWithoutRaising, typedEnvironments } from "./try/environments.ts";

/** Built-in functions and classes that a clause may name: those without an effect whose result depends on their operands alone, and exceptions for `raises`. */
const KNOWN: ReadonlySet<string> = new Set(
  "abs all any ascii bin bool bytes chr complex dict divmod enumerate filter float format frozenset hex int isinstance len list map max min oct ord pow range repr reversed round set slice sorted str sum tuple type zip Exception ArithmeticError AssertionError AttributeError IndexError KeyError LookupError NotImplementedError OverflowError RuntimeError StopIteration TypeError ValueError ZeroDivisionError".split(
    " ",
  ),
);

/** Whether a name is a built-in that clauses may use. */
export const isKnownName = (name: string): boolean => KNOWN.has(name);

export interface Predicate {
  expression: ExpressionText;
  parsed: Expression;
  category: AssertionCategory;
  /** Parameters and `result`, as the predicate names them, in the order of the signature. */
  applies_to: string[];
}

export type ReadPredicate = { ok: true; predicate: Predicate } | { ok: false; detail: string };

/**
 * Reads a clause about the function of the IR: in the expression language, over its parameters, `result` and pure functions of the standard library, and of types that go together. It is a precondition when it speaks of
 * what comes in alone. `category` is that of the clause that it takes the place of, if there is one.
 */
export function readPredicate(ir: IR, source: string, category: AssertionCategory | null = null): ReadPredicate {
  const refused = (detail: string): ReadPredicate => ({ ok: false, detail });
  const expression = expressionText(source);
  const parsed = parseExpression(source);
  if (expression.unsupported.length > 0)
    return refused(`the expression language has no ${expression.unsupported.join(", ")}`);
  const parameters = ir.signature.parameters.map(({ name }) => name);
  const used = namesOf(parsed);
  const modules = modulesOf(parsed);
  const strangers = used.filter(
    (name) => name !== "result" && !parameters.includes(name) && !KNOWN.has(name) && !modules.has(name),
  );
  if (strangers.length > 0)
    return refused(`${strangers.join(", ")} ${strangers.length > 1 ? "are no parameters" : "is no parameter"}`);
  const forms = new Set([...descendants(parsed)].map(({ expression: part }) => part.kind));
  const later = forms.has("old") || forms.has("raises") || (used.includes("result") && !parameters.includes("result"));
  const own = category ?? (later ? "postcondition" : "precondition");
  if (own === "precondition" && later)
    return refused("a precondition cannot speak of the result, of exceptions or of the state before");
  const applies_to = [...new Set([...parameters, "result"])].filter((name) => used.includes(name));
  if (applies_to.length === 0 && !forms.has("raises"))
    return refused("it says nothing of the parameters or the result");
  const misfit = typeError(ir, parsed, applies_to);
  if (misfit !== null) return refused(misfit);
  return { ok: true, predicate: { expression, parsed, category: own, applies_to } };
}

/** Why the types do not go together; null when they do for some values, or nobody can tell. */
function typeError(ir: IR, parsed: Expression, names: readonly string[]): string | null {
  const environments = typedEnvironments(ir, parsed, names);
  if (environments === null || environments.length === 0) return null;
  const settled = settledWithoutRaising(parsed);
  for (const environment of environments) {
    const outcome = evaluate(settled, environment);
    if (outcome.status !== "raises" || !["TypeError", "AttributeError"].includes(outcome.exception)) return null;
  }
  const types = names.map((name) => `${name}: ${hintOf(ir, name) ?? "?"}`);
  return `its types do not go together (${types.join(", ")}): Python raises TypeError whatever the values`;
}

function hintOf(ir: IR, name: string): string | null {
  const parameter = ir.signature.parameters.find((one) => one.name === name);
  return parameter === undefined ? ir.signature.returns.type_hint : parameter.type_hint;
}
