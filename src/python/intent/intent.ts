import type { Intent, Relationship } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import { provenance } from "../facts/claims.ts";
import { docstringOf } from "../facts/docstring.ts";
import type { AnalysisProblem } from "../facts/module.ts";
import type { PositionedNode, PythonFunction, PythonModule } from "../module.ts";
import { evidenceOf } from "../spans.ts";
import { domainConcepts } from "./concepts.ts";
import { summaryFromName } from "./names.ts";
import { proseOf } from "./prose.ts";
import { relationshipsOf } from "./relationships.ts";

export interface IntentResult {
  intent: Intent;
  relationships: Relationship[];
  evidence: Evidence[];
  problems: AnalysisProblem[];
}

/** A docstring is its author's word, which the code may have left behind since. */
const DOCSTRING_CONFIDENCE = 0.9;

/** What a function is for: its docstring's first paragraph, else what its name says, with little confidence. Personas and criteria nobody wrote stay empty. */
export function intentOf(module: PythonModule, fn: PythonFunction): IntentResult {
  const docstring = docstringOf(module, fn.node);
  const prose = docstring ? proseOf(docstring) : null;
  const common = { user_personas: [], success_criteria: [], domain_concepts: domainConcepts(fn) };
  const relationships = relationshipsOf(module, fn);
  if (docstring && prose && prose.summary !== "") {
    const item = evidenceOf(module, "docstring", "What the docstring says in words.", docstring.node);
    const intent = { ...prose, ...common, provenance: provenance("declared", DOCSTRING_CONFIDENCE, [item]) };
    return { intent, relationships, evidence: [item], problems: [] };
  }
  const { summary, confidence, rule } = summaryFromName(fn);
  const item = evidenceOf(module, rule, "Read from the name alone; nothing else says what it is for.", headOf(fn));
  const intent = { summary, rationale: null, ...common, provenance: provenance("static", confidence, [item]) };
  return { intent, relationships, evidence: [item], problems: [] };
}

/** The line of the definition's name. */
function headOf({ node }: PythonFunction): PositionedNode {
  if (node.nodeType === "Module") return { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 };
  return {
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: node.lineno,
    end_col_offset: Number.MAX_SAFE_INTEGER,
  };
}
