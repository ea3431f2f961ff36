import { parseExpression } from "../../ir/expression/parse.ts";
import { namesOf } from "../../ir/expression/walk.ts";
import { clauseId } from "../../ir/hash.ts";
import type { Assertion, AssertionCategory, Example, ExpressionText, Raises } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import { analysisProblem, provenance } from "../facts/claims.ts";
import type { AnalysisProblem } from "../facts/module.ts";
import type { PositionedNode, PythonFunction, PythonModule } from "../module.ts";
import { writtenParameters } from "../signature/parameters.ts";
import { evidenceOf, spanOf } from "../spans.ts";

export interface ContractFindings {
  assertions: Assertion[];
  raises: Raises[];
  examples: Example[];
  evidence: Evidence[];
  problems: AnalysisProblem[];
}

/** What every source of contracts works with: the function, its parameters' names in order, and where findings go. */
export interface ContractContext {
  module: PythonModule;
  fn: PythonFunction;
  parameters: string[];
  found: ContractFindings;
  /** What is in `found`, for looking it up. */
  index: FindingsIndex;
}

interface FindingsIndex {
  evidence: Set<string>;
  /** How many assertions have one category and text. */
  assertions: Map<string, number>;
  raises: Map<string, Raises>;
  /** Raises by the last part of the exception's dotted name; two at most, which tells whether there is only one. */
  byLastName: Map<string, readonly Raises[]>;
}

export function contractContext(module: PythonModule, fn: PythonFunction): ContractContext {
  const parameters = fn.node.nodeType === "Module" ? [] : writtenParameters(fn.node.args).map(({ arg }) => arg.arg);
  const index = { evidence: new Set<string>(), assertions: new Map(), raises: new Map(), byLastName: new Map() };
  return {
    module,
    fn,
    parameters,
    index,
    found: { assertions: [], raises: [], examples: [], evidence: [], problems: [] },
  };
}

/** Whether the author wrote the clause as a contract (`declared`) or it follows from what the code does (`static`), and how surely. */
export interface Standing {
  source: "declared" | "static";
  confidence: number;
}

export const DECLARED: Standing = { source: "declared", confidence: 1 };

export function addEvidence(context: ContractContext, rule: string, message: string, node: PositionedNode): Evidence {
  const item = evidenceOf(context.module, rule, message, node);
  if (!context.index.evidence.has(item.id)) context.found.evidence.push(item);
  context.index.evidence.add(item.id);
  return item;
}

export function addProblem(context: ContractContext, code: string, detail: string, node: PositionedNode | null): void {
  const span = node === null ? null : spanOf(context.module, node);
  context.found.problems.push(analysisProblem("contracts", code, detail, span));
}

export function addAssertion(
  context: ContractContext,
  category: AssertionCategory,
  expression: ExpressionText,
  rationale: string | null,
  standing: Standing,
  evidence: readonly Evidence[],
): void {
  const key = `${category} ${expression.text}`;
  const ordinal = (context.index.assertions.get(key) ?? 0) + 1;
  context.index.assertions.set(key, ordinal);
  context.found.assertions.push({
    id: clauseId(category, expression.text, ordinal),
    category,
    expression,
    rationale,
    verdict: {
      status: "unknown",
      reason: "not_attempted",
      detail: "The clause is as the source states it; no check has been made.",
    },
    locked: false,
    applies_to: subjects(context, expression),
    provenance: provenance(standing.source, standing.confidence, evidence),
  });
}

function subjects(context: ContractContext, expression: ExpressionText): string[] {
  const names = new Set(namesOf(parseExpression(expression.text)));
  return [...new Set([...context.parameters, "result"])].filter((name) => names.has(name));
}

/** Adds a raises clause, or joins it to an equal one. */
export function addRaises(
  context: ContractContext,
  exception: string,
  when: ExpressionText | null,
  description: string | null,
  standing: Standing,
  evidence: readonly Evidence[],
): void {
  const { raises, byLastName } = context.index;
  const key = when === null ? exception : `${exception} when ${when.text}`;
  const equal = raises.get(key);
  if (equal) {
    join(equal, description, standing, evidence);
    return;
  }
  const text = when === null ? exception : `implies(${when.text}, raises(${exception}))`;
  const clause: Raises = {
    id: clauseId("raises", text),
    exception,
    when,
    description,
    provenance: provenance(standing.source, standing.confidence, evidence),
  };
  context.found.raises.push(clause);
  raises.set(key, clause);
  const last = lastName(exception);
  byLastName.set(last, [...(byLastName.get(last) ?? []).slice(0, 1), clause]);
}

/** Adds what a docstring says of an exception: to the one clause the code has for it, else as a clause of its own. */
export function addDocumentedRaises(
  context: ContractContext,
  exception: string,
  description: string | null,
  standing: Standing,
  evidence: readonly Evidence[],
): void {
  const same = context.index.byLastName.get(lastName(exception)) ?? [];
  const only = same[0];
  if (only && same.length === 1) join(only, description, standing, evidence);
  else addRaises(context, exception, null, description, standing, evidence);
}

/** The evidence that joined clauses refer to, for looking it up. */
const references = new WeakMap<Raises, Set<string>>();

function join(clause: Raises, description: string | null, standing: Standing, evidence: readonly Evidence[]): void {
  const known = references.get(clause) ?? new Set(clause.provenance.evidence_refs);
  references.set(clause, known);
  for (const { id } of evidence) {
    if (!known.has(id)) clause.provenance.evidence_refs.push(id);
    known.add(id);
  }
  clause.description ??= description;
  clause.provenance = {
    ...clause.provenance,
    source: clause.provenance.source === "declared" ? "declared" : standing.source,
    confidence: Math.max(clause.provenance.confidence, standing.confidence),
  };
}

function lastName(exception: string): string {
  return exception.slice(exception.lastIndexOf(".") + 1);
}
