/**
 * State is a fold of the journal and of nothing else: `fold(events) = events.reduce(apply)`, so a coordinator that has lost its memory
 * has lost nothing. States are never mutated; `apply` copies what it changes.
 */
import type { Graph } from "./definition.ts";
import { counters, endActive, put, skipIdle, write } from "./edits.ts";
import type { JournalEvent, NodeError } from "./events.ts";
import type { NodeId } from "./ids.ts";
import { JournalError } from "./problem.ts";
import { isActive, routeOf } from "./routing.ts";
import type { NodeState, RunState, RunStatus } from "./state.ts";
import { edgeKey, structureOf } from "./structure.ts";

/** Throws JournalError when the journal is empty, has a gap, or belongs to another graph. */
export function fold(graph: Graph, events: Iterable<JournalEvent>): RunState {
  let state: RunState | null = null;
  for (const event of events) state = state === null ? begin(graph, event) : apply(graph, state, event);
  if (state === null) throw new JournalError("empty", "the journal has no event");
  return state;
}

/** The state after `run_created`, which is always the first event. */
export function begin(graph: Graph, event: JournalEvent): RunState {
  if (event.type !== "run_created" || event.seq !== 1) {
    throw new JournalError(
      "not_dense",
      `the journal begins with ${event.type} at ${event.seq}, not with run_created at 1`,
    );
  }
  if (event.graph !== graph.id || event.graph_version !== graph.version) {
    throw new JournalError(
      "wrong_graph",
      `the run is pinned to graph ${event.graph} version ${event.graph_version}, not ${graph.id} version ${graph.version}`,
    );
  }
  const fresh: NodeState = { iteration: 0, attempts: 0, burned: 0, status: "idle" };
  return {
    seq: 1,
    status: "queued",
    canceling: false,
    graph: graph.id,
    graph_version: graph.version,
    created_at: event.at,
    updated_at: event.at,
    finished_at: null,
    deadline_at: event.deadline_at,
    answer_ms: event.answer_ms ?? null,
    reminders: event.reminders ?? [],
    nodes: new Map(
      [...graph.nodes.keys()].map((id) => [id, id === graph.start ? { ...fresh, status: "ready" } : fresh]),
    ),
    values: new Map(
      Object.entries(event.input) as [keyof typeof event.input, (typeof event.input)[keyof typeof event.input]][],
    ),
    loops: new Map(),
    dispatches: 0,
    discarded: 0,
    strikes: new Map(),
    cache_hits: 0,
    cache_misses: 0,
    error: null,
  };
}

/** The state after one more event. Throws JournalError for an event that cannot follow. */
export function apply(graph: Graph, state: RunState, event: JournalEvent): RunState {
  if (event.seq !== state.seq + 1) {
    throw new JournalError("not_dense", `event ${event.seq} (${event.type}) follows event ${state.seq}`);
  }
  const next = change(graph, { ...state, seq: event.seq, updated_at: Math.max(state.updated_at, event.at) }, event);
  return isTerminal(next.status) ? next : { ...next, status: openStatus(next) };
}

export function isTerminal(status: RunStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "canceled" || status === "expired";
}

