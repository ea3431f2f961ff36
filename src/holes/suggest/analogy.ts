import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Assertion, IR } from "../../ir/ir.ts";
import { parameterType } from "../../logic/signature-types.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { type PythonType, typeName } from "../../logic/types/python-type.ts";
import { negated } from "../negated.ts";
import type { Candidate } from "./grammar/candidate.ts";
import { usualTypes } from "./type-of-name.ts";

/** What holds of one name holds of its siblings more often than anything else that could be said of them. */
const OF_SIBLING = 60;
/** Of a result that is of the type of a parameter the same is said now and then. */
const OF_RESULT = 5;
/** Of a sibling of which no type is known. */
const OF_UNTYPED = 0.3;
/** A part of what is said of a sibling. */
const OF_PART = 0.3;
/** The counterpart of a clause: the other end of a text or list, the converse of a case. */
const COUNTERPART = 8;

/** Conditions that say of other names, or of the other side, what the clauses say already. */
export function analogies(ir: IR, category: "precondition" | "postcondition"): Candidate[] {
  const names = ir.signature.parameters.map(({ name }) => name);
  const types = new Map<string, string | null>();
  for (const parameter of ir.signature.parameters)
    types.set(parameter.name, keyOf(parameterType(parameter), parameter.name));
  const { type_hint: hint } = ir.signature.returns;
  if (!names.includes("result")) types.set("result", keyOf(hint === null ? null : typeOfAnnotation(hint), "result"));
  return ir.assertions.flatMap((assertion): Candidate[] => {
    if (assertion.expression.unsupported.length > 0 || assertion.category === "invariant") return [];
    const clause = parseExpression(assertion.expression.text);
    const own = assertion.category === category;
    return [
      ...renamed(ir, assertion, clause, types, category),
      ...(own ? counterparts(assertion.expression.text, clause) : []),
    ];
  });
}

function keyOf(type: PythonType | null, name: string): string | null {
  if (type !== null && (type.kind !== "opaque" || type.name !== null)) return typeName(type);
  const [usual] = type === null ? usualTypes(name) : [];
  return usual === undefined ? null : typeName(typeOfAnnotation(usual.annotation));
}

function renamed(
  ir: IR,
  { expression, category: from }: Assertion,
  clause: Expression,
  types: ReadonlyMap<string, string | null>,
  category: "precondition" | "postcondition",
): Candidate[] {
  const own = from === category;
  const used = namesOf(clause).filter((name) => types.has(name));
  return used.flatMap((name) =>
    [...types].flatMap(([other, type]): Candidate[] => {
      const isUntyped =
        type === null || ir.signature.parameters.some((one) => one.name === other && one.type_hint === null);
      const alike = type === types.get(name);
      if (other === name || used.includes(other) || (!alike && !isUntyped)) return [];
      const ofResult = other === "result" || name === "result";
      if (category === "precondition" ? !own || ofResult : own ? ofResult && other !== "result" : other !== "result")
        return [];
      const rationale = `Of ${name} the contract says \`${expression.text}\`.`;
      const weight = (ofResult ? OF_RESULT : OF_SIBLING) * (alike ? 1 : OF_UNTYPED);
      return [clause, ...partsOf(clause)].map((part, index) => ({
        text: printExpression(substitute(part, new Map([[name, { kind: "name", name: other }]]))),
        rationale,
        weight: index === 0 ? weight : weight * OF_PART,
      }));
    }),
  );
}

/** What a clause says in one of its parts: of `a and b` each, of `0 <= x <= 9` each comparison. */
function partsOf(clause: Expression): Expression[] {
  if (clause.kind === "logical" && clause.operator === "and") return clause.operands;
  if (clause.kind === "comparison" && clause.rest.length > 1) {
    let first = clause.first;
    return clause.rest.map((one) => {
      const part: Expression = { kind: "comparison", first, rest: [one] };
      first = one.operand;
      return part;
    });
  }
  const [generator] = clause.kind === "call" && isAll(clause.callee) ? clause.arguments : [];
  if (clause.kind !== "call" || generator?.kind !== "comprehension") return [];
  return partsOf(generator.element).map((element) => ({ ...clause, arguments: [{ ...generator, element }] }));
}

