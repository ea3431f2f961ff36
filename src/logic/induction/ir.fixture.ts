import { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { signatureOf } from "../../python/signature/signature.ts";

const PROVENANCE = { source: "declared", confidence: 1, author: null, timestamp: null, evidence_refs: [] } as const;

/** The IR of a function with its own signature and the given clauses: `pre0`, `post0`, ... */
export function irOf(module: PythonModule, fn: PythonFunction, pre: string[], post: string[]): IR {
  const clauses = (prefix: string, category: "precondition" | "postcondition", texts: string[]) =>
    texts.map((text, index) => ({
      id: `${prefix}${index}`,
      category,
      expression: { text, unsupported: [] },
      rationale: null,
      verdict: { status: "unknown", reason: "not_attempted", detail: "" },
      locked: false,
      applies_to: [],
      provenance: PROVENANCE,
    }));
  return IR.parse({
    schema_version: "1",
    id: "ir_test",
    language: "python",
    intent: {
      summary: "",
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance: PROVENANCE,
    },
    signature: signatureOf(module, fn).signature,
    assertions: [...clauses("pre", "precondition", pre), ...clauses("post", "postcondition", post)],
    effects: [],
    examples: [],
    relationships: [],
    holes: [],
    confidence: 1,
    metadata: {
      qualified_name: fn.outline.qualified_name,
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
