import { clauseId } from "../../ir/hash.ts";
import type { ClauseId } from "../../ir/ids.ts";
import type { Assertion, Hole, IR } from "../../ir/ir.ts";
import { insertAnswered } from "../insert.ts";
import { readPredicate } from "../predicate.ts";
import { CONFLICT_OF, OUTCOME_OF } from "../subjects.ts";
import { type Answering, cited, type Effect, joined, madeByAnswer, refused } from "./answering.ts";
import { outcomeAnswer } from "./outcome.ts";

/**
 * An answer about an assertion: the outcome of a call, a clause to withdraw from those that contradict each other, what a doubtful clause is to say (its own id withdraws it), or a new
 * clause.
 */
export function clauseAnswer(ir: IR, answering: Answering): Effect {
  const { hole, value } = answering;
  if (hole.subject.startsWith(OUTCOME_OF)) return outcomeAnswer(ir, answering);
  if (hole.subject.startsWith(CONFLICT_OF)) {
    const named = hole.constraints.find((id) => id === value);
    if (named === undefined)
      return refused(
        "the answer names none of the clauses that contradict each other",
        `one of ${hole.constraints.join(", ")}`,
      );
    return { ok: true, ir: withoutClause(ir, named), value };
  }
  const subject = ir.assertions.find(({ id }) => id === hole.subject);
  if (subject === undefined) return newClause(ir, answering);
  return value === subject.id
    ? { ok: true, ir: withoutClause(ir, subject.id), value }
    : settledClause(ir, answering, subject);
}

const NOT_ATTEMPTED = {
  status: "unknown",
  reason: "not_attempted",
  detail: "Answered, and not checked against code yet.",
} as const;

const validFor = (ir: IR): string =>
  `a Python condition over ${[...ir.signature.parameters.map(({ name }) => name), "result"].join(", ")}, such as \`result >= 0\``;

/** A new clause, or the one that says the same already. */
export function newClause(ir: IR, answering: Answering): Effect {
  const read = readPredicate(ir, answering.value);
  if (!read.ok) return refused(read.detail, validFor(ir));
  const { expression, category, applies_to } = read.predicate;
  const id = clauseId(category, expression.text);
  const known = ir.assertions.find((one) => one.id === id);
  if (known !== undefined) return settledClause(ir, answering, known);
  const made = cited(ir, answering, "made");
  const isMade = madeByAnswer(made.ir);
  const assertion: Assertion = {
    id,
    category,
    expression,
    rationale: answering.hole.description,
    verdict: NOT_ATTEMPTED,
    locked: answering.locks,
    applies_to,
    provenance: made.provenance,
  };
  const assertions = insertAnswered(ir.assertions, assertion, (one) => one.id, isMade);
  return { ok: true, ir: referring({ ...made.ir, assertions }, assertion), value: expression.text };
}

/** An existing clause that an answer confirms or puts differently. Its id stays. */
function settledClause(ir: IR, answering: Answering, subject: Assertion): Effect {
  const read = readPredicate(ir, answering.value, subject.category);
  if (!read.ok) return refused(read.detail, `${validFor(ir)}, or \`${subject.id}\` to withdraw the clause`);
  const { expression, applies_to } = read.predicate;
  const isMade = madeByAnswer(ir)(subject);
  const noted = cited(ir, answering, isMade ? "made" : "settled");
  const changed = expression.text !== subject.expression.text;
  const assertion: Assertion = {
    ...subject,
    locked: subject.locked || answering.locks,
    provenance: isMade ? joined(subject.provenance, noted.provenance) : noted.provenance,
    ...(changed ? { expression, applies_to, verdict: NOT_ATTEMPTED } : {}),
  };
  const assertions = ir.assertions.map((one) => (one.id === subject.id ? assertion : one));
  const referred = changed ? referring(unreferred(noted.ir, subject.id), assertion) : noted.ir;
  return { ok: true, ir: { ...referred, assertions }, value: expression.text };
}

/** The signature with the clause among the constraints of what it speaks of. */
function referring(ir: IR, { id, category, applies_to }: Assertion): IR {
  const { signature } = ir;
  const isMade = madeByAnswer(ir);
  const made = new Set(ir.assertions.filter(isMade).map((one) => one.id));
  const added = (ids: readonly ClauseId[]) =>
    insertAnswered(
      ids,
      id,
      (one) => one,
      (one) => made.has(one),
    );
  const parameters = signature.parameters.map((parameter) =>
    applies_to.includes(parameter.name) ? { ...parameter, constraints: added(parameter.constraints) } : parameter,
  );
  const ofResult = category !== "precondition" && applies_to.includes("result");
  return {
    ...ir,
    signature: {
      ...signature,
      parameters,
      return_constraints: ofResult ? added(signature.return_constraints) : signature.return_constraints,
    },
  };
}

function unreferred(ir: IR, clause: ClauseId): IR {
  const kept = (ids: readonly ClauseId[]) => ids.filter((id) => id !== clause);
  const { signature } = ir;
  const parameters = signature.parameters.map((parameter) => ({
    ...parameter,
    constraints: kept(parameter.constraints),
  }));
  return { ...ir, signature: { ...signature, parameters, return_constraints: kept(signature.return_constraints) } };
}

/** The IR without a clause and without references to it. */
export function withoutClause(ir: IR, clause: ClauseId): IR {
  return { ...unreferred(ir, clause), assertions: ir.assertions.filter(({ id }) => id !== clause) };
}

/** Whether an answer to the hole is a condition, which becomes a clause. */
export const asksForCondition = ({ clause, kind, type_hint }: Hole): boolean =>
  clause === "assertion" || (clause === "intent" && type_hint === "bool" && kind !== "entity");
