import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { RunId, RunStatus, TenantId } from "../graphs/run.ts";
import type { NamedType } from "../holes/suggest/form.ts";
import type { HoleId } from "../ir/ids.ts";
import type { Hole, IR } from "../ir/ir.ts";

/**
 * D1 tables. Times are milliseconds since the epoch. `runs`, `ir_origins` and `hole_decisions` are projections of the runs' Durable Objects and may lag;
 * `ir_revisions` is the history of IRs; `api_keys` and `dead_letters` live here alone.
 */
export const runs = sqliteTable(
  "runs",
  {
    id: text().$type<RunId>().primaryKey(),
    tenant: text().$type<TenantId>().notNull(),
    graph: text().notNull(),
    graph_version: text().notNull(),
    status: text().$type<RunStatus>().notNull(),
    /** The journal's sequence number that this row shows; an older one never replaces a newer one. */
    revision: integer().notNull(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
    finished_at: integer(),
    progress_at: integer().notNull(),
    /** The watchdog could not wake the run. */
    stuck: integer({ mode: "boolean" }).notNull(),
    repo: text(),
    tags: text({ mode: "json" }).$type<string[]>().notNull(),
    error_code: text(),
    /** When the watchdog last took the run up; spreads its limited look-ups over all stale runs. */
    checked_at: integer(),
  },
  (table) => [
    index("runs_by_tenant").on(table.tenant, table.created_at, table.id),
    index("runs_by_progress").on(table.status, table.progress_at),
  ],
);

/** Ids of deleted runs, kept for a week so that a write still on its way cannot bring one back. */
export const deletedRuns = sqliteTable("deleted_runs", {
  id: text().$type<RunId>().primaryKey(),
  at: integer().notNull(),
});

/** Immutable revisions of an IR. Ids of IRs are unique within a tenant. */
export const irRevisions = sqliteTable(
  "ir_revisions",
  {
    tenant: text().$type<TenantId>().notNull(),
    ir_id: text().notNull(),
    revision: integer().notNull(),
    content_hash: text().notNull(),
    run_id: text().$type<RunId>().notNull(),
    repo: text(),
    path: text(),
    function: text().notNull(),
    commit: text(),
    author: text(),
    change_summary: text().notNull(),
    code: text(),
    ir: text({ mode: "json" }).$type<IR>().notNull(),
    created_at: integer().notNull(),
  },
  (table) => [
    uniqueIndex("ir_revisions_unique").on(table.tenant, table.ir_id, table.revision),
    index("ir_revisions_by_place").on(table.tenant, table.repo, table.path, table.function),
    index("ir_revisions_by_run").on(table.run_id),
  ],
);

/** Which revision each run arrived at: a run whose content was already the newest one made no revision of its own. */
export const irOrigins = sqliteTable(
  "ir_origins",
  {
    tenant: text().$type<TenantId>().notNull(),
    ir_id: text().notNull(),
    run_id: text().$type<RunId>().notNull(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.ir_id, table.run_id] }),
    index("ir_origins_by_run").on(table.run_id),
  ],
);

/** Highest revision number ever given out for IRs that lost revisions to deletion, so that no number is used twice. */
export const irNumbers = sqliteTable(
  "ir_numbers",
  { tenant: text().$type<TenantId>().notNull(), ir_id: text().notNull(), last: integer().notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.ir_id] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    tenant: text().$type<TenantId>().notNull(),
    name: text().notNull(),
    /** SHA-256 (hex) of the whole key; the key itself is stored nowhere. */
    hash: text().notNull(),
    /** The first characters of the key, for recognition. */
    prefix: text().notNull(),
    scopes: text({ mode: "json" }).$type<string[]>().notNull(),
    created_at: integer().notNull(),
    last_used_at: integer(),
    revoked_at: integer(),
  },
  (table) => [
    uniqueIndex("api_keys_hash").on(table.hash),
    index("api_keys_by_tenant").on(table.tenant, table.created_at),
  ],
);

export const deadLetters = sqliteTable(
  "dead_letters",
  {
    queue: text().notNull(),
    message_id: text().notNull(),
    run_id: text(),
    node: text(),
    reason: text().notNull(),
    /** The message as JSON, cut to 10,000 characters. */
    body: text().notNull(),
    attempts: integer().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.queue, table.message_id] }), index("dead_letters_by_run").on(table.run_id)],
);

/** What people decided about the suggestions of holes: one row for each that was shown, and one for an answer that was none of them. */
export const holeDecisions = sqliteTable(
  "hole_decisions",
  {
    tenant: text().$type<TenantId>().notNull(),
    run_id: text().$type<RunId>().notNull(),
    hole: text().$type<HoleId>().notNull(),
    /** Place among the suggestions that were shown, from 1; 0 for an answer that was none of them. */
    rank: integer().notNull(),
    clause: text().$type<Hole["clause"]>().notNull(),
    kind: text().$type<Hole["kind"]>().notNull(),
    about: text(),
    features: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Null for a text that is too long to be an example. */
    value: text(),
    names: text({ mode: "json" }).$type<NamedType[]>().notNull(),
    accepted: integer({ mode: "boolean" }).notNull(),
    by: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run_id, table.hole, table.rank] }),
    index("hole_decisions_by_question").on(table.tenant, table.clause, table.kind, table.at),
  ],
);

/** Up to which revision of each run its decisions are here; what shows an older one is ignored, also where the newer one has no rows. */
export const decidedRuns = sqliteTable("decided_runs", {
  run_id: text().$type<RunId>().primaryKey(),
  revision: integer().notNull(),
});
