import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { typeName } from "../../logic/types/python-type.ts";
import { isKnownName } from "../predicate.ts";
import type { Candidate } from "./grammar/candidate.ts";
import type { Material } from "./material.ts";

type Suggestion = Hole["suggestions"][number];

/** A function that stands in the same file, with what its author wrote down of it. */
export interface Sibling {
  name: string;
  /** Parameters and `result` with their annotations; null where there is none. */
  types: readonly { name: string; type: string | null }[];
  clauses: readonly string[];
}

/** Beside guesses by form: one function that asks it of a parameter of that name, and all that ask it at most. */
const OF_ONE = 120;
const OF_ALL = 360;
const OF_TYPE = 0.6;
/** Most functions that a reason names. */
const MOST_NAMED = 3;

/**
 * What functions beside this one say of parameters of the same names: who calls two things alike in one file mostly means the same. A clause carries over where each of its names is one of this function's, of a type that
 * is not known to be another.
 */
export function materialOfSiblings(ir: IR, siblings: readonly Sibling[]): Material {
  const own = new Map([
    ...ir.signature.parameters.map(({ name, type_hint }) => [name, type_hint] as const),
    ["result", ir.signature.returns.type_hint] as const,
  ]);
  const said = new Map<string, string[]>();
  const typed = new Map<string, Map<string, string[]>>();
  for (const { name: sibling, types, clauses } of siblings) {
    const theirs = new Map(types.map(({ name, type }) => [name, type]));
    for (const text of clauses) {
      const names = namesOf(parseExpression(text)).filter((name) => own.has(name) || !isKnownName(name));
      const carriesOver =
        names.length > 0 && names.every((name) => own.has(name) && goTogether(own.get(name), theirs.get(name)));
      if (carriesOver) said.set(text, [...(said.get(text) ?? []), sibling]);
    }
    for (const [name, type] of theirs) {
      // What functions of one file return has little in common.
      if (type === null || name === "result" || !own.has(name)) continue;
      const found = typed.get(name) ?? new Map<string, string[]>();
      typed.set(name, found.set(type, [...(found.get(type) ?? []), sibling]));
    }
  }
  return {
    candidates: [...said].map(
      ([text, functions]): Candidate => ({
        text,
        rationale: `${listed(functions)} ${functions.length === 1 ? "says" : "say"} so.`,
        weight: Math.min(OF_ALL, OF_ONE * functions.length),
      }),
    ),
    types: new Map([...typed].map(([name, types]) => [name, byNumber(types)])),
    observed: [],
  };
}

const goTogether = (one: string | null | undefined, other: string | null | undefined): boolean =>
  one == null || other == null || typeName(typeOfAnnotation(one)) === typeName(typeOfAnnotation(other));

function byNumber(types: ReadonlyMap<string, readonly string[]>): Suggestion[] {
  const all = [...types.values()].reduce((sum, { length }) => sum + length, 0);
  return [...types]
    .map(([value, functions]) => ({
      value,
      rationale: `It is so in ${listed(functions)}.`,
      confidence: (OF_TYPE * functions.length) / all,
    }))
    .toSorted((one, other) => other.confidence - one.confidence || (one.value < other.value ? -1 : 1));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
}
