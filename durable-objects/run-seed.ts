import type { Graph } from "../src/graph/definition.ts";
import type { JournalEvent, ValueRef } from "../src/graph/events.ts";
import type { NodeId } from "../src/graph/ids.ts";
import { RunRequest } from "../src/graphs/run.ts";
import { toValue } from "./blobs.ts";
import type { RunSeed, SeedAnswer } from "./contract.ts";
import type { RunStorage } from "./run-storage.ts";
import type { LoadedRun } from "./run-view.ts";

/** The request of a run and what its nodes before `from` made, for a new run that begins at `from`. */
export function seedOf(run: LoadedRun, storage: RunStorage, from: string): SeedAnswer {
  const graph = run.bound?.graph;
  const start = graph === undefined ? undefined : [...graph.nodes.keys()].find((id) => id === from);
  if (graph === undefined || start === undefined) {
    return { status: "unknown_node", nodes: graph === undefined ? [] : [...graph.nodes.keys()] };
  }
  const before = ancestors(graph, start);
  const values = new Map<string, ValueRef>();
  const nodes = new Map<string, RunSeed["nodes"][number]>();
  for (const event of storage.journal.all()) {
    const made = outcomeIn(event);
    if (made === null || !before.has(made.node)) continue;
    if (run.state.nodes.get(made.node)?.status !== "succeeded") continue;
    nodes.set(made.node, { node: made.node, choice: made.choice, writes: Object.keys(made.writes) });
    for (const [channel, ref] of Object.entries(made.writes)) values.set(channel, ref);
  }
  const seed: RunSeed = {
    rerun_of: run.meta.id,
    values: [...values].map(([channel, ref]) => ({ channel, json: storage.blobs.get(ref) })),
    nodes: [...nodes.values()],
  };
  const request = RunRequest.parse(JSON.parse(storage.blobs.get(run.meta.request)));
  return { status: "ok", request, seed };
}

/** Stores what a linked run reuses. Call in the transaction that creates the run. */
export function plantSeed(storage: RunStorage, seed: RunSeed): void {
  const refs = new Map<string, ValueRef>();
  for (const { channel, json } of seed.values) {
    const value = toValue(json);
    storage.blobs.put(value);
    refs.set(channel, value.ref);
  }
  for (const { node, choice, writes } of seed.nodes) {
    const known = writes.flatMap((channel) => {
      const ref = refs.get(channel);
      return ref === undefined ? [] : [[channel, ref] as const];
    });
    if (known.length === writes.length) storage.seed.put(node, { choice, writes: Object.fromEntries(known) });
  }
}

function outcomeIn(
  event: JournalEvent,
): { node: NodeId; choice: string | null; writes: Record<string, ValueRef> } | null {
  return event.type === "node_succeeded" ? event : null;
}

/** Nodes from which `node` is reached, back edges apart. */
function ancestors(graph: Graph, node: NodeId): Set<NodeId> {
  const found = new Set<NodeId>();
  const pending = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const edge of graph.edges) {
      if (edge.to !== at || edge.loop !== undefined || found.has(edge.from)) continue;
      found.add(edge.from);
      pending.push(edge.from);
    }
  }
  return found;
}
