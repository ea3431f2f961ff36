/**
 * Which fork each join closes, found by following the stack of open fork branches along every edge. Two or more edges of a node with
 * one label push a branch each; a join pops one. A graph is well formed when every way into a node brings the same stack, every way
 * into a join brings branches of the same fork, and a final node has an empty stack. Then at most one token is ever at a node.
 */
import type { Graph, GraphEdge, GraphNode } from "./definition.ts";
import type { NodeId } from "./ids.ts";
import { forwardOrder } from "./order.ts";
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

type Stack = readonly Branch[];
type Way = { edge: GraphEdge; stack: Stack };

export function analyseForks(graph: Graph): ForkAnalysis {
  return new ForkWalk(graph).walk();
}

class ForkWalk {
  readonly graph: Graph;
  readonly problems: Problem[] = [];
  readonly branches = new Map<NodeId, Stack>();
  readonly ways = new Map<NodeId, Way[]>();
  /** The fork each join closes, and the join that closes each fork. */
  readonly closes = new Map<NodeId, Branch>();
  readonly closedBy = new Map<string, NodeId>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  walk(): ForkAnalysis {
    const order = forwardOrder(this.graph);
    for (const id of order) {
      const node = this.graph.nodes.get(id);
      if (!node) continue;
      const stack = node.kind === "join" ? this.enterJoin(id) : this.enter(id);
      this.branches.set(id, stack);
      if (stack.length > 0 && "final" in node && node.final)
        this.neverJoins([stack.at(-1)?.fork ?? id, id], `its branch ends in ${id}`);
      this.leave(node, stack);
    }
    for (const id of order) this.checkClosed(id);
    const joins = new Map([...this.closes].map(([join, fork]) => [join, this.joinedFork(join, fork, order)]));
    return { branches: this.branches, joins, problems: this.problems };
  }

  enter(id: NodeId): Stack {
    const ways = this.ways.get(id) ?? [];
    const [first] = ways;
    if (!first || id === this.graph.start) return [];
    const other = ways.find((way) => stackKey(way.stack) !== stackKey(first.stack));
    if (other) {
      const [one, two] = [first.edge.from, other.edge.from];
      const message = `${id} is reached by parallel branches (from ${one} and ${two}) and is no join`;
      this.problems.push({ code: "branches_meet", nodes: [id, one, two], message });
    }
    return first.stack;
  }

  enterJoin(id: NodeId): Stack {
    const ways = this.ways.get(id) ?? [];
    const first = ways[0]?.stack ?? [];
    const fork = first.at(-1);
    const outer = first.slice(0, -1);
    if (!fork) {
      this.problems.push({ code: "join_without_fork", nodes: [id], message: `join ${id} has no fork before it` });
      return outer;
    }
    const stranger = ways.find(({ stack }) => {
      const last = stack.at(-1);
      return !last || forkKey(last) !== forkKey(fork) || stackKey(stack.slice(0, -1)) !== stackKey(outer);
    });
    if (stranger) {
      const { from } = stranger.edge;
      const message = `join ${id} has no dominating fork: the way from ${from} does not come from fork ${fork.fork}`;
      this.problems.push({ code: "join_without_fork", nodes: [id, fork.fork, from], message });
    }
    const earlier = this.closedBy.get(forkKey(fork));
    if (earlier) {
      const message = `fork ${fork.fork} is closed by two joins, ${earlier} and ${id}`;
      this.problems.push({ code: "fork_joined_twice", nodes: [fork.fork, earlier, id], message });
    }
    this.closedBy.set(forkKey(fork), id);
    this.closes.set(id, fork);
    return outer;
  }

  leave({ id }: GraphNode, stack: Stack): void {
    for (const [label, edges] of this.groups(id)) {
      for (const [index, edge] of edges.entries()) {
        const next = edges.length > 1 ? [...stack, { fork: id, label, index }] : stack;
        if (edge.loop) this.checkLoop(edge, next);
        else this.ways.set(edge.to, [...(this.ways.get(edge.to) ?? []), { edge, stack: next }]);
      }
    }
  }

  checkLoop({ from, to }: GraphEdge, stack: Stack): void {
    const target = this.branches.get(to);
    if (!target || stackKey(target) === stackKey(stack)) return;
    const message = `the loop from ${from} to ${to} leaves or enters a fork's branch`;
    this.problems.push({ code: "loop_crosses_fork", nodes: [from, to], message });
  }

  checkClosed(id: NodeId): void {
    for (const [label, edges] of this.groups(id)) {
      if (edges.length > 1 && !this.closedBy.has(forkKey({ fork: id, label }))) {
        this.neverJoins([id], "its branches come to no join");
      }
    }
  }

  joinedFork(join: NodeId, { fork, label }: Branch, order: readonly NodeId[]): JoinedFork {
    const outer = this.branches.get(join) ?? [];
    const stackAt = (id: NodeId): Stack => this.branches.get(id) ?? [];
    const region = order.filter((id) => {
      const stack = stackAt(id);
      const own = stack[outer.length];
      return (
        own && forkKey(own) === forkKey({ fork, label }) && stackKey(stack.slice(0, outer.length)) === stackKey(outer)
      );
    });
    const branches = (this.groups(fork).get(label) ?? []).map((edge, index) => {
      const own = stackKey([...outer, { fork, label, index }]);
      const arrivals = (this.ways.get(join) ?? []).filter((way) => way.stack.at(-1)?.index === index);
      if (arrivals.length === 0)
        this.neverJoins([fork, edge.to, join], `its branch by ${edge.to} never comes to join ${join}`);
      return { nodes: region.filter((id) => stackKey(stackAt(id)) === own), arrivals: arrivals.map((way) => way.edge) };
    });
    return { fork, label, region, branches };
  }

  neverJoins(nodes: readonly [NodeId, ...NodeId[]], how: string): void {
    this.problems.push({ code: "fork_never_joins", nodes, message: `fork ${nodes[0]} never joins: ${how}` });
  }

  groups(from: NodeId): Map<string, GraphEdge[]> {
    const own = this.graph.edges.filter((edge) => edge.from === from);
    return Map.groupBy(own, (edge) => edge.label ?? "");
  }
}

function forkKey({ fork, label }: { fork: NodeId; label: string }): string {
  return `${fork}#${label}`;
}

function stackKey(stack: Stack): string {
  return stack.map((branch) => `${forkKey(branch)}#${branch.index}`).join("|");
}
