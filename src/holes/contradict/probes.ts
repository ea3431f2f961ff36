import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { IR } from "../../ir/ir.ts";

/** A condition on the input under which a contract that can be met has to leave a result. */
export interface Probe {
  condition: Expression;
  text: string;
}

/** Most conditions: each is a question to the solver. The last ones are those of answers. */
const MOST = 8;

/**
 * Conditions on the input under which to ask whether a result is left: those for which a clause says by `implies` what the result is, so that there has to be one. Inputs that may raise are
 * left out, as a call that raises keeps the promises about its result; empty where nobody can tell which these are.
 */
export function probesOf(ir: IR): Probe[] {
  const raising = raisingConditions(ir);
  if (raising === null) return [];
  const exempt = raising.map((condition): Expression => ({ kind: "unary", operator: "not", operand: condition }));
  const guards = new Map<string, Expression>();
  for (const { category, expression } of ir.assertions) {
    if (category === "precondition" || expression.unsupported.length > 0) continue;
    const clause = parseExpression(expression.text);
    if (clause.kind !== "implies" || !namesOf(clause.right).includes("result") || !speaksOfInput(ir, clause.left))
      continue;
    guards.set(printExpression(clause.left), clause.left);
  }
  return [...guards.values()].slice(-MOST).map((guard) => {
    const condition = conjunction([guard, ...exempt]);
    return { condition, text: printExpression(condition) };
  });
}

/** The condition of an implication. */
export const guardOf = (clause: Expression): Expression | null => (clause.kind === "implies" ? clause.left : null);

/** When the function may raise, as conditions on the input; null when that is not said. */
function raisingConditions(ir: IR): Expression[] | null {
  const conditions: Expression[] = [];
  for (const { when } of ir.signature.raises) {
    if (when === null || when.unsupported.length > 0) return null;
    conditions.push(parseExpression(when.text));
  }
  for (const { expression } of ir.assertions) {
    const clause = parseExpression(expression.text);
    if (!mentions(clause, "raises")) continue;
    const guard = guardOf(clause);
    if (guard === null || !speaksOfInput(ir, guard)) return null;
    conditions.push(guard);
  }
  return conditions;
}

const mentions = (root: Expression, kind: Expression["kind"]): boolean =>
  [...descendants(root)].some(({ expression }) => expression.kind === kind);

function speaksOfInput({ signature }: IR, condition: Expression): boolean {
  const names = signature.parameters.map(({ name }) => name);
  const isOwn = names.includes("result") || !namesOf(condition).includes("result");
  return (
    isOwn &&
    !mentions(condition, "old") &&
    !mentions(condition, "raises") &&
    namesOf(condition).some((name) => names.includes(name))
  );
}

function conjunction(parts: readonly Expression[]): Expression {
  const [only, ...others] = parts;
  if (only === undefined) return { kind: "boolean", value: true };
  return others.length === 0 ? only : { kind: "logical", operator: "and", operands: [...parts] };
}
