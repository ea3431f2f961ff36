import type { Graph, GraphEdge } from "./definition.ts";
import type { NodeId } from "./ids.ts";

export interface Loop {
  edge: GraphEdge & { loop: { max: number } };
  /** Every node that goes round: those from which `from` is reached without passing `to`, and `to` itself. */
  body: ReadonlySet<NodeId>;
}

/** The natural loop of each back edge (Aho, Lam, Sethi, Ullman, Compilers, 9.6.6), by `from->to`. */
export function loopsOf(graph: Graph): Map<string, Loop> {
  const loops = new Map<string, Loop>();
  for (const edge of graph.edges) {
    const { loop } = edge;
    if (loop) loops.set(`${edge.from}->${edge.to}`, { edge: { ...edge, loop }, body: naturalLoop(graph, edge) });
  }
  return loops;
}

function naturalLoop(graph: Graph, back: GraphEdge): Set<NodeId> {
  const body = new Set<NodeId>([back.to, back.from]);
  const pending = back.from === back.to ? [] : [back.from];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const edge of graph.edges) {
      if (edge.to !== node || body.has(edge.from)) continue;
      body.add(edge.from);
      pending.push(edge.from);
    }
  }
  return body;
}
