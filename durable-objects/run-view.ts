import type { BoundGraph } from "../src/graph/bind.ts";
import type { ErrorClass } from "../src/graph/events.ts";
import type { RunState } from "../src/graph/state.ts";
import type { NodeContext } from "../src/graphs/context.ts";
import { Outcome } from "../src/graphs/run.ts";
import type { RunSnapshot } from "./contract.ts";
import type { RunMeta } from "./meta.ts";
import type { RunStorage } from "./run-storage.ts";
import { waitingFor } from "./waiting-for.ts";

/** A run as it is: what was fixed at its creation, its folded state, and its graph unless the code no longer has it. */
export interface LoadedRun {
  meta: RunMeta;
  bound: BoundGraph<NodeContext> | null;
  state: RunState;
}

/** The number that grows with every change a client can see. */
export function revisionOf(run: LoadedRun, storage: RunStorage): number {
  return run.state.seq + storage.meta.visibleChanges();
}

export function snapshotOf(run: LoadedRun, storage: RunStorage): RunSnapshot {
  const { meta, state } = run;
  return {
    id: meta.id,
    tenant: meta.tenant,
    graph: meta.graph,
    graph_version: meta.graph_version,
    status: state.status,
    canceling: state.canceling && state.finished_at === null,
    revision: revisionOf(run, storage),
    created_at: state.created_at,
    updated_at: state.updated_at,
    finished_at: state.finished_at,
    deadline_at: state.deadline_at,
    tags: meta.tags,
    rerun_of: meta.rerun_of,
    waiting_for: waitingFor(state, storage.wakes.next()),
    progress: progressOf(run),
    outcome: outcomeOf(run, storage),
    usage: {
      ...storage.ledger.usage(),
      cache_hits: state.cache_hits,
      cache_misses: state.cache_misses,
    },
    error: errorOf(state),
  };
}

/** Nodes that have nothing left to do, of all nodes. */
function progressOf({ state }: LoadedRun): { done: number; total: number } {
  const done = [...state.nodes.values()].filter((node) => node.status === "succeeded" || node.status === "skipped");
  return { done: done.length, total: state.nodes.size };
}

/** The output channels that have a value, also of a run that failed half-way; null while none has. */
function outcomeOf({ meta, bound, state }: LoadedRun, storage: RunStorage): Outcome | null {
  const channels = bound === null ? [...state.values.keys()] : bound.graph.output;
  const values: Record<string, unknown> = {};
  for (const channel of channels) {
    const ref = state.values.get(channel);
    if (ref === undefined || !(channel in Outcome.shape)) continue;
    const value: unknown = JSON.parse(storage.blobs.get(ref));
    // Without the graph nobody knows which channels were its output: one of the same name may hold something else.
    if (bound !== null || Outcome.partial().safeParse({ [channel]: value }).success) values[channel] = value;
  }
  if (Object.keys(values).length === 0) return null;
  // Each value was validated by its channel's schema before it was written; parsing it again would cost every read.
  const outcome = values as Outcome;
  if (outcome.irs === undefined) return outcome;
  const receipts = meta.repo === null ? null : storage.projections.receipts();
  return {
    ...outcome,
    irs: outcome.irs.map((item) => ({ ...item, revision: receipts === null ? 1 : (receipts.get(item.id) ?? null) })),
  };
}

const MAY_PASS: ReadonlySet<ErrorClass> = new Set([
  "retryable",
  "rate_limited",
  "timeout",
  "platform_transient",
  "canceled",
]);

function errorOf(state: RunState): RunSnapshot["error"] {
  if (state.status === "expired") {
    const message = "The run did not end before its deadline.";
    return { code: "deadline_exceeded", message, node: null, retryable: false, details: [] };
  }
  if (state.error === null) return null;
  const { node, error } = state.error;
  const { code, message, details } = error;
  return { code, message, node, retryable: MAY_PASS.has(error.class), details };
}
