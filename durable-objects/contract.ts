import type { NodeWork } from "../queues/messages.ts";
import type { JournalEvent, NodeError } from "../src/graph/events.ts";
import type { NodeId } from "../src/graph/ids.ts";
import type { HoleCommand } from "../src/graphs/holes/decisions.ts";
import type { Asking, Contract } from "../src/graphs/holes/facts.ts";
import type { Outcome, RunId, RunRequest, RunStatus, TenantId } from "../src/graphs/run.ts";
import type { HoleAnswer } from "../src/holes/answer.ts";
import type { HoleId } from "../src/ir/ids.ts";
import type { Estimate, Reservation } from "../src/models/ledger.ts";
import type { Usage } from "../src/signatures/predictor.ts";
import type { WebhookEventType } from "../src/webhooks/event-types.ts";
import type { Delivery } from "./deliveries.ts";

/**
 * What the Durable Object of a run answers over RPC. Times are milliseconds since the epoch; the API turns them into RFC 3339.
 * Failures that a caller can cause come back as data, since an exception loses its type on the way through RPC.
 */
export interface RunObjectRpc {
  /** Idempotent: a second call with the same request hash returns the run as it is; with another hash, `conflict`. */
  create(command: CreateRun): Promise<{ status: "created" | "exists"; run: RunSnapshot } | { status: "conflict" }>;
  /** Null when there is no such run for this tenant. With `known_revision` and `wait_ms` it answers at a newer revision or after that long. */
  read(query: ReadQuery): Promise<RunSnapshot | null>;
  /** The revision alone, without building the outcome: for a poll that ends in 304. */
  peek(query: { tenant: TenantId }): Promise<Pick<RunSnapshot, "revision" | "status" | "created_at"> | null>;
  /** `terminal` is true when the run has ended and these are its last events. With `wait_ms` it waits that long for one after `after`. */
  events(query: {
    tenant: TenantId;
    after: number;
    limit: number;
    wait_ms?: number;
  }): Promise<{ events: JournalEvent[]; terminal: boolean } | null>;
  graph(query: { tenant: TenantId }): Promise<GraphView | null>;
  cancel(command: { tenant: TenantId; by: string }): Promise<RunSnapshot | null>;
  /**
   * A person's answer to an open wait, under the token of its `wait_opened` event. Repeating an accepted answer is discarded as a
   * `duplicate`; null when there is no such run for this tenant.
   */
  answer(command: { tenant: TenantId } & WaitAnswer): Promise<WaitAnswered | null>;
  /** `not_failed` when the run is not failed or when its graph version is no longer there. */
  retry(command: {
    tenant: TenantId;
    by: string;
  }): Promise<{ status: "retried"; run: RunSnapshot } | { status: "not_failed"; run: RunSnapshot } | null>;
  /** The stored request and the values nodes before `from` produced, to seed a linked run. */
  seed(query: { tenant: TenantId; from: string; without?: HoleId[] }): Promise<SeedAnswer | null>;
  /** Really deletes journal, blobs, cache entries made by the run and its projections. False when there was nothing. */
  remove(command: { tenant: TenantId }): Promise<boolean>;
  /**
   * A consumer takes a dispatched attempt and gets its inputs. The same `claimant` (random per handling of a message) may ask again after a
   * lost answer; any other claim of a claimed lease is a duplicate.
   */
  claim(work: NodeWork, claimant: string): Promise<ClaimAnswer>;
  /**
   * A consumer reports the outcome of a claimed attempt. Late, duplicate and stale reports are discarded and journaled. With `continue_as` the
   * answer may hand over the run's next attempt, already claimed by that claimant, which saves a round trip through the queue; a report
   * repeated after a lost answer gets the same one again.
   */
  report(report: NodeReport): Promise<ReportAnswer>;
  /** Holds the most that a request to a model can cost, or names the limit of the run's budget that it would exceed. Safe to repeat under one `id`. */
  reserve(command: { id: string; estimate: Estimate }): Promise<Reservation>;
  /** Books what the request really used; null books the estimate. Settling twice, or an unknown id, changes nothing. */
  settle(command: { id: string; usage: Usage | null }): Promise<void>;
  /** Everything that an answer to a hole is judged by, as of one moment. With `key` also what was accepted under that Idempotency-Key. Null when there is no such run for this tenant. */
  holes(query: { tenant: TenantId; key?: string }): Promise<HoleView | null>;
  /** Keeps commands for a run that does not wait; all or none. Null when there is no such run for this tenant. */
  keep(command: KeepCommands): Promise<KeptAnswer | null>;
  /** What was told to the run's webhook, and what is still to be, in the order of the journal. */
  deliveries(query: { tenant: TenantId; after: number; limit: number }): Promise<DeliveriesView | null>;
  /** Watchdog and dead-letter consumer: look at the run now. Answers whether it still has a wake. */
  poke(
    reason: { why: "watchdog" } | { why: "dead_lettered"; work: NodeWork },
  ): Promise<{ status: RunStatus | "absent" }>;
}

export interface OpenWait {
  node: NodeId;
  token: string;
  since: number;
  timeout_at: number;
}

/** A contract with what decides about it. */
export interface HoleContract extends Contract {
  asking: Asking;
  /** The request in words; null where there is none. */
  text: string | null;
}

