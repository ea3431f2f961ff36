import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { TenantId } from "../graphs/run.ts";
import { type Page, type Position, page } from "./cursor.ts";
import { reach } from "./failure.ts";
import { irRevisions } from "./schema.ts";

export type IrRevisionRow = typeof irRevisions.$inferSelect;

/**
 * One revision of an IR, the newest when none is named; null when there is none for this tenant.
 * @throws StoreUnavailable
 */
export async function getIr(
  db: D1Database,
  tenant: TenantId,
  ir_id: string,
  revision?: number,
): Promise<IrRevisionRow | null> {
  const rows = await reach(() =>
    drizzle(db)
      .select()
      .from(irRevisions)
      .where(
        and(
          eq(irRevisions.tenant, tenant),
          eq(irRevisions.ir_id, ir_id),
          revision === undefined ? undefined : eq(irRevisions.revision, revision),
        ),
      )
      .orderBy(desc(irRevisions.revision))
      .limit(1),
  );
  return rows[0] ?? null;
}

/** A revision without its content. */
export type IrRevisionEntry = Omit<IrRevisionRow, "ir" | "code">;

const entry = {
  tenant: irRevisions.tenant,
  ir_id: irRevisions.ir_id,
  revision: irRevisions.revision,
  content_hash: irRevisions.content_hash,
  run_id: irRevisions.run_id,
  repo: irRevisions.repo,
  path: irRevisions.path,
  function: irRevisions.function,
  commit: irRevisions.commit,
  author: irRevisions.author,
  change_summary: irRevisions.change_summary,
  created_at: irRevisions.created_at,
};

/**
 * The history of one IR, newest first; `below` is an exclusive upper bound on the revision.
 * @throws StoreUnavailable
 */
export async function listRevisions(
  db: D1Database,
  tenant: TenantId,
  ir_id: string,
  limit: number,
  below: number | null,
): Promise<Page<IrRevisionEntry>> {
  const rows = await reach(() =>
    drizzle(db)
      .select(entry)
      .from(irRevisions)
      .where(
        and(
          eq(irRevisions.tenant, tenant),
          eq(irRevisions.ir_id, ir_id),
          below === null ? undefined : lt(irRevisions.revision, below),
        ),
      )
      .orderBy(desc(irRevisions.revision))
      .limit(limit + 1),
  );
  return page(rows, limit, (row) => [row.revision, row.ir_id]);
}

export interface IrFilter {
  tenant: TenantId;
  repo?: string | undefined;
  path?: string | undefined;
  function?: string | undefined;
}

/**
 * The newest revision of each IR that matches, the most recently changed first.
 * @throws StoreUnavailable
 */
export async function currentIr(
  db: D1Database,
  filter: IrFilter,
  limit: number,
  after: Position | null,
): Promise<Page<IrRevisionRow>> {
  const newer = sql`SELECT 1 FROM ir_revisions n
    WHERE n.tenant = ${irRevisions.tenant} AND n.ir_id = ${irRevisions.ir_id} AND n.revision > ${irRevisions.revision}`;
  const conditions: (SQL | undefined)[] = [
    eq(irRevisions.tenant, filter.tenant),
    filter.repo === undefined ? undefined : eq(irRevisions.repo, filter.repo),
    filter.path === undefined ? undefined : eq(irRevisions.path, filter.path),
    filter.function === undefined ? undefined : eq(irRevisions.function, filter.function),
    sql`NOT EXISTS (${newer})`,
    after === null
      ? undefined
      : or(
          lt(irRevisions.created_at, after[0]),
          and(eq(irRevisions.created_at, after[0]), sql`${irRevisions.ir_id} < ${after[1]}`),
        ),
  ];
  const rows = await reach(() =>
    drizzle(db)
      .select()
      .from(irRevisions)
      .where(and(...conditions))
      .orderBy(desc(irRevisions.created_at), desc(irRevisions.ir_id))
      .limit(limit + 1),
  );
  return page(rows, limit, (row) => [row.created_at, row.ir_id]);
}
