import type { Graph, GraphEdge, GraphNode } from "./definition.ts";
import type { ForkAnalysis } from "./forks.ts";
import type { ChannelId, NodeId } from "./ids.ts";
import { arrivalsNeeded } from "./joins.ts";
import { forwardOrder } from "./order.ts";
import type { Problem } from "./problem.ts";

/** Every channel is declared, has a value whenever it is read, and is not touched by two branches of which one writes it. */
export function checkChannels(graph: Graph, forks: ForkAnalysis): Problem[] {
  const undeclared = checkDeclared(graph);
  if (undeclared.length > 0) return undeclared;
  return [...checkAssigned(graph, forks), ...checkRaces(graph, forks)];
}

function checkDeclared(graph: Graph): Problem[] {
  const problems: Problem[] = [];
  const look = (channel: ChannelId, where: string, nodes: NodeId[]): void => {
    if (!Object.hasOwn(graph.channels, channel)) {
      problems.push({ code: "unknown_channel", nodes, message: `${where} ${channel}, which is no channel` });
    }
  };
  for (const channel of graph.input) look(channel, "the input names", []);
  const written = new Set<ChannelId>([...graph.input, ...[...graph.nodes.values()].flatMap(writesOf)]);
  for (const channel of graph.output) {
    look(channel, "the output names", []);
    if (!written.has(channel)) {
      problems.push({ code: "never_written", nodes: [], message: `the output names ${channel}, which no node writes` });
    }
  }
  for (const node of graph.nodes.values()) {
    for (const channel of [...readsOf(node), ...optionalReadsOf(node)]) look(channel, `${node.id} reads`, [node.id]);
    for (const channel of writesOf(node)) look(channel, `${node.id} writes`, [node.id]);
  }
  return problems;
}

/**
 * Definite assignment (as in the Java Language Specification, chapter 16, over a graph): what has a value at a node is what has one on
 * every way to it; at a join, what enough branches bring that one of those that fired it must have. Back edges bring nothing new.
 */
function checkAssigned(graph: Graph, forks: ForkAnalysis): Problem[] {
  const problems: Problem[] = [];
  const after = new Map<NodeId, ReadonlySet<ChannelId>>();
  const onEdge = (edge: GraphEdge): ReadonlySet<ChannelId> => {
    const known = after.get(edge.from) ?? new Set();
    const node = graph.nodes.get(edge.from);
    return node?.kind === "wait" && edge.label !== "timeout" ? new Set([...known, node.writes]) : known;
  };
  for (const id of forwardOrder(graph)) {
    const node = graph.nodes.get(id);
    if (!node) continue;
    const fork = forks.joins.get(id);
    const ways = graph.edges.filter((edge) => edge.to === id && !edge.loop && after.has(edge.from)).map(onEdge);
    const before =
      id === graph.start
        ? new Set(graph.input)
        : node.kind === "join" && fork
          ? atJoin(
              fork.branches.map((branch) => common(branch.arrivals.map(onEdge))),
              after.get(fork.fork) ?? new Set(),
              arrivalsNeeded(node.join, fork.branches.length),
            )
          : common(ways);
    for (const channel of readsOf(node)) {
      if (!before.has(channel)) {
        const writers = [...graph.nodes.values()]
          .filter((other) => writesOf(other).includes(channel))
          .map(({ id }) => id);
        const where =
          writers.length > 0
            ? `${writers.join(", ")} may not have run before it`
            : "no node writes it and it is no input";
        problems.push({
          code: "read_before_write",
          nodes: [id, ...writers],
          message: `${id} reads ${channel}, and ${where}`,
        });
      }
    }
    after.set(id, node.kind === "task" ? new Set([...before, ...node.writes]) : before);
  }
  return problems;
}

function common(ways: readonly ReadonlySet<ChannelId>[]): Set<ChannelId> {
  const [first, ...rest] = ways;
  return new Set([...(first ?? [])].filter((channel) => rest.every((way) => way.has(channel))));
}

function atJoin(
  branches: readonly ReadonlySet<ChannelId>[],
  atFork: ReadonlySet<ChannelId>,
  needed: number,
): Set<ChannelId> {
  const sure = new Set(atFork);
  for (const channel of branches.flatMap((branch) => [...branch])) {
    const without = branches.filter((branch) => !branch.has(channel)).length;
    if (without < needed) sure.add(channel);
  }
  return sure;
}

function checkRaces(graph: Graph, forks: ForkAnalysis): Problem[] {
  const problems: Problem[] = [];
  for (const [join, { fork, region }] of forks.joins) {
    const depth = forks.branches.get(join)?.length ?? 0;
    const branchOf = (id: NodeId): number => forks.branches.get(id)?.[depth]?.index ?? -1;
    for (const writer of region) {
      for (const other of region) {
        const [one, two] = [graph.nodes.get(writer), graph.nodes.get(other)];
        if (!one || !two || branchOf(writer) === branchOf(other)) continue;
        for (const channel of writesOf(one)) {
          if (writesOf(two).includes(channel) && branchOf(writer) < branchOf(other)) {
            const message = `${writer} and ${other} both write ${channel} in parallel branches of fork ${fork}`;
            problems.push({ code: "parallel_writes", nodes: [writer, other, fork], message });
          }
          if ([...readsOf(two), ...optionalReadsOf(two)].includes(channel)) {
            const message = `${other} reads ${channel} while ${writer} writes it in a parallel branch of fork ${fork}`;
            problems.push({ code: "parallel_read", nodes: [other, writer, fork], message });
          }
        }
      }
    }
  }
  return problems;
}

function readsOf(node: GraphNode): readonly ChannelId[] {
  return node.kind === "join" ? [] : node.reads;
}

function optionalReadsOf(node: GraphNode): readonly ChannelId[] {
  return node.kind === "task" || node.kind === "decision" ? (node.optional_reads ?? []) : [];
}

function writesOf(node: GraphNode): readonly ChannelId[] {
  if (node.kind === "task") return node.writes;
  return node.kind === "wait" ? [node.writes] : [];
}
