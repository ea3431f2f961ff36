/**
 * Which fork each join closes, found by following the stack of open fork branches along every edge. Two or more edges of a node with
 * one label push a branch each; a join pops one. A graph is well formed when every way into a node brings the same stack, every way
 * into a join brings branches of the same fork, and a final node has an empty stack. Then at most one token is ever at a node.
 */
import type { Graph, GraphEdge } from "./definition.ts";
import type { NodeId } from "./ids.ts";
import type { Problem } from "./problem.ts";

/** One branch of one fork. `fork` is the forking node, `label` the label its edges share, `index` the edge's place among them. */
export interface Branch {
  fork: NodeId;
  label: string;
  index: number;
}

export interface JoinedFork {
  fork: NodeId;
  label: string;
  branches: readonly {
    /** Nodes that the branch's own token passes: not those inside forks of its own, whose joins stand for them. */
    nodes: readonly NodeId[];
    /** Edges by which the branch comes to the join. */
    arrivals: readonly GraphEdge[];
  }[];
  /** All nodes between fork and join, at any depth. */
  region: readonly NodeId[];
}

export interface ForkAnalysis {
  /** Open branches at each reachable node, outermost first. */
  branches: ReadonlyMap<NodeId, readonly Branch[]>;
  joins: ReadonlyMap<NodeId, JoinedFork>;
  problems: readonly Problem[];
}

export function analyseForks(graph: Graph): ForkAnalysis {
  const order = forwardOrder(graph);
  const problems: Problem[] = [];
  const branches = new Map<NodeId, readonly Branch[]>();
  const closedBy = new Map<string, NodeId>();
  const forkOf = new Map<NodeId, Branch>();
  const arriving = new Map<NodeId, { edge: GraphEdge; stack: readonly Branch[] }[]>();

  for (const id of order) {
    const node = graph.nodes.get(id);
    if (!node) continue;
    const ways = arriving.get(id) ?? [];
    const first = id === graph.start ? [] : (ways[0]?.stack ?? []);
    if (node.kind !== "join") {
      const other = ways.find((way) => stackKey(way.stack) !== stackKey(first));
      if (other) {
        problems.push({
          code: "branches_meet",
          nodes: [id, ways[0]?.edge.from ?? graph.start, other.edge.from],
          message: `${id} is reached by parallel branches (from ${ways[0]?.edge.from ?? graph.start} and ${other.edge.from}) and is no join`,
        });
      }
      branches.set(id, first);
    } else {
      const top = first.at(-1);
      branches.set(id, first.slice(0, -1));
      if (!top) {
        problems.push({ code: "join_without_fork", nodes: [id], message: `join ${id} has no fork before it` });
      } else {
        const stranger = ways.find((way) => {
          const last = way.stack.at(-1);
          return (
            !last || forkKey(last) !== forkKey(top) || stackKey(way.stack.slice(0, -1)) !== stackKey(first.slice(0, -1))
          );
        });
        if (stranger) {
          problems.push({
            code: "join_without_fork",
            nodes: [id, top.fork, stranger.edge.from],
            message: `join ${id} has no dominating fork: the way from ${stranger.edge.from} does not come from fork ${top.fork}`,
          });
        }
        const earlier = closedBy.get(forkKey(top));
        if (earlier) {
          problems.push({
            code: "fork_joined_twice",
            nodes: [top.fork, earlier, id],
            message: `fork ${top.fork} is closed by two joins, ${earlier} and ${id}`,
          });
        }
        closedBy.set(forkKey(top), id);
        forkOf.set(id, top);
      }
    }
    const stack = branches.get(id) ?? [];
    if (stack.length > 0 && "final" in node && node.final) {
      problems.push({
        code: "fork_never_joins",
        nodes: [stack.at(-1)?.fork ?? id, id],
        message: `fork ${stack.at(-1)?.fork}: its branch ends in ${id} and comes to no join`,
      });
    }
    const out = graph.edges.filter((edge) => edge.from === id);
    for (const [label, edges] of Map.groupBy(out, (edge) => edge.label ?? "")) {
      for (const [index, edge] of edges.entries()) {
        const next = edges.length > 1 ? [...stack, { fork: id, label, index }] : stack;
        if (edge.loop) {
          const target = branches.get(edge.to);
          if (target && stackKey(target) !== stackKey(next)) {
            problems.push({
              code: "loop_crosses_fork",
              nodes: [id, edge.to],
              message: `the loop from ${id} to ${edge.to} leaves or enters a fork's branch`,
            });
          }
        } else {
          const list = arriving.get(edge.to) ?? [];
          list.push({ edge, stack: next });
          arriving.set(edge.to, list);
        }
      }
    }
  }

  for (const id of order) {
    for (const [label, edges] of Map.groupBy(
      graph.edges.filter((edge) => edge.from === id),
      (edge) => edge.label ?? "",
    )) {
      if (edges.length > 1 && !closedBy.has(forkKey({ fork: id, label }))) {
        problems.push({ code: "fork_never_joins", nodes: [id], message: `fork ${id} has branches that never join` });
      }
    }
  }

  const joins = new Map<NodeId, JoinedFork>();
  for (const [join, { fork, label }] of forkOf) {
    const outer = branches.get(join) ?? [];
    const edges = graph.edges.filter((edge) => edge.from === fork && (edge.label ?? "") === label);
    const inside = order.filter((id) => startsWith(branches.get(id) ?? [], [...outer, { fork, label }]));
    const arrivals = arriving.get(join) ?? [];
    joins.set(join, {
      fork,
      label,
      region: inside,
      branches: edges.map((edge, index) => {
        const own = [...outer, { fork, label, index }];
        const mine = arrivals.filter((way) => way.stack.at(-1)?.index === index).map((way) => way.edge);
        if (mine.length === 0) {
          problems.push({
            code: "fork_never_joins",
            nodes: [fork, edge.to, join],
            message: `fork ${fork}: its branch by ${edge.to} never comes to join ${join}`,
          });
        }
        return { nodes: inside.filter((id) => stackKey(branches.get(id) ?? []) === stackKey(own)), arrivals: mine };
      }),
    });
  }
  return { branches, joins, problems };
}