export interface HoleView {
  run: RunSnapshot;
  /** The wait that is open; null while the run is at work or has ended. */
  wait: OpenWait | null;
  /** Whether the run asks anybody, now or later. */
  asks: boolean;
  /** Null while the run has no contract, and for runs that ask nobody. */
  contract: HoleContract | null;
  kept: HoleCommand[];
  /** SHA-256 (hex) of the body that was accepted under the key; null when none was. */
  request: string | null;
}

export interface KeepCommands {
  tenant: TenantId;
  commands: HoleCommand[];
  /** The client's Idempotency-Key and the hash of the body that it came with. */
  request?: { key: string; hash: string };
}

export type KeptAnswer =
  | { status: "kept" }
  /** The run waits by now, and takes answers to its wait alone. */
  | { status: "waits" }
  | { status: "over" }
  /** Something else was kept for the same hole. */
  | { status: "conflict"; standing: HoleAnswer }
  | { status: "full" };

export interface WaitAnswer {
  node: NodeId;
  token: string;
  /** Must be JSON and pass the schema of the channel that the wait writes. */
  value: unknown;
  /** The client's Idempotency-Key and the hash of the body that it came with; noted with the answer. */
  request?: { key: string; hash: string };
}

export type WaitAnswered =
  | { status: "accepted" }
  /** The answer came too late, twice, or to a wait that is not open; `reason` is the kernel's. */
  | { status: "discarded"; reason: string }
  | { status: "invalid"; issues: { pointer: string; message: string }[] };

/** Without `until` or with `change` any newer revision ends the wait; with `rest` only a run that has ended or waits for a person. */
export interface ReadQuery {
  tenant: TenantId;
  known_revision?: number;
  wait_ms?: number;
  until?: "change" | "rest";
}

/** `unknown_node` lists the nodes that there are; the others are about `without`: `too_late` names the node before which answers can be given. */
export type SeedAnswer =
  | { status: "ok"; request: RunRequest; seed: RunSeed }
  | { status: "unknown_node"; nodes: string[] }
  | { status: "asks_nobody" }
  | { status: "unknown_hole" }
  | { status: "too_late"; asking: string };

export interface RunSeed {
  rerun_of: RunId;
  /** JSON texts, each once. */
  values: string[];
  /** Nodes whose recorded outcome is reused; by channel the place of the value that the node wrote. */
  nodes: { node: string; choice: string | null; writes: Record<string, number> }[];
  /** Answers that the new run is given before it asks, in their order. */
  answers?: HoleCommand[];
  /** Holes that the new run waits for, whatever their priority and its policy. */
  reopened?: HoleId[];
}

export interface CreateRun {
  id: RunId;
  tenant: TenantId;
  request: RunRequest;
  /** SHA-256 (hex) of the canonical request. */
  request_hash: string;
  /** Who asks, for a request with a webhook: the origin under which the API was called, and whether that is an open server on loopback. */
  caller?: { origin: string; local: boolean };
  seed?: RunSeed;
}

export interface RunSnapshot {
  id: RunId;
  tenant: TenantId;
  graph: string;
  graph_version: string;
  status: RunStatus;
  canceling: boolean;
  /** Grows with every change a client can see: the journal's last sequence number, plus one for each change that no event records. */
  revision: number;
  created_at: number;
  updated_at: number;
  finished_at: number | null;
  deadline_at: number;
  tags: string[];
  rerun_of: RunId | null;
  waiting_for: { what: string; since: number; wakes: string } | null;
  progress: { done: number; total: number };
  outcome: Outcome | null;
  usage: {
    llm_calls: number;
    input_tokens: number;
    output_tokens: number;
    micro_usd: number;
    cache_hits: number;
    cache_misses: number;
  };
  error: {
    code: string;
    message: string;
    node: string | null;
    retryable: boolean;
    details: { pointer: string | null; line: number | null; column: number | null; detail: string }[];
  } | null;
}

export interface DeliveriesView {
  /** Null for a run without a webhook. The endpoint's path may be a secret and is not shown. */
  webhook: { origin: string; events: WebhookEventType[]; disabled: boolean } | null;
  deliveries: Delivery[];
}

export interface GraphView {
  id: string;
  version: string;
  nodes: {
    id: string;
    kind: string;
    mode: string | null;
    state: string;
    iteration: number;
    attempts: number;
    started_at: number | null;
    finished_at: number | null;
    cache: string | null;
    error: string | null;
  }[];
  edges: { from: string; to: string; label: string | null }[];
  mermaid: string;
}

export type ClaimAnswer =
  | {
      status: "claimed";
      graph: string;
      graph_version: string;
      tenant: TenantId;
      inputs: Record<string, string>;
      cache_key: string | null;
      lease_until: number;
      deadline_at: number;
    }
  | { status: "discarded"; reason: string };

export interface ReportAnswer {
  accepted: boolean;
  next: { work: NodeWork; claim: ClaimAnswer & { status: "claimed" } } | null;
}

export interface NodeReport {
  work: NodeWork;
  /** Random, once per report: a claimant that would go on with the next attempt. */
  continue_as?: string;
  outcome:
    | { ok: true; writes: Record<string, string>; cache: "hit" | "miss" | "none"; choice: string | null }
    | { ok: false; error: NodeError };
}
