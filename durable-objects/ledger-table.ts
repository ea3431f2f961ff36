import { z } from "zod";
import {
  type Estimate,
  type LedgerState,
  type Limits,
  openLedger,
  type Reservation,
  reserve,
  settle,
} from "../src/models/ledger.ts";
import { Usage } from "../src/signatures/predictor.ts";

/** What model calls of a run have used, for a client. Tokens that were read from or written to a provider's cache count as input. */
export interface UsageSum {
  llm_calls: number;
  input_tokens: number;
  output_tokens: number;
  micro_usd: number;
}

const StoredEstimate = z.object({ calls: z.int(), tokens: z.int(), micro_usd: z.int().nullable() });
const NO_LIMITS: Limits = { calls: null, tokens: null, micro_usd: null };

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  estimate: string;
  usage: string | null;
  settled_at: number | null;
}

/**
 * The account of a run's budget: one row for each request to a model, written before the request is made and settled after it. A request is counted once, however often the node's body that makes requests
 * is repeated: a repeated body makes requests of its own, each with its own row. One that is never settled, because its consumer died, stays held at its estimate.
 */
export class LedgerTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Safe to repeat under one id. */
  reserve(id: string, estimate: Estimate, limits: Limits, now: number): Reservation {
    const rows = this.#rows();
    if (rows.some((row) => row.id === id)) return { ok: true, id };
    const [, reservation] = reserve({ ...this.#state(rows), limits }, id, estimate);
    if (reservation.ok) {
      this.#sql.exec(
        "INSERT INTO ledger (id, at, estimate, usage, settled_at) VALUES (?, ?, ?, NULL, NULL)",
        id,
        now,
        JSON.stringify(estimate),
      );
    }
    return reservation;
  }

  /** Whether anything changed: settling twice, or an unknown id, changes nothing. */
  settle(id: string, usage: Usage | null, now: number): boolean {
    const text = usage === null ? null : JSON.stringify(usage);
    const cursor = this.#sql.exec(
      "UPDATE ledger SET usage = ?, settled_at = ? WHERE id = ? AND settled_at IS NULL",
      text,
      now,
      id,
    );
    return cursor.rowsWritten > 0;
  }

  usage(): UsageSum {
    const rows = this.#rows();
    const { spent } = this.#state(rows);
    const sum: UsageSum = { llm_calls: spent.calls, input_tokens: 0, output_tokens: 0, micro_usd: spent.micro_usd };
    for (const { usage } of rows) {
      if (usage === null) continue;
      const used = Usage.parse(JSON.parse(usage));
      sum.input_tokens += used.input_tokens + used.cache_read_tokens + used.cache_write_tokens;
      sum.output_tokens += used.output_tokens;
    }
    return sum;
  }

  #rows(): Row[] {
    return this.#sql.exec<Row>("SELECT id, estimate, usage, settled_at FROM ledger ORDER BY at, id").toArray();
  }

  #state(rows: readonly Row[]): LedgerState {
    let state = openLedger(NO_LIMITS);
    for (const { id, estimate, usage, settled_at } of rows) {
      [state] = reserve(state, id, StoredEstimate.parse(JSON.parse(estimate)));
      if (settled_at !== null) state = settle(state, id, usage === null ? null : Usage.parse(JSON.parse(usage)));
    }
    return state;
  }
}
