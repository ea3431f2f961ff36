import type { IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";

/** From what a reader must know first to what is certain. */
export const VERDICT_ORDER: readonly Verdict["status"][] = [
  "refuted",
  "vacuous",
  "unknown",
  "tested",
  "bounded",
  "proved",
];

/**
 * One verdict for many clauses: the worst of them, as a chain is as strong as its weakest link. Preconditions bind callers, so only those
 * that say something by themselves (refuted, vacuous) count. Without any other clause nothing was claimed, and that is `unknown`.
 */
export function worstVerdict(irs: readonly IR[]): Verdict {
  const judged = irs.flatMap(({ assertions, metadata }) =>
    assertions
      .filter(({ category, verdict }) => category !== "precondition" || ["refuted", "vacuous"].includes(verdict.status))
      .map((assertion) => ({ assertion, name: metadata.qualified_name })),
  );
  const worst = VERDICT_ORDER.map((status) => judged.find(({ assertion }) => assertion.verdict.status === status)).find(
    (found) => found !== undefined,
  );
  if (worst === undefined) {
    return { status: "unknown", reason: "not_attempted", detail: "There is no clause that says what the code does." };
  }
  if (worst.assertion.verdict.status === "proved") {
    const assumptions = judged.flatMap(({ assertion: { verdict } }) =>
      verdict.status === "proved" ? verdict.assumptions : [],
    );
    return { ...worst.assertion.verdict, assumptions: [...new Set(assumptions)].sort() };
  }
  return named(
    worst.assertion.verdict,
    `${worst.name}: ${worst.assertion.expression.text.slice(0, 200)}`,
    judged.length,
  );
}

/** The verdict of one clause as that of all, saying whose it is. */
export function named(verdict: Verdict, clause: string, count: number): Verdict {
  switch (verdict.status) {
    case "refuted":
      return { ...verdict, observed: `${clause}: ${verdict.observed ?? "does not hold"}` };
    case "unknown":
    case "vacuous":
      return { ...verdict, detail: `${clause}: ${verdict.detail}` };
    case "bounded":
      return { ...verdict, bound: count === 1 ? verdict.bound : `${clause}: ${verdict.bound}` };
    default:
      return verdict;
  }
}
