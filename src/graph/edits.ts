/** Small changes of a state; each gives a new one and leaves the old one as it is. */
import type { JournalEvent } from "./events.ts";
import type { NodeId } from "./ids.ts";
import { isActive } from "./routing.ts";
import type { NodeState, RunState } from "./state.ts";

/** Takes their tokens from these nodes. */
export function endActive(state: RunState, ids: Iterable<NodeId>, at: number): RunState {
  const nodes = new Map(state.nodes);
  for (const id of ids) {
    const own = nodes.get(id);
    if (own && isActive(own)) nodes.set(id, { ...counters(own), status: "canceled", at });
  }
  return { ...state, nodes };
}

/** Marks those of these nodes that were never reached. */
export function skipIdle(state: RunState, ids: Iterable<NodeId>): RunState {
  const nodes = new Map(state.nodes);
  for (const id of ids) {
    const own = nodes.get(id);
    if (own?.status === "idle") nodes.set(id, { ...counters(own), status: "skipped" });
  }
  return { ...state, nodes };
}

export function put(state: RunState, id: NodeId, node: NodeState): RunState {
  return { ...state, nodes: new Map(state.nodes).set(id, node) };
}

export function write(state: RunState, writes: (JournalEvent & { type: "node_succeeded" })["writes"]): RunState {
  const values = new Map(state.values);
  for (const [channel, value] of Object.entries(writes)) values.set(channel as keyof typeof writes, value);
  return { ...state, values };
}

/** What a node keeps when its status changes. */
export function counters({ iteration, attempts, burned }: NodeState) {
  return { iteration, attempts, burned };
}
