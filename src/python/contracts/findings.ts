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
}

export function contractContext(module: PythonModule, fn: PythonFunction): ContractContext {
  const parameters = fn.node.nodeType === "Module" ? [] : writtenParameters(fn.node.args).map(({ arg }) => arg.arg);
  return { module, fn, parameters, found: { assertions: [], raises: [], examples: [], evidence: [], problems: [] } };
}

/** Whether the author wrote the clause as a contract (`declared`) or it follows from what the code does (`static`), and how surely. */
export interface Standing {
  source: "declared" | "static";
  confidence: number;
}

export const DECLARED: Standing = { source: "declared", confidence: 1 };

export function addEvidence(context: ContractContext, rule: string, message: string, node: PositionedNode): Evidence {
  const item = evidenceOf(context.module, rule, message, node);
  if (!context.found.evidence.some(({ id }) => id === item.id)) context.found.evidence.push(item);
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
  const { assertions } = context.found;
  const equal = assertions.filter((other) => other.category === category && other.expression.text === expression.text);
  assertions.push({
    id: clauseId(category, expression.text, equal.length + 1),
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
  return [...context.parameters, "result"].filter((name, index, all) => all.indexOf(name) === index && names.has(name));
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
  const { raises } = context.found;
  const equal = raises.find((other) => other.exception === exception && other.when?.text === when?.text);
  if (equal) {
    join(equal, description, standing, evidence);
    return;
  }
  const text = when === null ? exception : `implies(${when.text}, raises(${exception}))`;
  raises.push({
    id: clauseId("raises", text),
    exception,
    when,
    description,
    provenance: provenance(standing.source, standing.confidence, evidence),
  });
}

/** Adds what a docstring says of an exception: to the one clause the code has for it, else as a clause of its own. */
export function addDocumentedRaises(
  context: ContractContext,
  exception: string,
  description: string | null,
  standing: Standing,
  evidence: readonly Evidence[],
): void {
  const same = context.found.raises.filter((other) => lastName(other.exception) === lastName(exception));
  const only = same[0];
  if (only && same.length === 1) join(only, description, standing, evidence);
  else addRaises(context, exception, null, description, standing, evidence);
}

function join(clause: Raises, description: string | null, standing: Standing, evidence: readonly Evidence[]): void {
  const refs = [...clause.provenance.evidence_refs, ...evidence.map(({ id }) => id)];
  clause.description ??= description;
  clause.provenance = {
    ...clause.provenance,
    source: clause.provenance.source === "declared" ? "declared" : standing.source,
    confidence: Math.max(clause.provenance.confidence, standing.confidence),
    evidence_refs: [...new Set(refs)],
  };
}

function lastName(exception: string): string {
  return exception.slice(exception.lastIndexOf(".") + 1);
}
