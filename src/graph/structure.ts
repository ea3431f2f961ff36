import type { Graph, GraphEdge } from "./definition.ts";
import { analyseForks, type ForkAnalysis } from "./forks.ts";
import type { NodeId } from "./ids.ts";
import { type Loop, loopsOf } from "./loops.ts";

/** Edges that leave a node together, by label; `""` holds the edges without one. */
export type EdgeGroups = ReadonlyMap<string, readonly GraphEdge[]>;

/** What follows from a built graph alone. Computed once per graph object. */
export interface Structure {
  outgoing: ReadonlyMap<NodeId, EdgeGroups>;
  forks: ForkAnalysis;
  /** By `from->to`. */
  loops: ReadonlyMap<string, Loop>;
}

const known = new WeakMap<Graph, Structure>();

export function structureOf(graph: Graph): Structure {
  const before = known.get(graph);
  if (before) return before;
  const structure: Structure = {
    outgoing: new Map([...graph.nodes.keys()].map((id) => [id, edgeGroups(graph, id)])),
    forks: analyseForks(graph),
    loops: loopsOf(graph),
  };
  known.set(graph, structure);
  return structure;
}

export function edgeGroups(graph: Graph, from: NodeId): EdgeGroups {
  return Map.groupBy(
    graph.edges.filter((edge) => edge.from === from),
    (edge) => edge.label ?? "",
  );
}

/** Names an edge in `RunState.loops`. */
export function edgeKey(edge: { from: NodeId; to: NodeId }): string {
  return `${edge.from}->${edge.to}`;
}
