import type { Graph, JoinPolicy } from "./definition.ts";
import type { NodeError } from "./events.ts";
import type { NodeId } from "./ids.ts";
import { delivered, isActive } from "./routing.ts";
import type { RunState } from "./state.ts";
import { structureOf } from "./structure.ts";

export type JoinVerdict =
  | { is: "open" }
  | { is: "fired"; cancel: NodeId[] }
  | { is: "failed"; cancel: NodeId[]; cause: NodeId; error: NodeError };

/** Whether a join that has not fired may, must wait or never can. */
export function judgeJoin(graph: Graph, state: RunState, join: NodeId, policy: JoinPolicy): JoinVerdict {
  const fork = structureOf(graph).forks.joins.get(join);
  if (!fork) return { is: "open" };
  const failures: { cause: NodeId; error: NodeError }[] = [];
  let arrived = 0;
  const labels: (string | undefined)[] = [];
  for (const branch of fork.branches) {
    const arrival = branch.arrivals.find((edge) => delivered(graph, state, edge));
    if (arrival !== undefined) {
      arrived += 1;
      labels.push(arrival.label);
    } else {
      const failure = firstFailure(graph, state, branch.nodes);
      if (failure) failures.push(failure);
    }
  }
  const all = fork.branches.length;
  const cancel = fork.region.filter((id) => isActive(state.nodes.get(id)));
  const needed = arrivalsNeeded(policy, all);
  if (policy.policy === "collect_errors") {
    return arrived + failures.length === all ? { is: "fired", cancel } : { is: "open" };
  }
  const [first] = failures;
  if (policy.policy === "until") {
    if (labels.includes(policy.label)) return { is: "fired", cancel };
    if (arrived + failures.length < all) return { is: "open" };
    const nothing = labels.every((label) => label === policy.idle);
    return first && nothing ? { is: "failed", cancel, ...first } : { is: "fired", cancel };
  }
  if (arrived >= needed) return { is: "fired", cancel };
  if (first && all - failures.length < needed) return { is: "failed", cancel, ...first };
  return { is: "open" };
}

/** Branches that must arrive; `collect_errors` and `until` need none of them to, only that all are settled. */
export function arrivalsNeeded(policy: JoinPolicy, branches: number): number {
  switch (policy.policy) {
    case "all":
      return branches;
    case "first_success":
      return 1;
    case "quorum":
      return policy.count;
    case "collect_errors":
    case "until":
      return 0;
  }
}

/** The failed node among these, or behind a failed join among these. */
export function firstFailure(
  graph: Graph,
  state: RunState,
  nodes: Iterable<NodeId>,
): { cause: NodeId; error: NodeError } | null {
  for (const id of nodes) {
    const own = state.nodes.get(id);
    if (own?.status !== "failed") continue;
    const inner = structureOf(graph).forks.joins.get(id);
    const behind = inner?.branches.flatMap((branch) => branch.nodes) ?? [];
    return firstFailure(graph, state, behind) ?? { cause: id, error: own.error };
  }
  return null;
}
