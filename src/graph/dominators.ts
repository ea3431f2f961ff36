/**
 * Immediate dominators by Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (Rice University, 2001): a node dominates
 * another when every way from the start to the other passes it.
 */
import type { Graph } from "./definition.ts";
import type { NodeId } from "./ids.ts";

/** The immediate dominator of every reachable node; the start's is itself. */
export function immediateDominators(graph: Graph): Map<NodeId, NodeId> {
  const order = reversePostorder(graph);
  const place = new Map(order.map((id, index) => [id, index]));
  const idom = new Map<NodeId, NodeId>([[graph.start, graph.start]]);
  const placeOf = (id: NodeId): number => place.get(id) ?? 0;
  const intersect = (one: NodeId, two: NodeId): NodeId => {
    let [a, b] = [one, two];
    while (a !== b) {
      while (placeOf(a) > placeOf(b)) a = idom.get(a) ?? graph.start;
      while (placeOf(b) > placeOf(a)) b = idom.get(b) ?? graph.start;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of order) {
      if (id === graph.start) continue;
      const done = graph.edges.filter((edge) => edge.to === id && idom.has(edge.from)).map((edge) => edge.from);
      const [first, ...rest] = done;
      if (first === undefined) continue;
      const next = rest.reduce(intersect, first);
      if (idom.get(id) !== next) {
        idom.set(id, next);
        changed = true;
      }
    }
  }
  return idom;
}

export function dominates(idom: ReadonlyMap<NodeId, NodeId>, above: NodeId, below: NodeId): boolean {
  for (let id: NodeId | undefined = below; id !== undefined; ) {
    if (id === above) return true;
    const next: NodeId | undefined = idom.get(id);
    id = next === id ? undefined : next;
  }
  return false;
}

function reversePostorder(graph: Graph): NodeId[] {
  const seen = new Set<NodeId>();
  const order: NodeId[] = [];
  const visit = (id: NodeId): void => {
    if (seen.has(id) || !graph.nodes.has(id)) return;
    seen.add(id);
    for (const edge of graph.edges) if (edge.from === id) visit(edge.to);
    order.push(id);
  };
  visit(graph.start);
  return order.reverse();
}
