import { type Gap, holeOf } from "../../holes/detect/gap.ts";
import { CONFLICT_OF } from "../../holes/subjects.ts";
import type { Check, IR } from "../../ir/ir.ts";

/** The contract with a hole for each unsatisfiable check: one of the clauses of the core has to go. */
export function noteConflicts(ir: IR, checks: readonly Check[]): IR {
  const gaps = contradictionsOf(checks).map(({ question, core }): Gap => {
    const clauses = ir.assertions.filter(({ id }) => core.includes(id));
    const texts = clauses.map(({ expression }) => `\`${expression.text.slice(0, 200)}\``).join(", ");
    return {
      clause: "assertion",
      kind: "spec",
      subject: `${CONFLICT_OF}${core.join(" ")}`,
      type_hint: "str",
      description:
        question === "preconditions_satisfiable"
          ? `No input meets the preconditions ${texts}. Which clause is to be withdrawn?`
          : `The clauses ${texts} cannot hold together. Which one is to be withdrawn?`,
      constraints: [...core],
      priority: "critical",
      suggestions: clauses.map(({ id, expression, provenance }) => ({
        value: id,
        rationale: `Withdraw \`${expression.text.slice(0, 200)}\`.`,
        confidence: Math.max(0, 1 - provenance.confidence),
      })),
    };
  });
  return withHoles({ ...ir, metadata: { ...ir.metadata, checks: [...checks] } }, gaps);
}

export const contradictionsOf = (checks: readonly Check[]): Check[] =>
  checks.filter(({ status, core }) => status === "unsat" && core.length > 0);

/** Adds holes that are not there yet; one that was answered stays answered. */
export function withHoles(ir: IR, gaps: readonly Gap[]): IR {
  const holes = new Map(ir.holes.map((hole) => [hole.id, hole]));
  for (const gap of gaps) {
    const hole = holeOf(ir, gap);
    if (!holes.has(hole.id)) holes.set(hole.id, hole);
  }
  return { ...ir, holes: [...holes.values()] };
}
