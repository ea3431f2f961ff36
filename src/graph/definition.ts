import type { z } from "zod";
import type { ChannelId, NodeId } from "./ids.ts";

/** Times are milliseconds. `attempts` counts the first one. The delay before attempt n+1 is drawn from [d/2, d], d = min(max, base * factor^(n-1)). */
export interface RetryPolicy {
  attempts: number;
  base_ms: number;
  factor: number;
  max_ms: number;
}

/** When a join lets the run go on. Branches still running when it fires early are cancelled and their results discarded. */
export type JoinPolicy =
  | { policy: "all" }
  | { policy: "first_success" }
  | { policy: "quorum"; count: number }
  | { policy: "collect_errors" }
  /**
   * Fires as soon as one branch comes by an edge labelled `label`, or else when every branch is settled. Branches that come by an edge labelled `idle` had nothing to do and do not
   * count; the join fails when every other one has failed.
   */
  | { policy: "until"; label: string; idle: string };

export type GraphNode =
  | {
      kind: "task";
      id: NodeId;
      /** Version of the handler's meaning; part of the cache key. */
      version: string;
      /** `inline` runs inside the coordinator and must be pure and quick; `queued` goes through the queue. */
      mode: "inline" | "queued";
      reads: readonly ChannelId[];
      /** Read when they have a value; absent from the inputs otherwise. */
      optional_reads?: readonly ChannelId[];
      writes: readonly ChannelId[];
      /** A run may end here: the node has no way on. */
      final?: true;
      /** A claimed attempt that has not reported after this long is given up. */
      lease_ms: number;
      retry: RetryPolicy;
      /** True when equal inputs give equal outputs, so that a result may be reused by content hash. */
      cacheable: boolean;
    }
  /** Chooses one of its outgoing edges by label; its handler is pure and its choice is journaled. */
  | {
      kind: "decision";
      id: NodeId;
      version: string;
      reads: readonly ChannelId[];
      optional_reads?: readonly ChannelId[];
      choices: readonly string[];
    }
  /**
   * Waits for an answer from outside, which is written to `writes`. On timeout the edge labelled `timeout` is taken. One that `collects` takes what the shell has kept for the run and does not wait for more: the shell
   * answers it, or lets it time out, in the commit that opens it.
   */
  | { kind: "wait"; id: NodeId; reads: readonly ChannelId[]; writes: ChannelId; timeout_ms: number; collects?: true }
  | { kind: "join"; id: NodeId; join: JoinPolicy; final?: true };

/**
 * `label` is set on edges that leave a decision (a choice), on a wait's `timeout` edge and on `exhausted` edges. Two or more edges with
 * the same label, or two or more without one, leave a node together: a fork. `loop` marks a back edge; when it was taken `max` times
 * since its loop was entered, the `exhausted` edge of the same node is taken.
 */
export interface GraphEdge {
  from: NodeId;
  to: NodeId;
  label?: string;
  loop?: { max: number };
}

/** A built graph: flat (subgraphs are expanded), checked, immutable. Data only; handlers are bound beside it. */
export interface Graph {
  readonly id: string;
  readonly version: string;
  readonly channels: Readonly<Record<string, z.ZodType>>;
  /** Channels given when the run is created. */
  readonly input: readonly ChannelId[];
  /** Channels that make up the outcome, also of a run that fails half-way. */
  readonly output: readonly ChannelId[];
  readonly start: NodeId;
  readonly nodes: ReadonlyMap<NodeId, GraphNode>;
  readonly edges: readonly GraphEdge[];
}
