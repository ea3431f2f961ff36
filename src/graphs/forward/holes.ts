import { holeId } from "../../ir/hash.ts";
import type { Check, Hole, IR } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import type { Ambiguity } from "../../signatures/facts.ts";
import type { Contradiction } from "./examples.ts";
import { UNNAMED } from "./merge.ts";

/** That something is missing is certain, whatever it is. */
const OPENED: Provenance = { source: "static", confidence: 1, author: null, timestamp: null, evidence_refs: [] };

/** How the subject of a hole begins that asks for the outcome of a call, and of one that asks which clause to withdraw. */
export const OUTCOME_OF = "outcome of ";
export const CONFLICT_OF = "conflict of ";

type Gap = Pick<Hole, "clause" | "kind" | "subject" | "type_hint" | "description" | "priority"> &
  Partial<Pick<Hole, "context" | "suggestions" | "constraints">>;

/**
 * A hole makes a run wait when no code can be written while it is open: there is no signature, or the contract contradicts itself, or no code was found. Those are `critical`. Everything else, such as a missing type
 * or a point that can be read in two ways, stays open beside the code and takes its answer at any time.
 */
export const isBlocking = ({ status, priority }: Hole): boolean => status === "open" && priority === "critical";

export const blockingHoles = (ir: IR): Hole[] => ir.holes.filter(isBlocking);

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

/** Adds holes that are not there yet; one that was answered stays answered. */
function withHoles(ir: IR, gaps: readonly Gap[]): IR {
  const holes = new Map(ir.holes.map((hole) => [hole.id, hole]));
  for (const gap of gaps) {
    const id = holeId(gap.clause, `${ir.metadata.qualified_name}/${gap.kind}/${gap.subject}`);
    if (holes.has(id)) continue;
    holes.set(id, {
      id,
      context: null,
      suggestions: [],
      constraints: [],
      dependencies: [],
      status: "open",
      resolution: null,
      provenance: OPENED,
      ...gap,
    });
  }
  return { ...ir, holes: [...holes.values()] };
}
