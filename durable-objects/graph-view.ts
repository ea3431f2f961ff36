import type { JournalEvent } from "../src/graph/events.ts";
import { drawMermaid } from "../src/graph/mermaid.ts";
import type { GraphView } from "./contract.ts";
import type { LoadedRun } from "./run-view.ts";

/** The graph with what each node is doing in its current iteration. Without the graph's definition, only what the journal says. */
export function graphViewOf({ meta, bound, state }: LoadedRun, events: readonly JournalEvent[]): GraphView {
  const times = timesOf(events);
  const nodes = bound === null ? [] : [...bound.graph.nodes.values()];
  return {
    id: meta.graph,
    version: meta.graph_version,
    nodes: nodes.map((node) => {
      const own = state.nodes.get(node.id);
      const mode = node.kind === "task" ? node.mode : node.kind === "decision" ? "inline" : null;
      return {
        id: node.id,
        kind: node.kind,
        mode,
        state: own?.status ?? "idle",
        iteration: own?.iteration ?? 0,
        attempts: own?.attempts ?? 0,
        started_at: times.get(node.id)?.started_at ?? null,
        finished_at: times.get(node.id)?.finished_at ?? null,
        cache: own?.status === "succeeded" ? own.cache : null,
        error: own?.status === "failed" || own?.status === "retrying" ? own.error.code : null,
      };
    }),
    edges: bound === null ? [] : bound.graph.edges.map(({ from, to, label }) => ({ from, to, label: label ?? null })),
    mermaid: bound === null ? "flowchart TD\n" : drawMermaid(bound.graph, state),
  };
}

interface Times {
  iteration: number;
  started_at: number;
  finished_at: number | null;
}

/** When each node's latest activation began (its first dispatch) and ended. */
function timesOf(events: readonly JournalEvent[]): Map<string, Times> {
  const times = new Map<string, Times>();
  for (const event of events) {
    switch (event.type) {
      case "node_scheduled":
      case "wait_opened": {
        const { node, iteration, at } = event;
        const known = times.get(node);
        if (known?.iteration === iteration) known.finished_at = null;
        else times.set(node, { iteration, started_at: at, finished_at: null });
        break;
      }
      case "node_succeeded":
      case "node_failed":
      case "wait_answered":
      case "wait_timed_out": {
        const known = times.get(event.node);
        if (known !== undefined) known.finished_at = event.at;
        break;
      }
      case "join_fired":
      case "join_failed":
        times.set(event.node, { iteration: event.iteration, started_at: event.at, finished_at: event.at });
        break;
      default:
        break;
    }
  }
  return times;
}
