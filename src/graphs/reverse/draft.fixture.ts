import { clauseId, parameterId } from "../../ir/hash.ts";
import { IR } from "../../ir/ir.ts";
import { DRAFT_ID } from "./merge.ts";

export interface DraftParts {
  name?: string;
  parameters?: { name: string; type_hint: string | null; confidence: number }[];
  intentConfidence?: number;
  method?: boolean;
}

/** A small valid IR of which a test says only what it is about; all else is certain. */
export function draft({ name = "f", parameters = [], intentConfidence = 1, method = false }: DraftParts): IR {
  const certain = (confidence = 1) => ({
    source: "declared",
    confidence,
    author: null,
    timestamp: null,
    evidence_refs: [],
  });
  return IR.parse({
    schema_version: "1",
    id: DRAFT_ID,
    language: "python",
    intent: {
      summary: "Does it.",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance: certain(intentConfidence),
    },
    signature: {
      id: clauseId("signature", name),
      name,
      parameters: parameters.map((parameter) => ({
        id: parameterId(parameter.name),
        name: parameter.name,
        type_hint: parameter.type_hint,
        description: null,
        kind: "positional_or_keyword",
        default: null,
        constraints: [],
        provenance: certain(parameter.confidence),
      })),
      returns: { type_hint: "int", description: null, provenance: certain() },
      return_constraints: [],
      is_async: false,
      is_generator: false,
      raises: [],
      decorators: [],
      type_parameters: [],
      provenance: certain(),
    },
    assertions: [],
    effects: [],
    examples: [],
    relationships: method ? [{ kind: "method_of", target: "C" }] : [],
    holes: [],
    confidence: 0,
    metadata: {
      qualified_name: name,
      path: null,
      repo: null,
      commit: null,
      span: null,
      source_hash: null,
      evidence: [],
      checks: [],
      problems: [],
    },
  });
}
