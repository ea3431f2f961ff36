import { HoleCommand } from "../src/graphs/holes/decisions.ts";
import { holeOf, type Kept } from "../src/graphs/holes/kept.ts";

/** Most commands that one run keeps over its life, so that a run that never waits cannot be filled. */
const MOST_KEPT = 100;

/** Answers that came before the run waited for them. A row is there until a wait takes it, in the transaction in which it does. */
export class KeptCommands {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  all(): Kept[] {
    return this.#sql
      .exec<{ id: number; command: string }>("SELECT id, command FROM kept_commands WHERE taken_at IS NULL ORDER BY id")
      .toArray()
      .map(({ id, command }) => ({ id, command: HoleCommand.parse(JSON.parse(command)) }));
  }

  /** False when the run has kept as many as it may. */
  add(command: HoleCommand, now: number): boolean {
    const { rows } = this.#sql.exec<{ rows: number }>("SELECT COUNT(*) AS rows FROM kept_commands").one();
    if (rows >= MOST_KEPT) return false;
    this.plant(command, now);
    return true;
  }

  /** Keeps a command that the run begins with. */
  plant(command: HoleCommand, now: number): void {
    this.#sql.exec(
      "INSERT INTO kept_commands (hole, command, at) VALUES (?, ?, ?)",
      holeOf(command),
      JSON.stringify(command),
      now,
    );
  }

  take(ids: readonly number[], now: number): void {
    for (const id of ids) this.#sql.exec("UPDATE kept_commands SET taken_at = ? WHERE id = ?", now, id);
  }

  /** The request that was accepted under a client's key; null when there is none. */
  request(key: string): string | null {
    const rows = this.#sql.exec<{ hash: string }>("SELECT hash FROM answer_keys WHERE key = ?", key).toArray();
    return rows[0]?.hash ?? null;
  }

  noteRequest({ key, hash }: { key: string; hash: string }, now: number): void {
    this.#sql.exec(
      "INSERT INTO answer_keys (key, hash, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
      key,
      hash,
      now,
    );
  }
}
