import type { Evidence, Provenance, Span } from "../../ir/provenance.ts";
import type { AnalysisProblem } from "./module.ts";

/** Provenance of what the source says; nobody's name and no time, as the text alone is known. */
export function provenance(
  source: Extract<Provenance["source"], "declared" | "static">,
  confidence: number,
  evidence: readonly Evidence[],
): Provenance {
  return { source, confidence, author: null, timestamp: null, evidence_refs: evidence.map(({ id }) => id) };
}

export function analysisProblem(
  analysis: string,
  code: string,
  detail: string,
  span: Span | null = null,
): AnalysisProblem {
  return { analysis, code, detail: detail.slice(0, 2000), span };
}