const isAll = (callee: Expression): boolean => callee.kind === "name" && callee.name === "all";

function counterparts(text: string, clause: Expression): Candidate[] {
  const rationale = `The counterpart of \`${text}\`.`;
  const texts = [converse(clause), otherEnd(clause), otherBound(clause), ...indices(clause)];
  return texts.flatMap((found): Candidate[] => {
    if (found === null) return [];
    const printed = printExpression(found);
    return printed === text ? [] : [{ text: printed, rationale, weight: COUNTERPART }];
  });
}

const OTHER_METHODS: Readonly<Record<string, string>> = { startswith: "endswith", endswith: "startswith" };

function otherEnd(clause: Expression): Expression | null {
  let changed = false;
  const found = mapExpression(clause, (part) => {
    const other = part.kind === "attribute" ? OTHER_METHODS[part.attribute] : undefined;
    if (part.kind !== "attribute" || other === undefined) return part;
    changed = true;
    return { ...part, attribute: other };
  });
  return changed ? found : null;
}

const OTHER_EXTREME: Readonly<Record<string, string>> = { min: "max", max: "min" };
const OTHER_ORDER = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" } as const;

/** What is said of the smallest, of the largest: `max(xs) <= 9` of `min(xs) >= 9`. */
function otherBound(clause: Expression): Expression | null {
  let changed = false;
  const found = mapExpression(clause, (part): Expression => {
    if (part.kind === "name") {
      const other = OTHER_EXTREME[part.name];
      changed ||= other !== undefined;
      return other === undefined ? part : { ...part, name: other };
    }
    if (part.kind !== "comparison" || !namesOf(part).some((name) => name in OTHER_EXTREME)) return part;
    const turned = part.rest.map((link) =>
      link.operator in OTHER_ORDER
        ? { ...link, operator: OTHER_ORDER[link.operator as keyof typeof OTHER_ORDER] }
        : link,
    );
    return { ...part, rest: turned };
  });
  return changed ? found : null;
}

/** The same with the first and the second item exchanged, and of another item of the result: `result[0]` of `result[1]` and of the last. */
function indices(clause: Expression): Expression[] {
  const at = (from: (index: Expression) => boolean, to: bigint): Expression | null => {
    let changed = false;
    const index: Expression =
      to < 0n
        ? { kind: "unary", operator: "-", operand: { kind: "integer", value: -to } }
        : { kind: "integer", value: to };
    const found = mapExpression(clause, (part) => {
      if (part.kind !== "subscript" || !isResult(part.object) || !from(part.index)) return part;
      changed = true;
      return { ...part, index };
    });
    return changed ? found : null;
  };
  const exchanged = mapExpression(clause, (part) =>
    part.kind === "subscript" && part.index.kind === "integer" && part.index.value <= 1n
      ? { ...part, index: { kind: "integer", value: 1n - part.index.value } }
      : part,
  );
  const isInteger = (value: bigint) => (index: Expression) => index.kind === "integer" && index.value === value;
  const isLast = (index: Expression) => index.kind === "unary" && index.operator === "-";
  return [exchanged, at(isInteger(0n), 1n), at(isInteger(1n), 0n), at(isInteger(0n), -1n), at(isLast, 0n)].filter(
    (found) => found !== null,
  );
}

const isResult = (expression: Expression): boolean => expression.kind === "name" && expression.name === "result";

/** `A or B` gives `not A or not B`, `implies(A, B)` gives `implies(not A, not B)`: what was said of one case of the other one. */
function converse(clause: Expression): Expression | null {
  if (clause.kind === "implies") return { ...clause, left: negated(clause.left), right: negated(clause.right) };
  if (clause.kind !== "logical" || clause.operator !== "or" || clause.operands.length !== 2) return null;
  if (clause.operands.some(isCompound)) return null;
  return { ...clause, operands: clause.operands.map(negated) };
}

/** Of a condition of several parts the negation is hardly what somebody would say. */
const isCompound = (expression: Expression): boolean =>
  expression.kind === "logical" || (expression.kind === "unary" && isCompound(expression.operand));
