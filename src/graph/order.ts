import type { Graph } from "./definition.ts";
import type { NodeId } from "./ids.ts";

/**
 * Reachable nodes so that every node comes after its predecessors, loop edges apart (Kahn, "Topological sorting of large networks",
 * 1962). Nodes on a cycle without a loop edge, and those behind it, are left out.
 */
export function forwardOrder(graph: Graph): NodeId[] {
  const forward = graph.edges.filter((edge) => !edge.loop && graph.nodes.has(edge.from) && graph.nodes.has(edge.to));
  const reachable = new Set<NodeId>([graph.start]);
  for (const id of reachable) {
    for (const edge of forward) if (edge.from === id) reachable.add(edge.to);
  }
  const open = new Map<NodeId, number>();
  for (const edge of forward) if (reachable.has(edge.from)) open.set(edge.to, (open.get(edge.to) ?? 0) + 1);
  const order = [...reachable].filter((id) => !open.has(id));
  for (const id of order) {
    for (const edge of forward) {
      if (edge.from !== id) continue;
      const left = (open.get(edge.to) ?? 0) - 1;
      open.set(edge.to, left);
      if (left === 0) order.push(edge.to);
    }
  }
  return order;
}
