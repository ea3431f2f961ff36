import type { Ambiguity } from "../../signatures/facts.ts";

const TOLERANCES = ["1e-06", "0.01"];

/** An outcome that is only said to be near a value: how near is open. */
export function approximation(condition: string, value: string): Ambiguity {
  return {
    clause: "assertion",
    kind: "spec",
    subject: "return",
    question: `How close to ${value} does the result have to be when ${condition}?`,
    type_hint: "bool",
    readings: TOLERANCES.map((tolerance, index) => ({
      value: `implies(${condition}, abs(result - ${value}) < ${tolerance})`,
      rationale:
        index === 0 ? "The usual tolerance of floating-point comparisons." : "The value is given to few digits.",
      confidence: 0.4,
    })),
  };
}
