import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { IR } from "../../ir/ir.ts";
import { usualTypes } from "./type-of-name.ts";

/** What the clauses test of a value by `isinstance` or `type`: its class and that of its elements, as annotations; null where nothing is tested. */
export interface Checked {
  whole: string | null;
  element: string | null;
}

/** How a contract tests types. */
export type CheckStyle = "isinstance" | "type";

const CONTAINERS: ReadonlySet<string> = new Set(["list", "set", "frozenset", "tuple"]);

/** What the clauses test of a parameter or `result`. */
export function checkedType({ assertions }: IR, name: string): Checked {
  const found: Checked = { whole: null, element: null };
  for (const { expression } of assertions) {
    if (expression.unsupported.length > 0) continue;
    for (const part of conjuncts(parseExpression(expression.text))) {
      const whole = testOf(part);
      if (whole !== null && isName(whole.subject, name)) found.whole ??= whole.annotation;
      const element = elementTest(part);
      if (element !== null && isName(element.subject, name)) found.element ??= element.annotation;
    }
  }
  return found;
}

/** The tests as one annotation: `list` of `int` is `list[int]`. */
export function annotationOf({ whole: tested, element }: Checked, name: string): string | null {
  if (element === null) return tested;
  const whole = tested ?? usualTypes(name).find(({ annotation }) => CONTAINERS.has(annotation))?.annotation ?? "list";
  if (!CONTAINERS.has(whole)) return whole;
  return whole === "tuple" ? `tuple[${element}, ...]` : `${whole}[${element}]`;
}

/** How most clauses test types; null where none does. */
export function styleOf({ assertions }: IR): CheckStyle | null {
  const count = { isinstance: 0, type: 0 };
  for (const { expression } of assertions)
    for (const [, word] of expression.text.matchAll(/\b(isinstance|type)\(/g))
      if (word === "isinstance" || word === "type") count[word] += 1;
  if (count.isinstance + count.type === 0) return null;
  return count.type > count.isinstance ? "type" : "isinstance";
}

/** Whether a condition tests a type, of a value or of all elements of one, or of elements of those. */
export function testsType(text: string): boolean {
  return conjuncts(parseExpression(text)).every(
    (part) =>
      testOf(part) !== null ||
      (part.kind === "call" &&
        part.callee.kind === "name" &&
        part.callee.name === "all" &&
        part.arguments[0]?.kind === "comprehension" &&
        conjuncts(part.arguments[0].element).every((inner) => testOf(inner) !== null)),
  );
}

interface Test {
  subject: Expression;
  annotation: string;
}

function conjuncts(expression: Expression): Expression[] {
  return expression.kind === "logical" && expression.operator === "and"
    ? expression.operands.flatMap(conjuncts)
    : [expression];
}

/** `isinstance(x, T)`, `type(x) == T`, `type(x) in [T, U]`. */
function testOf(part: Expression): Test | null {
  if (part.kind === "call" && part.callee.kind === "name" && part.callee.name === "isinstance") {
    const [subject, classes] = part.arguments;
    const annotation = classes === undefined ? null : classesOf(classes);
    return subject === undefined || annotation === null ? null : { subject, annotation };
  }
  if (part.kind !== "comparison" || part.rest.length !== 1) return null;
  const [{ operator, operand } = { operator: "!=" as const, operand: part.first }] = part.rest;
  if (operator !== "==" && operator !== "is" && operator !== "in") return null;
  if (part.first.kind !== "call" || part.first.callee.kind !== "name" || part.first.callee.name !== "type") return null;
  const [subject] = part.first.arguments;
  const annotation = classesOf(operand);
  return subject === undefined || annotation === null ? null : { subject, annotation };
}

/** `all(isinstance(e, T) for e in x)`. */
function elementTest(part: Expression): Test | null {
  if (part.kind !== "call" || part.callee.kind !== "name" || part.callee.name !== "all") return null;
  const [generator] = part.arguments;
  if (generator?.kind !== "comprehension" || generator.clauses.length !== 1) return null;
  const [clause] = generator.clauses;
  if (clause === undefined || clause.target.kind !== "name" || clause.conditions.length > 0) return null;
  const { target, iterable } = clause;
  for (const inner of conjuncts(generator.element)) {
    const test = testOf(inner);
    if (test !== null && isName(test.subject, target.name)) return { subject: iterable, annotation: test.annotation };
  }
  return null;
}

function classesOf(expression: Expression): string | null {
  const items = expression.kind === "tuple" || expression.kind === "list" ? expression.items : [expression];
  const names = items.map((item) => (item.kind === "name" || item.kind === "attribute" ? printExpression(item) : null));
  if (names.length === 0 || names.includes(null)) return null;
  // Every int is acceptable where a float is (PEP 484), so that `float` says both.
  const known = names.includes("int") && names.includes("float") ? names.filter((name) => name !== "int") : names;
  return known.join(" | ");
}

const isName = (expression: Expression, name: string): boolean =>
  expression.kind === "name" && expression.name === name;
