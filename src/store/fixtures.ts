import { RunId, TenantId } from "../graphs/run.ts";
import { IR } from "../ir/ir.ts";
import type { IrItem } from "./project-ir.ts";
import type { RunRow } from "./runs.ts";

/** Rows for tests: complete, and varied by what a test cares about. */
export const tenant = TenantId.parse("acme");

export function runId(name: string): RunId {
  return RunId.parse(`run_${name.padEnd(10, "0")}`);
}

export function runRow(name: string, changes: Partial<RunRow> = {}): RunRow {
  return {
    id: runId(name),
    tenant,
    graph: "reverse",
    graph_version: "1",
    status: "running",
    revision: 1,
    created_at: 1_000,
    updated_at: 1_000,
    finished_at: null,
    progress_at: 1_000,
    stuck: false,
    repo: null,
    tags: [],
    error_code: null,
    ...changes,
  };
}

export function ir(summary: string): IR {
  const provenance = { source: "static", confidence: 1, author: null, timestamp: null, evidence_refs: [] };
  return IR.parse({
    schema_version: "1",
    id: "ir_clamp",
    language: "python",
    intent: {
      summary,
      rationale: null,
      user_personas: [],
      success_criteria: [],
      domain_concepts: [],
      provenance,
    },
    signature: {
      id: "signature",
      name: "clamp",
      parameters: [],
      returns: { type_hint: null, description: null, provenance },
      return_constraints: [],
      is_async: false,
      is_generator: false,
      raises: [],
      decorators: [],
      type_parameters: [],
      provenance,
    },
    assertions: [],
    effects: [],
    examples: [],
    relationships: [],
    holes: [],
    confidence: 1,
    metadata: {
      qualified_name: "clamp",
      path: "limits.py",
      repo: "acme/limits",
      commit: null,
      span: null,
      source_hash: null,
      evidence: [],
      checks: [],
      problems: [],
    },
  });
}

/** The content hash follows the summary, so two items with one summary have one content. */
export function irItem(run: string, summary: string, changes: Partial<IrItem> = {}): IrItem {
  return {
    ir_id: "ir_clamp",
    tenant,
    run_id: runId(run),
    repo: "acme/limits",
    path: "limits.py",
    function: "clamp",
    commit: null,
    ir: ir(summary),
    content_hash: `hash of ${summary}`,
    at: 1_000,
    ...changes,
  };
}

/** Empties every table: storage lives as long as a test file. */
export async function emptyStore(db: D1Database): Promise<void> {
  const tables = [
    "runs",
    "deleted_runs",
    "ir_revisions",
    "ir_origins",
    "ir_numbers",
    "api_keys",
    "dead_letters",
    "hole_decisions",
    "decided_runs",
  ];
  await db.batch(tables.map((table) => db.prepare(`DELETE FROM ${table}`)));
}
