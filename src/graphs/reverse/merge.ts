import { clauseId, sha256Hex } from "../../ir/hash.ts";
import { IrId } from "../../ir/ids.ts";
import { type Effect, type IR, type Parameter, type Raises, SCHEMA_VERSION, type Signature } from "../../ir/ir.ts";
import type { Evidence, Provenance } from "../../ir/provenance.ts";
import type { FunctionOutline } from "../../python/facts/module.ts";
import type { ContractFacts, EffectFacts, IntentFacts, Selection, SignatureFacts, SourceFile } from "./facts.ts";

/** IRs carry this id until `finish` gives them their own: what is computed from them must not depend on whose run it is. */
export const DRAFT_ID = IrId.parse("ir_draft");

/** Facts of each analysis, in the order of the selection. */
export interface FactsOfFile {
  signatures: SignatureFacts[];
  contracts: ContractFacts[];
  effects: EffectFacts[];
  intents: IntentFacts[];
}

/**
 * One IR per function out of what the four analyses found. Where two of them speak of one thing the declared statement stands and the
 * derived one is reported beside it: an exception found in the body joins the one the docstring declares, an undeclared one becomes a clause of its own.
 */
export function merge(file: SourceFile, selection: Selection, facts: FactsOfFile): IR[] {
  const lines = file.source.split("\n");
  return selection.functions.map((outline, index) => mergeOne(file, lines, outline, facts, index));
}

function mergeOne(
  file: SourceFile,
  lines: readonly string[],
  outline: FunctionOutline,
  facts: FactsOfFile,
  index: number,
): IR {
  const signature = facts.signatures[index];
  const contracts = facts.contracts[index];
  const effects = facts.effects[index];
  const intent = facts.intents[index];
  const found = [signature, contracts, effects, intent];
  const assertions = contracts?.assertions ?? [];
  const base = signature?.signature ?? unknownSignature(outline);
  const mentions = (name: string) =>
    assertions.filter(({ applies_to }) => applies_to.includes(name)).map(({ id }) => id);
  const raises = mergeRaises(contracts?.raises ?? [], effects?.effects ?? []);
  return {
    schema_version: SCHEMA_VERSION,
    id: DRAFT_ID,
    language: "python",
    intent: intent?.intent ?? {
      summary: "",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance: unknown(),
    },
    signature: {
      ...base,
      parameters: base.parameters.map(
        (parameter): Parameter => ({ ...parameter, constraints: mentions(parameter.name) }),
      ),
      return_constraints: assertions
        .filter(({ category, applies_to }) => category === "postcondition" && applies_to.includes("result"))
        .map(({ id }) => id),
      raises,
    },
    assertions,
    effects: effects?.effects ?? [],
    examples: contracts?.examples ?? [],
    relationships: intent?.relationships ?? [],
    holes: [],
    confidence: 0,
    metadata: {
      qualified_name: outline.key,
      path: file.path,
      repo: file.repo,
      commit: file.commit,
      span: outline.span,
      source_hash: sha256Hex(lines.slice(outline.span.line - 1, outline.span.end_line).join("\n")),
      evidence: distinctEvidence(found.flatMap((part) => part?.evidence ?? [])),
      checks: [],
      problems: found.flatMap((part) => part?.problems ?? []),
    },
  };
}

/** A declared exception that the body is also seen to raise gains that evidence; the description and condition of the author stay. */
function mergeRaises(declared: readonly Raises[], effects: readonly Effect[]): Raises[] {
  const seen = effects.filter(({ effect_type }) => effect_type === "exception");
  const merged = declared.map((clause): Raises => {
    const matching = seen.filter(({ target }) => lastName(target) === lastName(clause.exception));
    const refs = matching.flatMap(({ provenance }) => provenance.evidence_refs);
    return {
      ...clause,
      provenance: { ...clause.provenance, evidence_refs: [...new Set([...clause.provenance.evidence_refs, ...refs])] },
    };
  });
  const known = new Set(declared.map(({ exception }) => lastName(exception)));
  for (const effect of seen) {
    if (known.has(lastName(effect.target))) continue;
    known.add(lastName(effect.target));
    const id = clauseId("raises", effect.target);
    merged.push({
      id,
      exception: effect.target,
      when: null,
      description: effect.description,
      provenance: effect.provenance,
    });
  }
  return merged;
}

function lastName(exception: string): string {
  return exception.slice(exception.lastIndexOf(".") + 1);
}

function distinctEvidence(evidence: readonly Evidence[]): Evidence[] {
  return [...new Map(evidence.map((item) => [item.id, item])).values()];
}

/** What is said of a function whose signature could not be read: only what the outline knows. The problem stands in the metadata. */
function unknownSignature(outline: FunctionOutline): Signature {
  return {
    id: clauseId("signature", outline.name),
    name: outline.name,
    parameters: [],
    returns: { type_hint: null, description: null, provenance: unknown() },
    return_constraints: [],
    is_async: outline.is_async,
    is_generator: false,
    raises: [],
    decorators: [],
    type_parameters: [],
    provenance: unknown(),
  };
}

function unknown(): Provenance {
  return { source: "static", confidence: 0, author: null, timestamp: null, evidence_refs: [] };
}
