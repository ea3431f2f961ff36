import { backoff } from "./backoff.ts";

/** `run` brings the run's row to D1, `irs` its IR revisions, `decisions` what people decided about suggestions. */
export type ProjectionName = "run" | "irs" | "decisions";

export interface Projection {
  /** Last revision (`run`) or journal sequence number (`irs`, `decisions`) that arrived. */
  cursor: number;
  tries: number;
  /** When to try next; null when nothing is left to do. */
  due_at: number | null;
}

/** How far D1 has followed. What is due survives a crash; writing to D1 again is harmless. */
export class Projections {
  readonly #sql: SqlStorage;
  /** Rows as this instance last read or wrote them. */
  readonly #rows = new Map<ProjectionName, Projection>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#rows.clear();
  }

  get(name: ProjectionName): Projection {
    const known = this.#rows.get(name) ?? this.#read(name);
    this.#rows.set(name, known);
    return known;
  }

  #read(name: ProjectionName): Projection {
    const rows = this.#sql.exec<{ cursor: number; tries: number; due_at: number | null }>(
      "SELECT cursor, tries, due_at FROM projections WHERE name = ?",
      name,
    );
    return rows.toArray()[0] ?? { cursor: 0, tries: 0, due_at: null };
  }

  /** Asks for a try at `at` or earlier; never later than one already asked for. */
  request(name: ProjectionName, at: number): void {
    const { due_at } = this.get(name);
    if (due_at !== null && due_at <= at) return;
    this.#rows.delete(name);
    this.#sql.exec(
      `INSERT INTO projections (name, cursor, tries, due_at, last_error) VALUES (?, 0, 0, ?, NULL)
       ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at`,
      name,
      at,
    );
  }

  /** `more` is when to look again, because the run moved on meanwhile; null when it did not. */
  arrived(name: ProjectionName, cursor: number, more: number | null): void {
    this.#rows.delete(name);
    this.#sql.exec(
      "UPDATE projections SET cursor = ?, tries = 0, due_at = ?, last_error = NULL WHERE name = ?",
      cursor,
      more,
      name,
    );
  }

  failed(name: ProjectionName, now: number, error: string, random: () => number): void {
    const { tries } = this.get(name);
    this.#rows.delete(name);
    const due = now + backoff(tries, { base_ms: 2_000, max_ms: 300_000 }, random);
    this.#sql.exec(
      "UPDATE projections SET tries = tries + 1, due_at = ?, last_error = ? WHERE name = ?",
      due,
      error.slice(0, 500),
      name,
    );
  }

  nextDue(): number | null {
    const due = (["run", "irs", "decisions"] as const).map((name) => this.get(name).due_at).filter((at) => at !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  /** Revision numbers that the history gave to this run's IRs. */
  receipts(): Map<string, number> {
    const rows = this.#sql.exec<{ ir_id: string; revision: number }>("SELECT ir_id, revision FROM ir_receipts");
    return new Map(rows.toArray().map((row) => [row.ir_id, row.revision]));
  }

  addReceipt(ir_id: string, revision: number, at: number): void {
    this.#sql.exec(
      `INSERT INTO ir_receipts (ir_id, revision, at) VALUES (?, ?, ?)
       ON CONFLICT (ir_id) DO UPDATE SET revision = excluded.revision`,
      ir_id,
      revision,
      at,
    );
  }
}
