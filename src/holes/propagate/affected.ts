import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import type { HoleId } from "../../ir/ids.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { asksForCondition } from "../apply/clause.ts";
import { textOf } from "../pointer.ts";
import { dependantsOf } from "../select-next.ts";

/** Names of which an answer has changed what is known: those of the clauses and examples it changed and of what it gave a type, and all that clauses connect with them. */
export function affectedNames(before: IR, after: IR): Set<string> {
  const known = new Set([...before.assertions, ...before.signature.parameters, before.signature.returns].map(textOf));
  const own = new Set(after.signature.parameters.map(({ name }) => name).concat("result"));
  const spoken = after.assertions.map((assertion) => ({
    isNew: !known.has(textOf(assertion)),
    names: namesOf(parseExpression(assertion.expression.text)).filter((name) => own.has(name)),
  }));
  const names = new Set(spoken.flatMap((clause) => (clause.isNew ? clause.names : [])));
  for (const parameter of after.signature.parameters) if (!known.has(textOf(parameter))) names.add(parameter.name);
  if (!known.has(textOf(after.signature.returns))) names.add("result");
  if (textOf(before.examples) !== textOf(after.examples)) for (const name of own) names.add(name);
  for (let size = -1; size < names.size; ) {
    size = names.size;
    for (const clause of spoken)
      if (clause.names.some((name) => names.has(name))) for (const name of clause.names) names.add(name);
  }
  return names;
}

/** Open holes on which an answer may bear: those that depend on it, and conditions with suggestions that speak of an affected name. */
export function dependentHoles(after: IR, cause: HoleId, names: ReadonlySet<string>): Hole[] {
  const dependants = new Set(dependantsOf(after.holes, cause));
  return after.holes.filter((hole) => {
    if (hole.status !== "open" || hole.id === cause) return false;
    if (dependants.has(hole)) return true;
    return (
      asksForCondition(hole) &&
      hole.suggestions.some(({ value }) => namesOf(parseExpression(value)).some((name) => names.has(name)))
    );
  });
}

/** Those of the dependent holes of which an answer may exclude a suggestion. */
export const affectedHoles = (after: IR, cause: HoleId, names: ReadonlySet<string>): Hole[] =>
  dependentHoles(after, cause, names).filter(({ suggestions }) => suggestions.length > 0);
