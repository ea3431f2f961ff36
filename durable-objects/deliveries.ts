import type { WebhookEventType } from "../src/webhooks/event-types.ts";
import type { AfterAttempt, AttemptResult } from "../src/webhooks/schedule.ts";

/** `failed`: every attempt was made, or none may be. `disabled`: the endpoint said that it is gone. */
export type DeliveryStatus = "pending" | "delivered" | "failed" | "disabled";

/** An event on its way to the run's webhook. Times are milliseconds since the epoch. */
export interface Delivery {
  id: string;
  /** The event in the journal that it tells of. */
  seq: number;
  type: WebhookEventType;
  created_at: number;
  status: DeliveryStatus;
  /** Those that were begun, one that is under way included. */
  attempts: number;
  last_attempt_at: number | null;
  /** HTTP status of the last attempt; null when there was no answer, or none yet. */
  last_status: number | null;
  last_error: string | null;
  /** When to try next; null when nothing is left to do. */
  due_at: number | null;
}

/** What is sent in every attempt, byte for byte. */
export interface Parcel {
  id: string;
  body: string;
  /** The number of the attempt, from 1. */
  attempt: number;
}

const COLUMNS = "id, seq, type, created_at, status, attempts, last_attempt_at, last_status, last_error, due_at";

/**
 * Events for the run's webhook, written in the transaction that journals them. A row is pending until it was delivered or given up; an attempt is counted before it is made, so that one whose object dies is made again
 * and none goes on for ever.
 */
export class Deliveries {
  readonly #sql: SqlStorage;
  /** When the earliest pending row is due, as this instance last read it; undefined when not read yet. */
  #next: number | null | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#next = undefined;
  }

  /** Safe to repeat. An event for an endpoint that is gone is kept as `disabled`, for whoever asks. */
  add(event: { id: string; seq: number; type: WebhookEventType; body: string }, now: number): void {
    this.#next = undefined;
    const disabled = this.disabled();
    this.#sql.exec(
      `INSERT INTO deliveries (id, seq, type, body, created_at, status, attempts, due_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)
       ON CONFLICT (id) DO NOTHING`,
      event.id,
      event.seq,
      event.type,
      event.body,
      now,
      disabled ? "disabled" : "pending",
      disabled ? null : now,
    );
  }

  /** Takes due events for an attempt each; should nobody say how it went, they are due again at `again_at`. */
  take(now: number, most: number, again_at: number): Parcel[] {
    this.#next = undefined;
    return this.#sql
      .exec<{ id: string; body: string; attempt: number }>(
        `UPDATE deliveries SET attempts = attempts + 1, last_attempt_at = ?, due_at = ?, last_status = NULL, last_error = NULL
         WHERE id IN (SELECT id FROM deliveries WHERE status = 'pending' AND due_at <= ? ORDER BY due_at, seq LIMIT ?)
         RETURNING id, body, attempts AS attempt`,
        now,
        again_at,
        now,
        most,
      )
      .toArray();
  }

  /** What an attempt came to. That of an attempt which another has followed says nothing, unless the event arrived. */
  settle({ id, attempt }: Parcel, result: AttemptResult, after: AfterAttempt): void {
    this.#next = undefined;
    const [status, error] =
      result.kind === "response" ? [result.status, errorOf(result.status)] : [null, result.error.slice(0, 500)];
    this.#sql.exec(
      `UPDATE deliveries SET status = ?, due_at = ?, last_status = ?, last_error = ?
       WHERE id = ? AND status = 'pending' AND (attempts = ? OR ? = 'delivered')`,
      after.status,
      after.status === "pending" ? after.due_at : null,
      status,
      error,
      id,
      attempt,
      after.status,
    );
    if (after.status === "disabled") {
      this.#sql.exec("UPDATE deliveries SET status = 'disabled', due_at = NULL WHERE status = 'pending'");
    }
  }

  nextDue(): number | null {
    if (this.#next === undefined) {
      const { due } = this.#sql
        .exec<{ due: number | null }>("SELECT min(due_at) AS due FROM deliveries WHERE status = 'pending'")
        .one();
      this.#next = due;
    }
    return this.#next;
  }

  /** Whether the endpoint has said that it is gone. */
  disabled(): boolean {
    return this.#sql.exec("SELECT 1 FROM deliveries WHERE status = 'disabled' LIMIT 1").toArray().length > 0;
  }

  /** Those of events after `seq`, in the order of the journal. */
  after(seq: number, limit: number): Delivery[] {
    return this.#sql
      .exec<Delivery & Record<string, SqlStorageValue>>(
        `SELECT ${COLUMNS} FROM deliveries WHERE seq > ? ORDER BY seq LIMIT ?`,
        seq,
        limit,
      )
      .toArray();
  }
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return "the endpoint redirects, and redirects are not followed";
  return `the endpoint answered ${status}`;
}
