import type { Graph } from "./definition.ts";
import type { ValueRef } from "./events.ts";
import type { ChannelId, NodeId } from "./ids.ts";
import { JournalError } from "./problem.ts";
import type { RunState } from "./state.ts";

/** The values a node reads, by channel, in a fixed order; optional ones only when they have a value. */
export function inputsOf(graph: Graph, state: RunState, id: NodeId): Map<ChannelId, ValueRef> {
  const node = graph.nodes.get(id);
  if (!node) throw new JournalError("unknown_node", `graph ${graph.id} version ${graph.version} has no node ${id}`);
  const inputs = new Map<ChannelId, ValueRef>();
  if (node.kind === "join") return inputs;
  const optional = node.kind === "wait" ? [] : (node.optional_reads ?? []);
  for (const channel of [...node.reads, ...optional].toSorted()) {
    const value = state.values.get(channel);
    if (value) inputs.set(channel, value);
    else if (node.reads.includes(channel)) {
      throw new JournalError("impossible_event", `node ${id} reads channel ${channel}, which has no value`);
    }
  }
  return inputs;
}
