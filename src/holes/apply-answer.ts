import type { Hole, IR } from "../ir/ir.ts";
import type { Provenance } from "../ir/provenance.ts";
import type { HoleAnswer } from "./answer.ts";
import type { Answering, Effect } from "./apply/answering.ts";
import { asksForCondition, clauseAnswer, newClause } from "./apply/clause.ts";
import { effectAnswer } from "./apply/effects.ts";
import { implementationAnswer } from "./apply/implementation.ts";
import { intentAnswer } from "./apply/intent.ts";
import { signatureAnswer } from "./apply/signature.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes-between.ts";
import type { AnswerProblem } from "./problem.ts";

export type Applied = { ok: true; ir: IR; changes: Change[] } | { ok: false; problem: AnswerProblem };

/**
 * The IR after one answer, with everything that it changed; `undo` takes the changes back. What a person answered is locked and of human provenance. Answers that do not speak of each
 * other give the same IR in any order. Suggestions of a hole that is resolved are in the journal and no longer in the IR, as an answer stands by itself.
 *
 * Whether the contract can still be met is not asked here: see `settle`.
 */
export function applyAnswer(ir: IR, answer: HoleAnswer): Applied {
  const hole = ir.holes.find(({ id }) => id === answer.hole);
  if (hole === undefined) return { ok: false, problem: { kind: "unknown_hole", hole: answer.hole } };
  if (hole.status !== "open") return { ok: false, problem: alreadyResolved(hole, hole.status, answer) };
  const provenance: Provenance = {
    source: answer.source,
    confidence: 1,
    author: answer.by,
    timestamp: answer.at,
    evidence_refs: [],
  };
  const { reply } = answer;
  if (reply.kind === "skip")
    return done(ir, { ...hole, status: "withdrawn", suggestions: [], resolution: { value: "", provenance } }, ir);
  if (reply.kind === "dont_know") return done(ir, { ...hole, resolution: { value: "", provenance } }, ir);
  const chosen = reply.value ?? (reply.kind === "value" ? undefined : hole.suggestions[reply.suggestion]?.value);
  if (chosen === undefined)
    return invalid(
      hole,
      `the hole has ${hole.suggestions.length} suggestions`,
      hole.suggestions.length === 0 ? "a value" : `a suggestion from 0 to ${hole.suggestions.length - 1}`,
    );
  const value = chosen.trim();
  if (value === "") return invalid(hole, "the answer is empty", "a value, or `skip`");
  const effect = effectOf(ir, { hole, value, provenance, locks: answer.source === "human" });
  if (!effect.ok) return invalid(hole, effect.detail, effect.valid);
  return done(
    effect.ir,
    { ...hole, status: "resolved", suggestions: [], resolution: { value: effect.value, provenance } },
    ir,
  );
}

function effectOf(ir: IR, answering: Answering): Effect {
  const { hole } = answering;
  switch (hole.clause) {
    case "signature":
      return signatureAnswer(ir, answering);
    case "assertion":
      return clauseAnswer(ir, answering);
    case "implementation":
      return implementationAnswer(ir, answering);
    case "effect":
      return effectAnswer(ir, answering);
    case "intent": {
      // A word may be defined by a condition, which then is checked, or in words.
      const clause = asksForCondition(hole) ? newClause(ir, answering) : null;
      return clause?.ok ? clause : intentAnswer(ir, answering);
    }
  }
}

function done(changed: IR, hole: Hole, before: IR): Applied {
  const ir = { ...changed, holes: changed.holes.map((other) => (other.id === hole.id ? hole : other)) };
  return { ok: true, ir, changes: changesBetween(before, ir, hole.id) };
}

const invalid = ({ id }: Hole, detail: string, valid: string): Applied => ({
  ok: false,
  problem: { kind: "invalid_value", hole: id, detail, valid },
});

function alreadyResolved(hole: Hole, status: "resolved" | "withdrawn", { reply }: HoleAnswer): AnswerProblem {
  const stands = hole.resolution?.value ?? "";
  const same =
    reply.kind === "skip"
      ? status === "withdrawn"
      : reply.kind === "value" && status === "resolved" && reply.value.trim() === stands;
  const { author = null, timestamp = null } = hole.resolution?.provenance ?? {};
  return { kind: "already_resolved", hole: hole.id, status, by: author, at: timestamp, value: stands, same };
}
