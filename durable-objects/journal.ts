import { JournalEvent, type NodeError } from "../src/graph/events.ts";

/** Rows stay under this by our own rule; values live in blobs, so that only error details can be long. */
export const EVENT_BYTES = 1_000_000;
/** The append-only journal: `seq` is dense from 1, `at` never goes back. */
export class Journal {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Call only inside the transaction that writes what the events refer to. */
  append(events: readonly JournalEvent[]): void {
    for (const event of events) {
      const data = JSON.stringify(event);
      if (data.length * 3 > EVENT_BYTES && new TextEncoder().encode(data).length > EVENT_BYTES) {
        throw new Error(`event ${event.seq} (${event.type}) is larger than ${EVENT_BYTES} bytes`);
      }
      const node = "node" in event ? event.node : null;
      this.#sql.exec(
        "INSERT INTO events (seq, at, type, node, data) VALUES (?, ?, ?, ?, ?)",
        event.seq,
        event.at,
        event.type,
        node,
        data,
      );
    }
  }

  /** Events after `seq`, in order, as they were written. */
  after(seq: number, limit: number): JournalEvent[] {
    const rows = this.#sql.exec<{ data: string }>(
      "SELECT data FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
      seq,
      limit,
    );
    return rows.toArray().map((row) => JournalEvent.parse(JSON.parse(row.data)));
  }

  all(): JournalEvent[] {
    return this.after(0, Number.MAX_SAFE_INTEGER);
  }

  lastSeq(): number {
    return this.#sql.exec<{ seq: number }>("SELECT coalesce(max(seq), 0) AS seq FROM events").one().seq;
  }
}

const DETAILS = 100;
const DETAIL_CHARACTERS = 2_000;

/** Cuts an error to what a row may hold and says what was cut. */
export function boundError(error: NodeError): NodeError {
  const cut = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
  const details = error.details
    .slice(0, DETAILS)
    .map((detail) => ({ ...detail, detail: cut(detail.detail, DETAIL_CHARACTERS) }));
  const left = error.details.length - details.length;
  if (left > 0) details.push({ pointer: null, line: null, column: null, detail: `${left} more were left out` });
  return { ...error, code: cut(error.code, 80), message: cut(error.message, 2000), details };
}
