import { z } from "zod";
import { EvidenceId } from "./ids.ts";

/** Where a statement comes from. `declared` is written in the source by its author; `static` is derived from the source. */
export const ProvenanceSource = z.enum([
  "human",
  "agent",
  "declared",
  "static",
  "symbolic",
  "dynamic",
  "verification",
  "merge",
  "refinement",
]);

/** A region of a source file: lines count from 1, columns from 0 in Unicode code points; the end is exclusive. */
export const Span = z.object({
  line: z.int().positive(),
  column: z.int().nonnegative(),
  end_line: z.int().positive(),
  end_column: z.int().nonnegative(),
});
export type Span = z.infer<typeof Span>;

/** One observation that clauses cite: which rule saw what, where, with the verbatim text it saw. */
export const Evidence = z.object({
  id: EvidenceId,
  /** Stable slug of the rule that made the observation, such as `guard-raise` or `icontract-require`. */
  rule: z.string().min(1).max(80),
  message: z.string().max(2000),
  span: Span.nullable(),
  /** Verbatim source, cut to 2,000 characters with a trailing ellipsis. */
  text: z.string().max(2001).nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

export const Provenance = z.object({
  source: ProvenanceSource,
  confidence: z.number().min(0).max(1),
  author: z.string().max(200).nullable(),
  timestamp: z.iso.datetime().nullable(),
  evidence_refs: z.array(EvidenceId),
});
export type Provenance = z.infer<typeof Provenance>;
