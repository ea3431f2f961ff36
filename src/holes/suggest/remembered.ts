import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { typeName } from "../../logic/types/python-type.ts";
import { asksForCondition } from "../apply/clause.ts";
import { readPredicate } from "../predicate.ts";
import { ABOUT_CLAUSE, caseOf, conditionOf, type NamedType, parametersIn } from "./form.ts";
import type { Decision, History } from "./history.ts";

type Suggestion = Hole["suggestions"][number];

/** As sure as one of the rules for conditions, before the decisions themselves are weighed in. */
const CONFIDENCE = 0.3;
/** Most texts that are carried over, as they were written: the newest. */
const MOST = 40;

/**
 * What was accepted as an answer to the same question about other parameters or functions, with the names of this one. An answer fits where each of its names has one of this function in its place, of a type that goes with
 * it. Whether it can be answered here is asked of every suggestion alike (`suggest`).
 */
export function remembered(ir: IR, hole: Hole, { decisions }: History): Suggestion[] {
  const about = caseOf(ir, hole);
  if (about === null || about === ABOUT_CLAUSE) return [];
  const texts = new Map<string, { one: Decision; count: number }>();
  for (const one of decisions) {
    if (!one.accepted || one.about !== about || one.clause !== hole.clause || one.kind !== hole.kind) continue;
    const text = JSON.stringify([one.value, one.names]);
    const known = texts.get(text);
    if (known !== undefined) known.count += 1;
    else if (texts.size < MOST) texts.set(text, { one, count: 1 });
  }
  const times = new Map<string, number>();
  for (const { one, count } of texts.values()) {
    const value = carriedOver(ir, hole, one);
    if (value !== null) times.set(value, (times.get(value) ?? 0) + count);
  }
  return [...times].map(([value, count]) => ({
    value,
    rationale: count === 1 ? "Answered so once before." : `Answered so ${count} times before.`,
    confidence: CONFIDENCE,
  }));
}

function carriedOver(ir: IR, hole: Hole, { value, names }: Decision): string | null {
  if (value === null) return null;
  const parsed = asksForCondition(hole) ? conditionOf(value) : null;
  // In words nobody can say which are names; a type names no parameter.
  if (parsed === null) return !asksForCondition(hole) && (hole.kind === "type" || names.length === 0) ? value : null;
  const replacements = new Map<string, { kind: "name"; name: string }>();
  const about = parametersIn(ir, hole);
  // What the question is about goes first: its names are given.
  for (const named of names.toSorted((a, b) => Number(a.place === null) - Number(b.place === null))) {
    const taken = new Set([...replacements.values()].map(({ name }) => name));
    const name = counterpart(ir, isSizeAlone(parsed, named.name) ? { ...named, type: null } : named, about, taken);
    if (name === null) return null;
    replacements.set(named.name, { kind: "name", name });
  }
  const read = readPredicate(ir, printExpression(substitute(parsed, replacements)));
  return read.ok ? read.predicate.expression.text : null;
}

/** Whether a condition speaks of nothing but the size of what has the name: then its type says nothing about where the condition fits. */
function isSizeAlone(condition: Expression, name: string): boolean {
  const size = `len(${name})`;
  const without = mapExpression(condition, (node) =>
    node.kind === "call" && printExpression(node) === size ? { kind: "none" } : node,
  );
  return !namesOf(without).includes(name);
}

/** The name of this function that stands in the place of another's; null where there is none or more than one. */
function counterpart(
  { signature }: IR,
  { name, type, place }: NamedType,
  about: readonly string[],
  taken: ReadonlySet<string>,
): string | null {
  const { parameters, returns } = signature;
  const hints = new Map(parameters.map((parameter) => [parameter.name, parameter.type_hint]));
  if (place !== null) {
    const own = about[place];
    return own !== undefined && goTogether(type, hints.get(own) ?? null, kindOf) ? own : null;
  }
  if (name === "result") return !hints.has(name) && goTogether(type, returns.type_hint, nameOfType) ? name : null;
  const fits = (one: string) =>
    !taken.has(one) && !about.includes(one) && goTogether(type, hints.get(one) ?? null, nameOfType);
  if (hints.has(name) && fits(name)) return name;
  if (type === null) return null;
  const [only, ...others] = [...hints].flatMap(([one, hint]) => (hint !== null && fits(one) ? [one] : []));
  return only !== undefined && others.length === 0 ? only : null;
}

/** Types that are alike as far as `view` shows them. An unknown one goes with any. */
const goTogether = (one: string | null, other: string | null, view: (hint: string) => string): boolean =>
  one === null || other === null || view(one) === view(other);

const NUMBERS: ReadonlySet<string> = new Set(["int", "float"]);

function kindOf(hint: string): string {
  const { kind } = typeOfAnnotation(hint);
  return NUMBERS.has(kind) ? "number" : kind;
}

function nameOfType(hint: string): string {
  const name = typeName(typeOfAnnotation(hint));
  return NUMBERS.has(name) ? "number" : name;
}
