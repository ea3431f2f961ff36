import type { NodeError, ReminderRule, ValueRef } from "./events.ts";
import type { ChannelId, Lease, NodeId } from "./ids.ts";

export type RunStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "canceled" | "expired";

/** What one node is doing in its current iteration. `idle` has not been reached. */
export type NodeState = {
  iteration: number;
  /** Dispatches of this iteration so far, which number the attempts; a resend is not a dispatch. */
  attempts: number;
  /** Failed attempts of this iteration that count against the retry policy; starts again when the run is retried. */
  burned: number;
} & (
  | { status: "idle" }
  | { status: "ready" }
  | { status: "scheduled"; mode: "inline" | "queued"; lease: Lease; claim_by: number; resends: number; since: number }
  | { status: "claimed"; mode: "inline" | "queued"; lease: Lease; lease_until: number; since: number }
  | { status: "retrying"; retry_at: number; error: NodeError; since: number }
  | {
      status: "open";
      token: string;
      timeout_at: number;
      since: number;
      /** Times at which somebody is to be reminded, ascending; the first `reminded` of them are over. */
      remind_at: readonly number[];
      reminded: number;
    }
  | { status: "succeeded"; choice: string | null; cache: "hit" | "miss" | "none"; at: number }
  | { status: "failed"; error: NodeError; at: number }
  | { status: "skipped" }
  | { status: "canceled"; at: number }
);

/** The pure fold of a journal. */
export interface RunState {
  seq: number;
  status: RunStatus;
  canceling: boolean;
  graph: string;
  graph_version: string;
  created_at: number;
  /** Time of the last event: `progress_at` of the watchdog. */
  updated_at: number;
  finished_at: number | null;
  deadline_at: number;
  /** The longest that any wait lasts; null where the waits say it alone. */
  answer_ms: number | null;
  reminders: readonly ReminderRule[];
  nodes: Map<NodeId, NodeState>;
  values: Map<ChannelId, ValueRef>;
  /** Times each loop edge was taken since its loop was entered, by `from->to`. */
  loops: Map<string, number>;
  /** Dispatches of all nodes over the whole run, never reset. */
  dispatches: number;
  /** Results that were discarded; past a cap they are no longer journaled. */
  discarded: number;
  /** Strikes by error class that no progress clears, by `class:node`. */
  strikes: Map<string, number>;
  cache_hits: number;
  cache_misses: number;
  error: { node: NodeId | null; error: NodeError } | null;
}

/** What may happen to a run. The core answers each with the events to append. */
export type Stimulus =
  | { type: "start" }
  | { type: "claim"; node: NodeId; iteration: number; attempt: number; lease: Lease }
  | {
      type: "result";
      node: NodeId;
      iteration: number;
      attempt: number;
      lease: Lease;
      outcome:
        | {
            ok: true;
            writes: Record<ChannelId, ValueRef>;
            cache: "hit" | "miss" | "none";
            cache_key: string | null;
            choice: string | null;
          }
        | { ok: false; error: NodeError };
    }
  | { type: "answer"; node: NodeId; token: string; writes: Record<ChannelId, ValueRef> }
  | { type: "cancel"; by: string }
  | { type: "retry"; by: string; deadline_at: number }
  /** Time has passed: leases, retries, waits and the deadline are looked at. */
  | { type: "tick" };

/** What a run needs next, computed from the fold alone. */
export type Command =
  | { type: "dispatch"; node: NodeId; iteration: number; attempt: number; mode: "inline" | "queued" }
  | { type: "resend"; node: NodeId; iteration: number; attempt: number; lease: Lease }
  | { type: "give_up_attempt"; node: NodeId; iteration: number; attempt: number; lease: Lease }
  | { type: "fire_join"; node: NodeId; iteration: number; cancel: NodeId[] }
  | { type: "fail_join"; node: NodeId; iteration: number; cancel: NodeId[]; cause: NodeId; error: NodeError }
  | { type: "take_loop"; from: NodeId; to: NodeId; iteration: number }
  | { type: "open_wait"; node: NodeId; iteration: number }
  | { type: "time_out_wait"; node: NodeId; iteration: number; token: string }
  | { type: "remind_wait"; node: NodeId; iteration: number; token: string; reminder: number }
  | { type: "finish"; status: "succeeded" | "canceled" | "expired" }
  | { type: "fail"; node: NodeId | null; error: NodeError };

/** A time at which the run must be looked at again. The key is deterministic, so that an upsert never adds a second row. */
export interface Wake {
  key: string;
  at: number;
  why: "start" | "claim" | "lease" | "retry" | "wait" | "remind" | "deadline";
}

/** Everything the pure core may not know by itself. */
export interface Entropy {
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** A fresh unguessable token. */
  token: () => string;
}
