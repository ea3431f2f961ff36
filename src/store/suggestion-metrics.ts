import { sql } from "drizzle-orm";
import { z } from "zod";
import type { TenantId } from "../graphs/run.ts";
import { Hole } from "../ir/ir.ts";
import { batch } from "./batch.ts";
import { reach } from "./failure.ts";

const Row = z.object({
  clause: Hole.shape.clause,
  kind: Hole.shape.kind,
  offered: z.int(),
  accepted: z.int(),
  own_values: z.int(),
  mean_rank: z.number().nullable(),
  first: z.int(),
  within_3: z.int(),
});
/** Counts of holes of one kind that people answered. */
export type SuggestionCounts = z.infer<typeof Row>;

/**
 * What became of the suggestions of a tenant's holes that were answered at `since` (milliseconds) or later, by kind.
 * @throws StoreUnavailable
 */
export async function suggestionCounts(db: D1Database, tenant: TenantId, since: number): Promise<SuggestionCounts[]> {
  const [rows] = await reach(() =>
    batch(db, [
      sql`
        SELECT clause, kind,
          coalesce(sum(shown > 0), 0) AS offered,
          count(taken) AS accepted,
          coalesce(sum(own), 0) AS own_values,
          avg(taken) AS mean_rank,
          coalesce(sum(taken = 1), 0) AS first,
          coalesce(sum(taken <= 3), 0) AS within_3
        FROM (
          SELECT clause, kind, sum(rank > 0) AS shown, max(rank = 0) AS own, max(CASE WHEN accepted AND rank > 0 THEN rank END) AS taken
          FROM hole_decisions WHERE tenant = ${tenant} AND at >= ${since} GROUP BY run_id, hole, clause, kind
        )
        GROUP BY clause, kind ORDER BY clause, kind`,
    ]),
  );
  return z.array(Row).parse(rows);
}
