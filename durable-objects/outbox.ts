import { NodeWork } from "../queues/messages.ts";
import type { JournalEvent } from "../src/graph/events.ts";
import type { RunState } from "../src/graph/state.ts";
import type { RunId } from "../src/graphs/run.ts";
import { backoff } from "./backoff.ts";

/** A message that must reach the queue. */
export interface OutboxRow {
  key: string;
  work: NodeWork;
  tries: number;
}

/** Deterministic, so that a resend takes the place of the first message. */
const keyOf = (work: { node: string; iteration: number; attempt: number }) =>
  `${work.node}#${work.iteration}.${work.attempt}`;

/**
 * Messages to the queue, written in the transaction that schedules their nodes. A row is pending until the queue took it; it goes when
 * the node was claimed or the attempt is over. A message may be sent twice (a crash between send and mark); its lease makes that harmless.
 */
export class Outbox {
  readonly #sql: SqlStorage;
  /** Keys of the rows there are, so that an empty outbox costs no statement; null when not read yet. */
  #keys: Set<string> | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  forget(): void {
    this.#keys = null;
  }

  #known(): Set<string> {
    this.#keys ??= new Set(
      this.#sql
        .exec<{ key: string }>("SELECT key FROM outbox")
        .toArray()
        .map((row) => row.key),
    );
    return this.#keys;
  }

  /** Follows the journal: what was scheduled or must be sent again gets a row, what no longer waits for a claim loses it. */
  sync(run: RunId, events: readonly JournalEvent[], state: RunState): void {
    const waiting = new Set<string>();
    for (const [node, own] of state.nodes) {
      if (own.status !== "scheduled" || own.mode !== "queued" || state.canceling) continue;
      waiting.add(keyOf({ node, iteration: own.iteration, attempt: own.attempts }));
    }
    for (const event of events) {
      if (event.type !== "node_resent" && !(event.type === "node_scheduled" && event.mode === "queued")) continue;
      if (waiting.has(keyOf(event))) this.#put(run, event);
    }
    for (const key of this.#known()) {
      if (waiting.has(key)) continue;
      this.#sql.exec("DELETE FROM outbox WHERE key = ?", key);
      this.#known().delete(key);
    }
  }

  /** Rows to send now: those never tried, and those whose time to try again has come. */
  pending(now: number): OutboxRow[] {
    if (this.#known().size === 0) return [];
    const rows = this.#sql.exec<{ key: string; work: string; tries: number }>(
      "SELECT key, work, tries FROM outbox WHERE sent_at IS NULL AND (tries = 0 OR due_at <= ?) ORDER BY due_at, key",
      now,
    );
    return rows.toArray().map((row) => ({ ...row, work: NodeWork.parse(JSON.parse(row.work)) }));
  }

  isPending(key: string): boolean {
    return this.#sql.exec("SELECT 1 FROM outbox WHERE key = ? AND sent_at IS NULL", key).toArray().length > 0;
  }

  /** When the next unsent row should be looked at; null when all were sent. */
  nextDue(): number | null {
    if (this.#known().size === 0) return null;
    return this.#sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM outbox WHERE sent_at IS NULL").one().at;
  }

  markSent(keys: readonly string[], now: number): void {
    for (const key of keys) {
      if (!this.#known().has(key)) continue;
      this.#sql.exec("UPDATE outbox SET sent_at = ?, last_error = NULL WHERE key = ?", now, key);
    }
  }

  markFailed(keys: readonly string[], now: number, error: string, random: () => number): void {
    for (const key of keys) {
      const row = this.#sql.exec<{ tries: number }>("SELECT tries FROM outbox WHERE key = ?", key).toArray()[0];
      if (row === undefined) continue;
      const due = now + backoff(row.tries, { base_ms: 500, max_ms: 60_000 }, random);
      this.#sql.exec(
        "UPDATE outbox SET tries = tries + 1, due_at = ?, last_error = ? WHERE key = ?",
        due,
        error.slice(0, 500),
        key,
      );
    }
  }

  #put(run: RunId, event: Extract<JournalEvent, { type: "node_scheduled" | "node_resent" }>): void {
    const { node, iteration, attempt, lease } = event;
    const work: NodeWork = { v: 1, run, node, iteration, attempt, lease };
    this.#known().add(keyOf(work));
    this.#sql.exec(
      `INSERT INTO outbox (key, node, work, created_at, due_at, tries, sent_at, last_error) VALUES (?, ?, ?, ?, ?, 0, NULL, NULL)
       ON CONFLICT (key) DO UPDATE SET work = excluded.work, due_at = excluded.due_at, sent_at = NULL, tries = 0`,
      keyOf(work),
      node,
      JSON.stringify(work),
      event.at,
      event.at + SAFETY_NET_MS,
    );
  }
}

/** A message is sent right after the commit; the alarm looks this much later whether that happened. */
export const SAFETY_NET_MS = 1_000;
