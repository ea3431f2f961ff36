import { and, desc, eq, getTableColumns, gt, lt, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { RunId, RunStatus, TenantId } from "../graphs/run.ts";
import { batch } from "./batch.ts";
import { type Page, type Position, page } from "./cursor.ts";
import { reach } from "./failure.ts";
import {
  deadLetters,
  decidedRuns,
  deletedRuns,
  holeDecisions,
  irNumbers,
  irOrigins,
  irRevisions,
  runs,
} from "./schema.ts";

/** How a run looks in lists. */
export type RunRow = Omit<typeof runs.$inferSelect, "checked_at">;

const { checked_at: _, ...shown } = getTableColumns(runs);
const TOMBSTONE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Idempotent upsert. A row with an older or equal revision is ignored, and so is a run that was deleted after it was created.
 * @throws StoreUnavailable
 */
export async function projectRun(db: D1Database, row: RunRow): Promise<void> {
  const d1 = drizzle(db);
  await reach(() =>
    d1.run(sql`
      INSERT INTO runs (id, tenant, graph, graph_version, status, revision, created_at, updated_at, finished_at, progress_at, stuck, repo, tags, error_code)
      SELECT ${row.id}, ${row.tenant}, ${row.graph}, ${row.graph_version}, ${row.status}, ${row.revision}, ${row.created_at},
        ${row.updated_at}, ${row.finished_at}, ${row.progress_at}, ${row.stuck ? 1 : 0}, ${row.repo}, ${JSON.stringify(row.tags)}, ${row.error_code}
      WHERE NOT EXISTS (SELECT 1 FROM deleted_runs d WHERE d.id = ${row.id} AND d.at >= ${row.created_at})
      ON CONFLICT (id) DO UPDATE SET
        tenant = excluded.tenant, graph = excluded.graph, graph_version = excluded.graph_version, status = excluded.status,
        revision = excluded.revision, created_at = excluded.created_at, updated_at = excluded.updated_at,
        finished_at = excluded.finished_at, progress_at = excluded.progress_at, stuck = excluded.stuck, repo = excluded.repo,
        tags = excluded.tags, error_code = excluded.error_code
      WHERE excluded.revision > runs.revision`),
  );
}

/**
 * Deletes the run and the IR revisions it alone made; a revision that another run arrived at too passes to that run. Idempotent.
 * @throws StoreUnavailable
 */
export async function deleteRun(db: D1Database, run_id: RunId, at: number = Date.now()): Promise<void> {
  const d1 = drizzle(db);
  const other = sql`SELECT min(o.run_id) FROM ir_origins o
    WHERE o.tenant = ir_revisions.tenant AND o.ir_id = ir_revisions.ir_id AND o.revision = ir_revisions.revision`;
  await reach(() =>
    batch(db, [
      d1.insert(deletedRuns).values({ id: run_id, at }).onConflictDoUpdate({ target: deletedRuns.id, set: { at } }),
      d1.delete(deletedRuns).where(lt(deletedRuns.at, at - TOMBSTONE_MS)),
      sql`
        INSERT INTO ${irNumbers} (tenant, ir_id, last)
        SELECT r.tenant, r.ir_id, max(r.revision) FROM ir_revisions r
        WHERE r.ir_id IN (SELECT ir_id FROM ir_revisions WHERE run_id = ${run_id}) GROUP BY r.tenant, r.ir_id
        ON CONFLICT (tenant, ir_id) DO UPDATE SET last = max(last, excluded.last)`,
      d1.delete(irOrigins).where(eq(irOrigins.run_id, run_id)),
      sql`UPDATE ir_revisions SET run_id = (${other}) WHERE run_id = ${run_id} AND (${other}) IS NOT NULL`,
      d1.delete(irRevisions).where(eq(irRevisions.run_id, run_id)),
      d1.delete(deadLetters).where(eq(deadLetters.run_id, run_id)),
      d1.delete(holeDecisions).where(eq(holeDecisions.run_id, run_id)),
      d1.delete(decidedRuns).where(eq(decidedRuns.run_id, run_id)),
      d1.delete(runs).where(eq(runs.id, run_id)),
    ]),
  );
}

export interface RunFilter {
  tenant: TenantId;
  graph?: string | undefined;
  status?: RunStatus | undefined;
  repo?: string | undefined;
  /** Exclusive, in milliseconds. */
  created_after?: number | undefined;
}

/**
 * Newest first, then by id.
 * @throws StoreUnavailable
 */
export async function listRuns(
  db: D1Database,
  filter: RunFilter,
  limit: number,
  after: Position | null,
): Promise<Page<RunRow>> {
  const conditions: (SQL | undefined)[] = [
    eq(runs.tenant, filter.tenant),
    filter.graph === undefined ? undefined : eq(runs.graph, filter.graph),
    filter.status === undefined ? undefined : eq(runs.status, filter.status),
    filter.repo === undefined ? undefined : eq(runs.repo, filter.repo),
    filter.created_after === undefined ? undefined : gt(runs.created_at, filter.created_after),
    after === null
      ? undefined
      : or(lt(runs.created_at, after[0]), and(eq(runs.created_at, after[0]), sql`${runs.id} < ${after[1]}`)),
  ];
  const rows = await reach(() =>
    drizzle(db)
      .select(shown)
      .from(runs)
      .where(and(...conditions))
      .orderBy(desc(runs.created_at), desc(runs.id))
      .limit(limit + 1),
  );
  return page(rows, limit, (row) => [row.created_at, row.id]);
}