function change(graph: Graph, state: RunState, event: JournalEvent): RunState {
  switch (event.type) {
    case "run_created":
      throw new JournalError("impossible_event", `run_created at ${event.seq}`);
    case "node_scheduled": {
      const { mode, lease, claim_by } = event;
      const { iteration, burned } = nodeState(graph, state, event.node);
      const attempts = event.attempt;
      return put({ ...state, dispatches: state.dispatches + 1 }, event.node, {
        iteration,
        attempts,
        burned,
        status: "scheduled",
        mode,
        lease,
        claim_by,
        resends: 0,
        since: event.at,
      });
    }
    case "node_resent": {
      const own = nodeState(graph, state, event.node);
      if (own.status !== "scheduled") throw impossible(event, own);
      return put(state, event.node, { ...own, claim_by: event.claim_by, resends: own.resends + 1 });
    }
    case "node_claimed": {
      const own = nodeState(graph, state, event.node);
      if (own.status !== "scheduled") throw impossible(event, own);
      const { mode, lease } = own;
      return put(state, event.node, {
        ...counters(own),
        status: "claimed",
        mode,
        lease,
        lease_until: event.lease_until,
        since: event.at,
      });
    }
    case "node_succeeded": {
      const own = nodeState(graph, state, event.node);
      const { choice, cache } = event;
      const done = put(state, event.node, { ...counters(own), status: "succeeded", choice, cache, at: event.at });
      return goOn(
        graph,
        {
          ...write(done, event.writes),
          cache_hits: state.cache_hits + (cache === "hit" ? 1 : 0),
          cache_misses: state.cache_misses + (cache === "miss" ? 1 : 0),
        },
        event.node,
      );
    }
    case "node_failed": {
      const own = nodeState(graph, state, event.node);
      const { error, retry_at } = event;
      const spared = error.class === "platform_transient" ? 0 : 1;
      const count = { ...counters(own), burned: own.burned + spared };
      const failed: NodeState =
        retry_at === null
          ? { ...count, status: "failed", error, at: event.at }
          : { ...count, status: "retrying", retry_at, error, since: event.at };
      const key = strikeKey(error, event.node);
      return put(
        { ...state, strikes: new Map(state.strikes).set(key, (state.strikes.get(key) ?? 0) + 1) },
        event.node,
        failed,
      );
    }
    case "result_discarded":
      return { ...state, discarded: state.discarded + 1 };
    case "join_fired": {
      const own = nodeState(graph, state, event.node);
      const left = endActive(state, event.canceled, event.at);
      const region = structureOf(graph).forks.joins.get(event.node)?.region ?? [];
      const passed = skipIdle(left, region);
      return goOn(
        graph,
        put(passed, event.node, { ...counters(own), status: "succeeded", choice: null, cache: "none", at: event.at }),
        event.node,
      );
    }
    case "join_failed": {
      const own = nodeState(graph, state, event.node);
      const left = endActive(state, event.canceled, event.at);
      return put(left, event.node, { ...counters(own), status: "failed", error: event.error, at: event.at });
    }
    case "loop_taken":
      return goRound(graph, state, event.from, event.to);
    case "wait_opened": {
      const own = nodeState(graph, state, event.node);
      const { token, timeout_at, remind_at = [] } = event;
      return put(state, event.node, {
        ...counters(own),
        status: "open",
        token,
        timeout_at,
        since: event.at,
        remind_at,
        reminded: 0,
      });
    }
    case "wait_reminded": {
      const own = nodeState(graph, state, event.node);
      if (own.status !== "open") throw impossible(event, own);
      return put(state, event.node, { ...own, reminded: event.reminder });
    }
    case "wait_answered":
    case "wait_timed_out": {
      const own = nodeState(graph, state, event.node);
      if (own.status !== "open") throw impossible(event, own);
      const choice = event.type === "wait_timed_out" ? "timeout" : null;
      const done = put(state, event.node, {
        ...counters(own),
        status: "succeeded",
        choice,
        cache: "none",
        at: event.at,
      });
      return goOn(graph, event.type === "wait_answered" ? write(done, event.writes) : done, event.node);
    }
    case "cancel_requested":
      return { ...state, canceling: true };
    case "run_retried": {
      let again: RunState = {
        ...state,
        status: "running",
        error: null,
        finished_at: null,
        deadline_at: event.deadline_at,
      };
      for (const id of event.nodes) {
        const { iteration, attempts } = nodeState(graph, again, id);
        const status = graph.nodes.get(id)?.kind === "join" ? "idle" : "ready";
        again = put(again, id, { iteration, attempts, burned: 0, status });
      }
      return again;
    }
    case "run_succeeded":
      return end(skipIdle(state, state.nodes.keys()), "succeeded", event.at);
    case "run_failed":
      return { ...end(state, "failed", event.at), error: { node: event.node, error: event.error } };
    case "run_canceled":
      return end(state, "canceled", event.at);
    case "run_expired":
      return end(state, "expired", event.at);
  }
}

/** Brings a succeeded node's token to the nodes its edges lead to. Joins and back edges take theirs by an event of their own. */
function goOn(graph: Graph, state: RunState, id: NodeId): RunState {
  const route = routeOf(graph, state, id);
  if (route.kind === "loop") return state;
  let next = state;
  for (const { to } of route.edges) {
    const target = nodeState(graph, next, to);
    if (graph.nodes.get(to)?.kind !== "join" && target.status === "idle") {
      next = put(next, to, { ...counters(target), status: "ready" });
    }
  }
  return next;
}

function goRound(graph: Graph, state: RunState, from: NodeId, to: NodeId): RunState {
  const { loops } = structureOf(graph);
  const key = edgeKey({ from, to });
  const loop = loops.get(key);
  if (!loop) throw new JournalError("unknown_node", `graph ${graph.id} has no loop from ${from} to ${to}`);
  const nodes = new Map(state.nodes);
  for (const id of loop.body) {
    const { iteration } = nodeState(graph, state, id);
    nodes.set(id, { iteration: iteration + 1, attempts: 0, burned: 0, status: id === to ? "ready" : "idle" });
  }
  const counts = new Map(state.loops).set(key, (state.loops.get(key) ?? 0) + 1);
  for (const [other, inner] of loops) {
    if (
      other !== key &&
      inner.body.size < loop.body.size &&
      loop.body.has(inner.edge.from) &&
      loop.body.has(inner.edge.to)
    ) {
      counts.delete(other);
    }
  }
  return { ...state, nodes, loops: counts };
}

function openStatus(state: RunState): RunStatus {
  let open = false;
  for (const node of state.nodes.values()) {
    if (node.status === "open") open = true;
    else if (isActive(node)) return state.dispatches === 0 ? state.status : "running";
  }
  return open ? "waiting" : state.status === "waiting" ? "running" : state.status;
}

function end(state: RunState, status: RunStatus, at: number): RunState {
  return { ...endActive(state, state.nodes.keys(), at), status, finished_at: at };
}

export function strikeKey(error: NodeError, node: NodeId): string {
  return `${error.class}:${node}`;
}

/** Throws JournalError `unknown_node` when the graph has lost the node: a run is never left hanging on a node that is gone. */
export function nodeState(graph: Graph, state: RunState, id: NodeId): NodeState {
  const own = graph.nodes.has(id) ? state.nodes.get(id) : undefined;
  if (own) return own;
  throw new JournalError(
    "unknown_node",
    `graph ${graph.id} version ${graph.version} has no node ${id}, which the journal names`,
  );
}

function impossible(event: JournalEvent & { node?: NodeId | null }, own: NodeState): JournalError {
  return new JournalError(
    "impossible_event",
    `event ${event.seq}: ${event.type} of ${event.node}, which is ${own.status}`,
  );
}
