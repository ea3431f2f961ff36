import { desc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { reach } from "./failure.ts";
import { deadLetters } from "./schema.ts";

/** A message that no consumer could handle. `body` is its JSON text; `run_id` and `node` are null when the message does not say. */
export type DeadLetter = typeof deadLetters.$inferSelect;

const BODY_CHARACTERS = 10_000;

/**
 * Keeps a message for people to look at. The same message of the same queue is kept once.
 * @throws StoreUnavailable
 */
export async function recordDeadLetter(db: D1Database, letter: DeadLetter): Promise<void> {
  await reach(() =>
    drizzle(db)
      .insert(deadLetters)
      .values({ ...letter, body: letter.body.slice(0, BODY_CHARACTERS) })
      .onConflictDoNothing(),
  );
}

/**
 * The messages that speak of a run, newest first.
 * @throws StoreUnavailable
 */
export function deadLettersOf(db: D1Database, run_id: string): Promise<DeadLetter[]> {
  return reach(() =>
    drizzle(db)
      .select()
      .from(deadLetters)
      .where(eq(deadLetters.run_id, run_id))
      .orderBy(desc(deadLetters.at))
      .limit(100),
  );
}
