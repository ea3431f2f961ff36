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
  /** The rows by key; null when not read yet. */
  #rows: Map<string, WakeRow> | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#rows = null;
  }

  due(now: number): WakeRow[] {
    return [...this.#known().values()].filter((row) => row.at <= now);
  }

  next(): number | null {
    const times = [...this.#known().values()].map((row) => row.at);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Writes only what changed. Call inside the transaction that changed it. */
  sync(wanted: readonly WakeRow[]): void {
    const known = this.#known();
    const gone = new Set(known.keys());
    for (const row of wanted) {
      const old = known.get(row.key);
      gone.delete(row.key);
      if (old?.at === row.at && old.why === row.why) continue;
      known.set(row.key, row);
      this.#sql.exec(
        "INSERT INTO wakes (key, at, why) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at, why = excluded.why",
        row.key,
        row.at,
        row.why,
      );
    }
    for (const key of gone) {
      known.delete(key);
      this.#sql.exec("DELETE FROM wakes WHERE key = ?", key);
    }
  }

  #known(): Map<string, WakeRow> {
    if (this.#rows === null) {
      const rows = this.#sql.exec<{ key: string; at: number; why: string }>("SELECT key, at, why FROM wakes").toArray();
      this.#rows = new Map(rows.map((row) => [row.key, row]));
    }
    return this.#rows;
  }
}
