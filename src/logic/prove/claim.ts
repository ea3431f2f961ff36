import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { Path } from "../execution/execution.ts";
import { and, FALSE, not, or, type Term, TRUE } from "../smt/term.ts";
import type { Pure } from "../symbolic/value.ts";
import { mentionsFloat } from "../types/python-type.ts";
import { classesNamed } from "./exceptions.ts";
import { type Setting, type Translated, UNKNOWN_TRUTH } from "./setting.ts";

/** Conjuncts of one way in which a clause may fail; `goal` is what the question is about, the others are only known. */
export interface Failure {
  known: readonly Term[];
  goal: Term;
}

/** A clause as questions about one execution. */
export interface ClaimTerms {
  /** Ends of which the clause speaks and at which it is false or raises. */
  failures: Failure[];
  /** Ends at which the clause has no meaning: it holds there only if they are not reached. */
  untranslated: { failure: Failure; construct: string }[];
  /** Inputs for which the clause holds however the call ends. */
  certain: Term;
  /** True when a model of a failure may be no failure. */
  inexact: boolean;
}

export function speaksOfRaises(expression: Expression): boolean {
  for (const { expression: part } of descendants(expression)) if (part.kind === "raises") return true;
  return false;
}

/** What a postcondition says of each path: those that raise only count where it speaks of `raises(...)`. */
export function claimTerms(expression: Expression, setting: Setting): ClaimTerms {
  const onRaises = speaksOfRaises(expression);
  const terms: ClaimTerms = {
    failures: [],
    untranslated: [],
    certain: certainTerm(expression, setting),
    inexact: false,
  };
  for (const [index, path] of setting.execution.paths.entries()) {
    if (path.outcome.kind === "raise" && !onRaises) continue;
    const held = heldAt(expression, path, index, setting);
    if ("construct" in held)
      terms.untranslated.push({ failure: { known: path.condition, goal: TRUE }, construct: held.construct });
    else if (held.term !== TRUE || overFloats(expression, path)) {
      terms.failures.push({ known: path.condition, goal: held.term === TRUE ? NEVER_OVER_REALS : not(held.term) });
      terms.inexact ||= held.inexact || !path.exact;
    }
  }
  return terms;
}

/** False, and a question about real numbers: what is plain of them (`x == x`) need not be of floats. */
const NEVER_OVER_REALS: Term = "(not (= 0.0 0.0))";

/** Whether the clause makes floats of something, or speaks of a path that returns one. */
function overFloats(expression: Expression, { outcome }: Path): boolean {
  if (outcome.kind === "return" && outcome.value.some(({ value }) => hasFloats(value))) return true;
  for (const { expression: part } of descendants(expression)) {
    if (part.kind === "float" || (part.kind === "binary" && part.operator === "/")) return true;
    if (part.kind === "name" && part.name === "float") return true;
  }
  return false;
}

function hasFloats(value: Pure): boolean {
  if (value.kind === "fixed") return value.items.some((item) => item.some((part) => hasFloats(part.value)));
  return value.kind === "float" || (value.kind === "sequence" && mentionsFloat(value.element));
}

/** What the clause says at the end of one path of the setting's execution. */
export const heldAt = (expression: Expression, path: Path, index: number, setting: Setting): Translated =>
  setting.holds(atPath(expression, path, index, setting), setting.atEnd(path));

/** `raises(E)` is a constant of a path; where it is not known which exception it ends in, one of unknown value. */
function atPath(expression: Expression, { outcome }: Path, index: number, setting: Setting): Expression {
  return mapExpression(expression, (part) => {
    if (part.kind !== "raises") return folded(part);
    if (outcome.kind === "return") return { kind: "boolean", value: false };
    const classes = classesNamed(part.exception);
    const answers = (classes ?? []).map((name) => setting.isSubclass(outcome.exception, name));
    if (answers.includes(true)) return { kind: "boolean", value: true };
    if (classes !== null && !answers.includes(null)) return { kind: "boolean", value: false };
    const term = setting.unknownTruth(`${index} ${JSON.stringify(classes ?? "?")}`);
    return { kind: "name", name: `${UNKNOWN_TRUTH}${term}` };
  });
}

/** Leaves out what a constant operand keeps from being evaluated. */
function folded(expression: Expression): Expression {
  const isConstant = (part: Expression | undefined, value: boolean) => part?.kind === "boolean" && part.value === value;
  if (expression.kind === "implies" && isConstant(expression.left, false)) return { kind: "boolean", value: true };
  if (expression.kind === "unary" && expression.operator === "not" && expression.operand.kind === "boolean")
    return { kind: "boolean", value: !expression.operand.value };
  if (expression.kind !== "logical") return expression;
  const absorbing = expression.operator === "or";
  const operands: Expression[] = [];
  for (const [index, operand] of expression.operands.entries()) {
    const isLast = index === expression.operands.length - 1;
    if (isConstant(operand, !absorbing) && !isLast) continue;
    operands.push(operand);
    if (isConstant(operand, absorbing)) break;
  }
  const [only, ...others] = operands;
  return only !== undefined && others.length === 0 ? only : { ...expression, operands };
}

/** What can be said of the clause's truth from the values on entry alone. */
function certainTerm(expression: Expression, setting: Setting): Term {
  const scope = setting.atUnknownEnd();
  const termOf = (translated: Translated): Term | null => ("construct" in translated ? null : translated.term);
  const isFalse = (part: Expression): Term => {
    const defined = termOf(setting.defined(part, scope));
    const held = termOf(setting.holds(part, scope));
    return defined === null || held === null ? FALSE : and(defined, not(held));
  };
  const isTrue = (part: Expression): Term => {
    if (part.kind === "implies") {
      const reached = part.left.kind === "raises" ? TRUE : (termOf(setting.holds(part.left, scope)) ?? FALSE);
      return or(isFalse(part.left), and(reached, isTrue(part.right)));
    }
    if (part.kind === "logical" && part.operator === "and") return and(...part.operands.map(isTrue));
    if (part.kind === "logical") {
      const [first, ...rest] = part.operands;
      if (first === undefined) return FALSE;
      return or(isTrue(first), and(isFalse(first), rest.length === 0 ? FALSE : isTrue({ ...part, operands: rest })));
    }
    return termOf(setting.holds(part, scope)) ?? FALSE;
  };
  return isTrue(expression);
}
