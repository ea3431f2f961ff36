/** A time at which the run must be looked at, by a deterministic key: writing it again moves it and never adds a second row. */
export interface WakeRow {
  key: string;
  at: number;
  why: string;
}

/**
 * The one schedule of a run. It is derived: `sync` makes it equal to what fold, outbox and projection say, so that a lost row comes back
 * with the next look at the run. One physical alarm stands at the earliest row.
 */
export class WakeTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  all(): WakeRow[] {
    return this.#sql
      .exec<{ key: string; at: number; why: string }>("SELECT key, at, why FROM wakes ORDER BY at, key")
      .toArray();
  }

  due(now: number): WakeRow[] {
    return this.all().filter((row) => row.at <= now);
  }

  next(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM wakes").one().at;
  }

  /** Writes only what changed. Call inside the transaction that changed it. */
  sync(wanted: readonly WakeRow[]): void {
    const have = new Map(this.all().map((row) => [row.key, row]));
    for (const row of wanted) {
      const old = have.get(row.key);
      have.delete(row.key);
      if (old?.at === row.at && old.why === row.why) continue;
      this.#sql.exec(
        "INSERT INTO wakes (key, at, why) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at, why = excluded.why",
        row.key,
        row.at,
        row.why,
      );
    }
    for (const key of have.keys()) this.#sql.exec("DELETE FROM wakes WHERE key = ?", key);
  }
}
