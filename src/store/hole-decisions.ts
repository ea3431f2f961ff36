import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Learned } from "../graphs/holes/learned.ts";
import type { RunId, TenantId } from "../graphs/run.ts";
import type { Decision } from "../holes/suggest/history.ts";
import type { Hole } from "../ir/ir.ts";
import { batch } from "./batch.ts";
import { reach } from "./failure.ts";
import { holeDecisions } from "./schema.ts";

export interface DecidedRun {
  id: RunId;
  tenant: TenantId;
  created_at: number;
  /** Grows with what the run's journal says. */
  revision: number;
  learned: readonly Learned[];
}

/** Rows of one statement: a bound value may have 2 MB, and a row has at most 30 KB. */
const ROWS = 50;

/**
 * Puts a run's decisions in the place of those that are here, in one transaction: what was taken back goes. Idempotent. Ignored where a newer revision is here, and for a run that was deleted after it was created.
 * @throws StoreUnavailable
 */
export async function projectDecisions(db: D1Database, run: DecidedRun): Promise<void> {
  const isNewest = sql`EXISTS (SELECT 1 FROM decided_runs WHERE run_id = ${run.id} AND revision = ${run.revision})`;
  const chunks = Array.from({ length: Math.ceil(run.learned.length / ROWS) }, (_, index) =>
    run.learned.slice(index * ROWS, (index + 1) * ROWS),
  );
  await reach(() =>
    batch(db, [
      sql`
        INSERT INTO decided_runs (run_id, revision) SELECT ${run.id}, ${run.revision}
        WHERE NOT EXISTS (SELECT 1 FROM deleted_runs WHERE id = ${run.id} AND at >= ${run.created_at})
        ON CONFLICT (run_id) DO UPDATE SET revision = excluded.revision WHERE excluded.revision > decided_runs.revision`,
      sql`DELETE FROM hole_decisions WHERE run_id = ${run.id} AND ${isNewest}`,
      ...chunks.map(
        (rows) => sql`
          INSERT INTO hole_decisions (tenant, run_id, hole, rank, clause, kind, about, features, value, names, accepted, by, at)
          SELECT ${run.tenant}, ${run.id}, value ->> 'hole', coalesce(value ->> 'rank', 0), value ->> 'clause', value ->> 'kind', value ->> 'about',
            value -> 'features', value ->> 'value', value -> 'names', value ->> 'accepted', value ->> 'by', value ->> 'at'
          FROM json_each(${JSON.stringify(rows)}) WHERE ${isNewest}`,
      ),
    ]),
  );
}

/**
 * Changes with every decision of the tenant that comes or goes: times are those of the answers, in milliseconds.
 * @throws StoreUnavailable
 */
export async function markOfDecisions(db: D1Database, tenant: TenantId, timeout_ms?: number): Promise<string> {
  const { at } = holeDecisions;
  const [row] = await reach(
    () =>
      drizzle(db)
        .select({ mark: sql<string>`count(*) || ':' || coalesce(max(${at}), 0) || ':' || total(${at})` })
        .from(holeDecisions)
        .where(eq(holeDecisions.tenant, tenant)),
    timeout_ms,
  );
  return row?.mark ?? "";
}

/**
 * The newest decisions of a tenant on suggestions of one kind.
 * @throws StoreUnavailable
 */
export async function earlierDecisions(
  db: D1Database,
  tenant: TenantId,
  { clause, kind }: Pick<Hole, "clause" | "kind">,
  most: number,
  timeout_ms?: number,
): Promise<Decision[]> {
  const { run_id, hole, rank, about, features, value, names, accepted, at } = holeDecisions;
  return reach(
    () =>
      drizzle(db)
        .select({ clause: holeDecisions.clause, kind: holeDecisions.kind, about, features, value, names, accepted, at })
        .from(holeDecisions)
        .where(and(eq(holeDecisions.tenant, tenant), eq(holeDecisions.clause, clause), eq(holeDecisions.kind, kind)))
        .orderBy(desc(at), run_id, hole, rank)
        .limit(most),
    timeout_ms,
  );
}
