import type { JournalEvent, NodeError } from "../src/graph/events.ts";
import type { ChannelId } from "../src/graph/ids.ts";
import type { RunState } from "../src/graph/state.ts";

/** The code has no graph that fits the run's journal any more: its version is gone, or a node in it was renamed or removed. */
export function lostGraphError(detail: string): NodeError {
  return {
    class: "terminal",
    code: "graph_version_gone",
    message: detail.slice(0, 2000),
    retry_after_ms: null,
    details: [],
  };
}

/**
 * What can be read of a journal without its graph: status, times, values and the error. Nothing can be scheduled from it.
 * A run that has not ended gets a `run_failed` event with `lostGraphError`, so that it never hangs.
 */
export function foldWithoutGraph(events: readonly JournalEvent[]): RunState | null {
  const [first] = events;
  if (first?.type !== "run_created") return null;
  const state: RunState = {
    seq: 0,
    status: "queued",
    canceling: false,
    graph: first.graph,
    graph_version: first.graph_version,
    created_at: first.at,
    updated_at: first.at,
    finished_at: null,
    deadline_at: first.deadline_at,
    answer_ms: first.answer_ms ?? null,
    reminders: first.reminders ?? [],
    nodes: new Map(),
    values: new Map(),
    loops: new Map(),
    dispatches: 0,
    discarded: 0,
    strikes: new Map(),
    cache_hits: 0,
    cache_misses: 0,
    error: null,
  };
  for (const event of events) apply(state, event);
  return state;
}

function apply(state: RunState, event: JournalEvent): void {
  state.seq = event.seq;
  state.updated_at = event.at;
  switch (event.type) {
    case "run_created":
      write(state, event.input);
      break;
    case "node_scheduled":
      state.status = "running";
      state.dispatches += 1;
      break;
    case "node_succeeded":
      write(state, event.writes);
      state.cache_hits += event.cache === "hit" ? 1 : 0;
      state.cache_misses += event.cache === "miss" ? 1 : 0;
      break;
    case "wait_answered":
      write(state, event.writes);
      break;
    case "cancel_requested":
      state.canceling = true;
      break;
    case "run_retried":
      Object.assign(state, { status: "running", error: null, finished_at: null, deadline_at: event.deadline_at });
      break;
    case "run_failed":
      Object.assign(state, {
        status: "failed",
        finished_at: event.at,
        error: { node: event.node, error: event.error },
      });
      break;
    case "run_succeeded":
    case "run_canceled":
    case "run_expired":
      Object.assign(state, { status: event.type.slice("run_".length), finished_at: event.at });
      break;
    default:
      break;
  }
}

function write(state: RunState, writes: (JournalEvent & { type: "node_succeeded" })["writes"]): void {
  for (const [channel, ref] of Object.entries(writes)) state.values.set(channel as ChannelId, ref);
}
