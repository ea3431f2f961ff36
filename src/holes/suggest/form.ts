import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { binderOf } from "../../ir/expression/scopes.ts";
import { mapExpression, namesOf, substitute, unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { asksForCondition } from "../apply/clause.ts";
import { nameOf } from "../propagate/types.ts";
import { CONFLICT_OF, INTENT, OUTCOME_OF, RETURN } from "../subjects.ts";

/** A parameter, or `result`, in a value. */
export interface NamedType {
  name: string;
  /** Annotation; null where there is none. */
  type: string | null;
  /** Place among the parameters that the question is about, from 0; null for others. */
  place: number | null;
}

/** About a clause whose condition is doubtful: what is suggested there speaks of that clause alone. */
export const ABOUT_CLAUSE = "clause";

/**
 * What a hole asks, without the names of its function: `empty _`, `type of count`, a word. Null for what is asked of one function alone, whose answers say nothing about another: its code, its
 * header, the outcome of a call, which clauses contradict each other.
 */
export function caseOf(ir: IR, hole: Hole): string | null {
  const { clause, kind, subject } = hole;
  if (clause === "implementation" || clause === "effect") return null;
  if (clause === "signature") {
    const name = kind === "type" ? nameOf(ir, hole) : null;
    return name === null ? null : subject === RETURN ? `return of ${ir.signature.name}` : `type of ${name}`;
  }
  if (subject === INTENT || subject.startsWith(OUTCOME_OF) || subject.startsWith(CONFLICT_OF)) return null;
  // A clause that was withdrawn is still among what the hole is about.
  if ([...ir.assertions.map(({ id }) => id), ...hole.constraints].some((id) => id === subject)) return ABOUT_CLAUSE;
  const own = new Set([...ir.signature.parameters.map(({ name }) => name), ir.signature.name]);
  return subject.replaceAll(WORD, (word) => (own.has(word) ? "_" : word));
}

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** The parameters that the subject of a hole names, in its order. */
export function parametersIn(ir: IR, { subject }: Pick<Hole, "subject">): string[] {
  const parameters = new Set(ir.signature.parameters.map(({ name }) => name));
  return [...new Set([...subject.matchAll(WORD)].map(([word]) => word))].filter((word) => parameters.has(word));
}

/**
 * Features of a value as an answer to a hole, from the most to the least specific, each with the level of its likeness: the text, the text with its names left out, that with its constants left out, and the last in whatever
 * case. None where nothing carries over.
 */
export function featuresOf(ir: IR, hole: Hole, value: string): string[] {
  const about = caseOf(ir, hole);
  if (about === null) return [];
  const parsed = asksForCondition(hole) ? conditionOf(value) : null;
  if (parsed === null) return [`same:${about}:${value}`, `anywhere:${value}`];
  const shape = withoutNames(ir, parsed);
  const form = printExpression(withoutConstants(shape));
  return [
    `same:${about}:${value}`,
    `shape:${about}:${printExpression(shape)}`,
    `form:${about}:${form}`,
    `anywhere:${form}`,
  ];
}

/** Parameters, and `result`, that a value speaks of. Words of a text count as it stands, as nobody can say which are names. */
export function namesIn(ir: IR, hole: Hole, value: string): NamedType[] {
  const parsed = asksForCondition(hole) ? conditionOf(value) : null;
  const used = new Set(parsed === null ? [...value.matchAll(WORD)].map(([word]) => word) : namesOf(parsed));
  const about = parametersIn(ir, hole);
  const { parameters, returns } = ir.signature;
  const named = [
    ...parameters.map(({ name, type_hint }) => ({ name, type: type_hint, place: placeIn(about, name) })),
    ...(parsed !== null && parameters.every(({ name }) => name !== "result")
      ? [{ name: "result", type: returns.type_hint, place: null }]
      : []),
  ];
  return named.filter(({ name }) => used.has(name));
}

const placeIn = (about: readonly string[], name: string): number | null =>
  about.includes(name) ? about.indexOf(name) : null;

/** A text as a condition; null where it is none of the expression language. */
export function conditionOf(text: string): Expression | null {
  const parsed = parseExpression(text);
  return unsupportedConstructs(parsed).length > 0 ? null : parsed;
}

/** With parameters and bound names numbered in the order in which they occur. */
function withoutNames({ signature }: IR, condition: Expression): Expression {
  const parameters = new Set(signature.parameters.map(({ name }) => name));
  const free = namesOf(condition);
  const ordered = free.filter((name) => parameters.has(name));
  const renamed = substitute(condition, new Map(ordered.map((name, index) => [name, nameNode(`p${index + 1}`)])));
  const taken = new Set(namesOf(renamed));
  const bound = [...descendants(renamed)]
    .flatMap(({ expression }) => binderOf(expression)?.names ?? [])
    .filter((name) => !taken.has(name));
  const fresh = new Map([...new Set(bound)].map((name, index) => [name, `b${index + 1}`]));
  return mapExpression(renamed, (node) =>
    node.kind === "name"
      ? nameNode(fresh.get(node.name) ?? node.name)
      : node.kind === "lambda"
        ? { ...node, parameters: node.parameters.map((name) => fresh.get(name) ?? name) }
        : node,
  );
}

const nameNode = (name: string): Expression => ({ kind: "name", name });

/** With `C` for every number, text and empty collection: a result that stands for nothing is `0`, `''` or `[]` by its type. */
function withoutConstants(condition: Expression): Expression {
  return mapExpression(condition, (node) => {
    switch (node.kind) {
      case "integer":
      case "float":
      case "string":
      case "bytes":
        return nameNode(CONSTANT);
      case "list":
      case "tuple":
        return node.items.length === 0 ? nameNode(CONSTANT) : node;
      case "dict":
        return node.entries.length === 0 ? nameNode(CONSTANT) : node;
      case "unary":
        return node.operator === "-" && isConstant(node.operand) ? node.operand : node;
      default:
        return node;
    }
  });
}

const CONSTANT = "C";
const isConstant = (node: Expression): boolean => node.kind === "name" && node.name === CONSTANT;