/** Reachable nodes so that every node comes after its predecessors, loop edges apart; nodes on an unmarked cycle are left out. */
export function forwardOrder(graph: Graph): NodeId[] {
  const forward = graph.edges.filter((edge) => !edge.loop && graph.nodes.has(edge.from) && graph.nodes.has(edge.to));
  const reachable = new Set<NodeId>([graph.start]);
  const pending: NodeId[] = [graph.start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const edge of forward) {
      if (edge.from !== id || reachable.has(edge.to)) continue;
      reachable.add(edge.to);
      pending.push(edge.to);
    }
  }
  const open = new Map(
    [...reachable].map((id) => [id, forward.filter((e) => e.to === id && reachable.has(e.from)).length]),
  );
  const order: NodeId[] = [];
  const free = [...reachable].filter((id) => open.get(id) === 0);
  for (let id = free.shift(); id !== undefined; id = free.shift()) {
    order.push(id);
    for (const edge of forward) {
      if (edge.from !== id) continue;
      const left = (open.get(edge.to) ?? 0) - 1;
      open.set(edge.to, left);
      if (left === 0) free.push(edge.to);
    }
  }
  return order;
}

function forkKey({ fork, label }: { fork: NodeId; label: string }): string {
  return `${fork}#${label}`;
}

function stackKey(stack: readonly Branch[]): string {
  return stack.map((branch) => `${forkKey(branch)}#${branch.index}`).join("|");
}

function startsWith(
  stack: readonly Branch[],
  prefix: readonly { fork: NodeId; label: string; index?: number }[],
): boolean {
  return prefix.every((want, depth) => {
    const have = stack[depth];
    return have && forkKey(have) === forkKey(want) && (want.index === undefined || have.index === want.index);
  });
}
