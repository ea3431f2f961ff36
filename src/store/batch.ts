import type { SQLWrapper } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";

/**
 * Runs statements as one D1 transaction: all of them or none. Drizzle's own `batch` cannot bind the parameters of raw statements on D1.
 * @returns the rows of each statement, in order.
 */
export async function batch(db: D1Database, statements: readonly SQLWrapper[]): Promise<unknown[][]> {
  const d1 = drizzle(db);
  const results = await db.batch(statements.map((statement) => prepare(db, d1.run(statement.getSQL()).getQuery())));
  return results.map((result) => result.results);
}

function prepare(db: D1Database, query: { sql: string; params: unknown[] }): D1PreparedStatement {
  return db.prepare(query.sql).bind(...query.params);
}
