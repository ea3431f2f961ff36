import type { Gap } from "../../holes/detect/gap.ts";
import { OUTCOME_OF } from "../../holes/subjects.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Ambiguity } from "../../signatures/facts.ts";
import { withHoles } from "../holes/conflicts.ts";
import type { Contradiction } from "./examples.ts";
import { UNNAMED } from "./merge.ts";

/*
 * A hole is `critical` when no code can be written while it is open: there is no signature, or the contract contradicts itself, or no code was found. For those the run waits. Everything else, such as a missing type
 * or a point that can be read in two ways, stays open beside the code and takes its answer as long as the run goes on.
 */

export interface Gaps {
  contradictions: readonly Contradiction[];
  ambiguities: readonly Ambiguity[];
  /** Why there is no signature; null when there is one. */
  no_signature: string | null;
}

/** The contract with a hole for everything that it leaves open. */
export function detectHoles(ir: IR, { contradictions, ambiguities, no_signature }: Gaps): IR {
  const { signature } = ir;
  const gaps: Gap[] = [];
  const readings = (subject: string, kind: string) =>
    ambiguities
      .filter((item) => item.subject === subject && item.kind === kind)
      .flatMap((item) => item.readings.map((reading) => ({ ...reading })));
  if (no_signature !== null && signature.parameters.length === 0) {
    gaps.push({
      clause: "signature",
      kind: "spec",
      subject: signature.id,
      type_hint: "str",
      description: `The request does not say how ${signature.name} is called: give its def line, such as \`def ${signature.name}(x: int) -> int\`.`,
      context: no_signature,
      priority: "critical",
    });
  }
  if (signature.name === UNNAMED) {
    gaps.push({
      clause: "signature",
      kind: "term",
      subject: signature.id,
      type_hint: "str",
      description: "The request does not name the function.",
      priority: "medium",
    });
  }
  for (const { id, name, type_hint } of signature.parameters) {
    if (type_hint !== null) continue;
    gaps.push({
      clause: "signature",
      kind: "type",
      subject: id,
      type_hint: "str",
      description: `The type of parameter ${name} is not known.`,
      priority: "medium",
      suggestions: readings(name, "type"),
    });
  }
  if (signature.returns.type_hint === null) {
    gaps.push({
      clause: "signature",
      kind: "type",
      subject: "return",
      type_hint: "str",
      description: `The type that ${signature.name} returns is not known.`,
      priority: "medium",
      suggestions: readings("return", "type"),
    });
  }
  for (const { call, examples } of contradictions) {
    gaps.push({
      clause: "assertion",
      kind: "spec",
      subject: `${OUTCOME_OF}${call}`,
      type_hint: "object",
      description: `The request states ${examples.length} outcomes of ${call}. Which one holds?`,
      priority: "critical",
      suggestions: examples.map(({ returns, raises, source }) => ({
        value: returns ?? `raises(${raises})`,
        rationale: source === "human" ? "Given as an example." : "Stated in the prompt.",
        confidence: 1 / (examples.length + 1),
      })),
    });
  }
  const typed = new Set([
    ...signature.parameters.filter(({ type_hint }) => type_hint === null).map(({ name }) => name),
    "return",
  ]);
  for (const { clause, kind, subject, question, type_hint, readings: suggestions } of ambiguities) {
    if (kind === "type" && typed.has(subject)) continue;
    gaps.push({
      clause,
      kind,
      subject,
      type_hint,
      description: question,
      priority: "medium",
      suggestions: suggestions.map((reading) => ({ ...reading })),
    });
  }
  return withHoles(ir, gaps);
}

/** The hole that stands for the code itself. */
export function implementationHole(
  ir: IR,
  missing: string,
  context: string | null,
  suggestions: Hole["suggestions"],
): IR {
  const gap: Gap = {
    clause: "implementation",
    kind: "function",
    subject: ir.signature.name,
    type_hint: "str",
    description: missing,
    context,
    priority: "critical",
    suggestions,
  };
  const others = ir.holes.filter(({ clause }) => clause !== "implementation");
  return withHoles({ ...ir, holes: others }, [gap]);
}
