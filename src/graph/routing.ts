import type { Graph, GraphEdge } from "./definition.ts";
import type { NodeId } from "./ids.ts";
import type { NodeState, RunState } from "./state.ts";
import { edgeKey, structureOf } from "./structure.ts";

/** The edges by which a succeeded node's token goes on, or the back edge it has yet to take. */
export type Route = { kind: "on"; edges: readonly GraphEdge[] } | { kind: "loop"; edge: GraphEdge };

const NOWHERE: Route = { kind: "on", edges: [] };

/** Pure in the journaled choice and the journaled loop counts: no clock, no randomness, no values. */
export function routeOf(graph: Graph, state: RunState, id: NodeId): Route {
  const node = graph.nodes.get(id);
  const own = state.nodes.get(id);
  if (!node || own?.status !== "succeeded") return NOWHERE;
  const groups = structureOf(graph).outgoing.get(id);
  const chosen = groups?.get(labelTaken(node.kind, own)) ?? [];
  const [first] = chosen;
  if (!first?.loop) return { kind: "on", edges: chosen };
  const taken = state.loops.get(edgeKey(first)) ?? 0;
  if (taken < first.loop.max) return { kind: "loop", edge: first };
  return { kind: "on", edges: groups?.get("exhausted") ?? [] };
}

function labelTaken(kind: string, own: NodeState & { status: "succeeded" }): string {
  return kind === "decision" || kind === "wait" ? (own.choice ?? "") : "";
}

export function delivered(graph: Graph, state: RunState, edge: GraphEdge): boolean {
  const route = routeOf(graph, state, edge.from);
  return route.kind === "on" && route.edges.some((other) => other.to === edge.to && other.label === edge.label);
}

/** A node that holds a token: work to do, under way, or waited for. */
export function isActive(node: NodeState | undefined): boolean {
  switch (node?.status) {
    case "ready":
    case "scheduled":
    case "claimed":
    case "retrying":
    case "open":
      return true;
    default:
      return false;
  }
}
