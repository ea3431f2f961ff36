import type { ClauseId } from "../ir/ids.ts";
import type { Check, IR } from "../ir/ir.ts";
import type { Verdict } from "../ir/verdict.ts";

/**
 * What the checks of an IR say of single clauses. Only contradictory preconditions say something: no call meets them, so every assertion
 * of the function holds for no reason. Satisfiability alone proves and refutes nothing, and clauses without news are absent.
 */
export function verdictsOf(ir: IR, checks: Check[]): Map<ClauseId, Verdict> {
  const verdicts = new Map<ClauseId, Verdict>();
  const contradiction = checks.find(
    ({ question, status }) => question === "preconditions_satisfiable" && status === "unsat",
  );
  if (contradiction === undefined) return verdicts;
  const clauses = contradiction.core.join(", ");
  const assuming = contradiction.assumptions.length === 0 ? "" : ` (assuming ${contradiction.assumptions.join(", ")})`;
  const because = contradiction.core.length === 1 ? `${clauses} cannot hold` : `${clauses} contradict each other`;
  for (const { id } of ir.assertions)
    verdicts.set(id, { status: "vacuous", detail: `no input meets the preconditions: ${because}${assuming}` });
  return verdicts;
}
