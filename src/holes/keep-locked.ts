import type { ClauseId } from "../ir/ids.ts";
import type { Assertion, Hole, IR } from "../ir/ir.ts";
import type { Provenance } from "../ir/provenance.ts";
import { withoutClause } from "./apply/clause.ts";
import { answeredTexts } from "./apply/intent.ts";
import { keyOf } from "./pointer.ts";
import { CONFLICT_OF, INTENT } from "./subjects.ts";

/** Whether regeneration may not change an element: a person stated or confirmed it. */
export const isLocked = ({ locked = false, provenance }: { locked?: boolean; provenance: Provenance }): boolean =>
  locked || provenance.source === "human";

/**
 * What was made anew, with everything locked as it was before: clauses, parameters, result, name, exceptions, effects, examples and words of the intent that people gave, and the holes
 * that were answered. A clause that a person withdrew does not come back. What is locked goes before what says the same under another id.
 */
export function keepLocked(before: IR, regenerated: IR): IR {
  const { signature, intent } = regenerated;
  const whole = isLocked(before.signature);
  const parameters =
    whole && before.signature.parameters.every(isLocked)
      ? before.signature.parameters
      : kept(
          before.signature.parameters,
          signature.parameters,
          ({ id }) => id,
          ({ name }) => name,
        );
  const words = answeredTexts(before);
  const summary =
    before.holes.some(
      ({ clause, subject, resolution }) =>
        clause === "intent" && subject === INTENT && resolution !== null && resolution.value !== "",
    ) || isLocked(before.intent);
  const united = (old: readonly string[], now: readonly string[]) => [
    ...now,
    ...old.filter((text) => words.has(text) && !now.includes(text)),
  ];
  const ir: IR = {
    ...regenerated,
    intent: {
      ...intent,
      ...(summary ? { summary: before.intent.summary, provenance: before.intent.provenance } : {}),
      success_criteria: united(before.intent.success_criteria, intent.success_criteria),
      domain_concepts: united(before.intent.domain_concepts, intent.domain_concepts),
    },
    signature: {
      ...signature,
      ...(whole ? { name: before.signature.name, provenance: before.signature.provenance } : {}),
      parameters,
      returns: isLocked(before.signature.returns) ? before.signature.returns : signature.returns,
      raises: kept(
        before.signature.raises,
        signature.raises,
        ({ id }) => id,
        ({ exception, when }) => `${exception} ${when?.text}`,
      ),
    },
    assertions: kept(before.assertions, regenerated.assertions, ({ id }) => id, sayingOf),
    effects: kept(
      before.effects,
      regenerated.effects,
      ({ id }) => id,
      ({ effect_type, target }) => `${effect_type} ${target}`,
    ),
    examples: keptExamples(before, regenerated),
    holes: keptHoles(before.holes, regenerated.holes),
    metadata: {
      ...regenerated.metadata,
      ...(whole ? { qualified_name: before.metadata.qualified_name } : {}),
    },
  };
  const cleaned = withdrawnBy(before).reduce((rest, id) => withoutClause(rest, id), ir);
  return withReferences(withEvidence(before, cleaned));
}

const sayingOf = ({ category, expression }: Assertion): string => `${category} ${expression.text}`;

/** Elements made anew, locked ones replaced by what they were; locked ones that are missing come last, in their order. */
function kept<Element extends { provenance: Provenance; locked?: boolean }>(
  before: readonly Element[],
  now: readonly Element[],
  id: (element: Element) => string,
  saying: (element: Element) => string,
): Element[] {
  const locked = before.filter(isLocked);
  const byId = new Map(locked.map((element) => [id(element), element]));
  const said = new Map(locked.map((element) => [saying(element), id(element)]));
  const present = now.flatMap((element) => {
    const own = byId.get(id(element));
    if (own !== undefined) return [own];
    return said.has(saying(element)) ? [] : [element];
  });
  return [...present, ...locked.filter((element) => !present.includes(element))];
}

/** Examples that a person gave; others of the same call give way. */
function keptExamples(before: IR, now: IR): IR["examples"] {
  const callOf = ({ args, kwargs }: IR["examples"][number]) => keyOf([args, kwargs]);
  const human = before.examples.filter(({ source }) => source === "human");
  const calls = new Set(human.map(callOf));
  return [...now.examples.filter((example) => !calls.has(callOf(example))), ...human];
}

/** Holes made anew without those that were answered, which stay as they were. */
function keptHoles(before: readonly Hole[], now: readonly Hole[]): Hole[] {
  const answered = new Map(before.filter(({ resolution }) => resolution !== null).map((hole) => [hole.id, hole]));
  const present = now.map((hole) => answered.get(hole.id) ?? hole);
  const ids = new Set(present.map(({ id }) => id));
  return [...present, ...[...answered.values()].filter(({ id }) => !ids.has(id))];
}

/** Clauses that answers have withdrawn: those of a conflict, and doubtful ones. */
function withdrawnBy({ holes, assertions }: IR): ClauseId[] {
  return holes.flatMap(({ clause, subject, constraints, resolution }) => {
    if (clause !== "assertion" || resolution === null) return [];
    const named = constraints.filter(
      (id) => id === resolution.value && (subject === id || subject.startsWith(CONFLICT_OF)),
    );
    return named.filter((id) => !assertions.some((one) => one.id === id));
  });
}

/** The evidence that kept elements cite. */
function withEvidence(before: IR, ir: IR): IR {
  const { evidence } = ir.metadata;
  const known = new Set(evidence.map(({ id }) => id));
  const cited = new Set(
    [...ir.assertions, ...ir.effects, ...ir.signature.parameters, ...ir.signature.raises].flatMap(
      ({ provenance }) => provenance.evidence_refs,
    ),
  );
  const missing = before.metadata.evidence.filter(({ id }) => cited.has(id) && !known.has(id));
  return missing.length === 0 ? ir : { ...ir, metadata: { ...ir.metadata, evidence: [...evidence, ...missing] } };
}

/** Constraints of the signature name the clauses that there are: none that is gone, and every kept one. */
function withReferences(ir: IR): IR {
  const present = new Set(ir.assertions.map(({ id }) => id));
  const named = (ids: readonly ClauseId[], speaks: (assertion: Assertion) => boolean) => {
    const left = ids.filter((id) => present.has(id));
    const missing = ir.assertions.filter((one) => isLocked(one) && speaks(one) && !left.includes(one.id));
    return [...left, ...missing.map(({ id }) => id)];
  };
  const { signature } = ir;
  return {
    ...ir,
    signature: {
      ...signature,
      parameters: signature.parameters.map((one) => ({
        ...one,
        constraints: named(one.constraints, ({ applies_to }) => applies_to.includes(one.name)),
      })),
      return_constraints: named(
        signature.return_constraints,
        ({ category, applies_to }) => category !== "precondition" && applies_to.includes("result"),
      ),
    },
  };
}
