import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { TenantId } from "../graphs/run.ts";
import { reach } from "./failure.ts";
import { apiKeys } from "./schema.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key counts as used at most once in this long, so that authentication does not write on every request. */
const LAST_USED_STEP_MS = 60_000;

/** @throws StoreUnavailable */
export async function insertKey(db: D1Database, row: ApiKeyRow): Promise<void> {
  await reach(() => drizzle(db).insert(apiKeys).values(row).onConflictDoNothing({ target: apiKeys.id }));
}

/**
 * The key with this hash, revoked ones too.
 * @throws StoreUnavailable
 */
export async function findKey(db: D1Database, hash: string): Promise<ApiKeyRow | null> {
  const rows = await reach(() => drizzle(db).select().from(apiKeys).where(eq(apiKeys.hash, hash)).limit(1));
  return rows[0] ?? null;
}

/**
 * Every key of a tenant, newest first, revoked ones too.
 * @throws StoreUnavailable
 */
export function listKeys(db: D1Database, tenant: TenantId): Promise<ApiKeyRow[]> {
  return reach(() =>
    drizzle(db)
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.tenant, tenant))
      .orderBy(desc(apiKeys.created_at), desc(apiKeys.id)),
  );
}

/**
 * Revokes a key for good; a second call keeps the first time. Answers its hash, null when there is no such key for this tenant.
 * @throws StoreUnavailable
 */
export async function revokeKey(db: D1Database, tenant: TenantId, id: string, at: number): Promise<string | null> {
  const d1 = drizzle(db);
  const mine = and(eq(apiKeys.tenant, tenant), eq(apiKeys.id, id));
  const [, rows] = await reach(() =>
    d1.batch([
      d1
        .update(apiKeys)
        .set({ revoked_at: at })
        .where(and(mine, isNull(apiKeys.revoked_at))),
      d1.select({ hash: apiKeys.hash }).from(apiKeys).where(mine),
    ]),
  );
  return rows[0]?.hash ?? null;
}

/** @throws StoreUnavailable */
export async function touchKey(db: D1Database, id: string, at: number): Promise<void> {
  await reach(() =>
    drizzle(db)
      .update(apiKeys)
      .set({ last_used_at: at })
      .where(
        and(eq(apiKeys.id, id), or(isNull(apiKeys.last_used_at), lt(apiKeys.last_used_at, at - LAST_USED_STEP_MS))),
      ),
  );
}
