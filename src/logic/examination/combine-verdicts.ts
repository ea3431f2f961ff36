import type { Verdict } from "../../ir/verdict.ts";

/** How much a verdict says; of two the one that says more stands. */
const STRENGTH: Record<Verdict["status"], number> = {
  refuted: 5,
  vacuous: 4,
  proved: 3,
  bounded: 2,
  tested: 1,
  unknown: 0,
};

/**
 * What is known of one clause by what is known from several sides, in order of trust among equals. A refutation was replayed on the real code: it
 * beats everything. Of two unknown verdicts the first that was attempted stands, as it says why nothing more is known.
 */
export function combineVerdicts(verdicts: readonly (Verdict | undefined)[]): Verdict | null {
  let best: Verdict | null = null;
  for (const verdict of verdicts) {
    if (verdict === undefined) continue;
    if (best === null || STRENGTH[verdict.status] > STRENGTH[best.status] || saysWhy(best, verdict)) best = verdict;
  }
  return best;
}

const saysWhy = (known: Verdict, other: Verdict): boolean =>
  known.status === "unknown" &&
  known.reason === "not_attempted" &&
  other.status === "unknown" &&
  other.reason !== "not_attempted";

/** Whether a refutation means that a proof is wrong: one that holds within a bound is not contradicted by an input beyond it. */
export const contradicts = (proof: Verdict | undefined, replayed: Verdict | undefined): boolean =>
  replayed?.status === "refuted" && (proof?.status === "proved" || proof?.status === "vacuous");
