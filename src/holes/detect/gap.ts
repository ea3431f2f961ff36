import { holeId } from "../../ir/hash.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";

/** Something that a contract leaves open, before it is a hole. */
export type Gap = Pick<Hole, "clause" | "kind" | "subject" | "type_hint" | "description" | "priority"> &
  Partial<Pick<Hole, "context" | "suggestions" | "constraints">>;

/** That something is missing is certain, whatever it is. */
const OPENED: Provenance = { source: "static", confidence: 1, author: null, timestamp: null, evidence_refs: [] };

/** The hole of a gap. Equal gaps of one function give equal ids, at any time. */
export function holeOf({ metadata }: IR, gap: Gap): Hole {
  return {
    id: holeId(gap.clause, `${metadata.qualified_name}/${gap.kind}/${gap.subject}`),
    context: null,
    suggestions: [],
    constraints: [],
    dependencies: [],
    status: "open",
    resolution: null,
    provenance: OPENED,
    ...gap,
  };
}

export const reading = (value: string, rationale: string, confidence: number): Hole["suggestions"][number] => ({
  value,
  rationale,
  confidence,
});
