import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { RunId } from "../graphs/run.ts";
import { reach } from "./failure.ts";
import { runs } from "./schema.ts";

export type StaleRun = Pick<typeof runs.$inferSelect, "id" | "tenant" | "status" | "progress_at" | "stuck">;

/**
 * Runs that have not ended and made no progress since `before`, the longest unchecked first. Taking a run marks it as checked at `before`,
 * so that runs which cannot be helped do not keep others from being looked at.
 * @throws StoreUnavailable
 */
export function findStale(db: D1Database, before: number, limit: number): Promise<StaleRun[]> {
  const due = sql`SELECT id FROM runs
    WHERE status IN ('queued', 'running', 'waiting') AND progress_at < ${before} AND (checked_at IS NULL OR checked_at < ${before})
    ORDER BY coalesce(checked_at, 0), progress_at LIMIT ${limit}`;
  return reach(() =>
    drizzle(db).update(runs).set({ checked_at: before }).where(sql`${runs.id} IN (${due})`).returning({
      id: runs.id,
      tenant: runs.tenant,
      status: runs.status,
      progress_at: runs.progress_at,
      stuck: runs.stuck,
    }),
  );
}

/**
 * Says in lists whether the watchdog could wake the run; the next projection of the run says it anew.
 * @throws StoreUnavailable
 */
export async function markStuck(db: D1Database, run: RunId, stuck: boolean): Promise<void> {
  await reach(() => drizzle(db).update(runs).set({ stuck }).where(eq(runs.id, run)));
}
