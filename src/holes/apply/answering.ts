import { evidenceId } from "../../ir/hash.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Evidence, Provenance } from "../../ir/provenance.ts";
import { insertAnswered } from "../insert.ts";

/** One answer on its way into the IR. */
export interface Answering {
  hole: Hole;
  /** The answer's text, trimmed. */
  value: string;
  provenance: Provenance;
  /** Whether what is answered may not change any more: a person said so. */
  locks: boolean;
}

/** `value` is the answer in its canonical form, as the resolution keeps it; `detail` says what does not fit, `valid` what would. */
export type Effect = { ok: true; ir: IR; value: string } | { ok: false; detail: string; valid: string };

export const refused = (detail: string, valid: string): Effect => ({ ok: false, detail, valid });

/** Rules of the evidence that answers leave behind: of elements that they made, and of those that they settled. */
const MADE = "hole-answer";
const SETTLED = "hole-confirmation";

/** The IR with the evidence for an element, and the provenance that cites it. */
export function cited(
  ir: IR,
  { hole, value, provenance }: Answering,
  what: "made" | "settled",
): { ir: IR; provenance: Provenance } {
  const rule = what === "made" ? MADE : SETTLED;
  const id = evidenceId(rule, null, hole.id);
  const evidence: Evidence = {
    id,
    rule,
    message: hole.description.slice(0, 2000),
    span: null,
    text: value.length > 2000 ? `${value.slice(0, 2000)}…` : value,
  };
  const all = insertAnswered(
    ir.metadata.evidence,
    evidence,
    (one) => one.id,
    ({ rule: other }) => other === MADE || other === SETTLED,
  );
  return {
    ir: { ...ir, metadata: { ...ir.metadata, evidence: all } },
    provenance: { ...provenance, evidence_refs: [...provenance.evidence_refs, id] },
  };
}

/** Whether an answer made the element. */
export function madeByAnswer({ metadata }: IR): (element: { provenance: Provenance }) => boolean {
  const made = new Set(metadata.evidence.filter(({ rule }) => rule === MADE).map(({ id }) => id));
  return ({ provenance }) => provenance.evidence_refs.some((id) => made.has(id));
}

/** Provenance of an element that two answers made alike: the earlier one's, with the evidence of both. */
export function joined(one: Provenance, other: Provenance): Provenance {
  const key = ({ timestamp, author }: Provenance) => `${timestamp} ${author}`;
  const first = key(one) <= key(other) ? one : other;
  return { ...first, evidence_refs: [...new Set([...one.evidence_refs, ...other.evidence_refs])].sort() };
}
