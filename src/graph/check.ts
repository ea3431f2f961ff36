import { checkChannels } from "./check-channels.ts";
import { checkEdges } from "./check-edges.ts";
import type { Graph, GraphNode } from "./definition.ts";
import { dominates, immediateDominators } from "./dominators.ts";
import { forwardOrder } from "./order.ts";
import { GraphBuildError, type Problem } from "./problem.ts";
import { structureOf } from "./structure.ts";

/**
 * Throws GraphBuildError with every problem a graph has. Checks that need sound ground (forks, channels) run only when the ground is
 * sound, so that one mistake does not show up as ten.
 */
export function checkGraph(graph: Graph): void {
  const problems: Problem[] = [];
  if (!graph.nodes.has(graph.start)) {
    problems.push({ code: "unknown_target", nodes: [graph.start], message: `the start ${graph.start} is no node` });
  }
  for (const { from, to } of graph.edges) {
    for (const id of [from, to]) {
      if (!graph.nodes.has(id)) {
        problems.push({
          code: "unknown_target",
          nodes: [from, to],
          message: `the edge from ${from} to ${to} names ${id}, which is no node`,
        });
      }
    }
  }
  if (problems.length === 0) {
    problems.push(...[...graph.nodes.values()].flatMap(checkNumbers), ...checkEdges(graph));
    const shape = [...checkReachable(graph), ...checkCycles(graph)];
    problems.push(...shape);
    if (shape.length === 0) {
      const { forks } = structureOf(graph);
      problems.push(...forks.problems, ...checkJoins(graph));
      if (forks.problems.length === 0) problems.push(...checkChannels(graph, forks));
    }
  }
  if (problems.length > 0) throw new GraphBuildError(graph.id, problems);
}

function checkReachable(graph: Graph): Problem[] {
  const reached = immediateDominators(graph);
  return [...graph.nodes.keys()]
    .filter((id) => !reached.has(id))
    .map((id) => ({ code: "unreachable", nodes: [id], message: `${id} cannot be reached from ${graph.start}` }));
}

/** Every cycle goes through a declared back edge, and every declared back edge leads back into its own loop's only entry. */
function checkCycles(graph: Graph): Problem[] {
  const idom = immediateDominators(graph);
  const problems: Problem[] = graph.edges
    .filter((edge) => edge.loop && idom.has(edge.from) && !dominates(idom, edge.to, edge.from))
    .map(({ from, to }) => ({
      code: "not_a_back_edge",
      nodes: [from, to],
      message: `the loop from ${from} to ${to} does not go back: ${from} can be reached without passing ${to}`,
    }));
  const ordered = new Set(forwardOrder(graph));
  const cyclic = [...idom.keys()].filter((id) => !ordered.has(id));
  const onCycle = cyclic.filter((id) => reaches(graph, id, id));
  if (onCycle.length > 0) {
    problems.push({
      code: "loop_without_bound",
      nodes: onCycle,
      message: `${onCycle.join(", ")} form a loop without a bound: give its back edge \`loop: { max }\``,
    });
  }
  return problems;
}

function reaches(graph: Graph, from: string, target: string): boolean {
  const seen = new Set<string>();
  const pending = [from];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const edge of graph.edges) {
      if (edge.from !== id || edge.loop) continue;
      if (edge.to === target) return true;
      if (!seen.has(edge.to)) {
        seen.add(edge.to);
        pending.push(edge.to);
      }
    }
  }
  return false;
}

function checkJoins(graph: Graph): Problem[] {
  const problems: Problem[] = [];
  for (const [id, { branches }] of structureOf(graph).forks.joins) {
    const node = graph.nodes.get(id);
    if (node?.kind !== "join") continue;
    if (node.join.policy === "until") {
      const { label } = node.join;
      if (!branches.some(({ arrivals }) => arrivals.some((edge) => edge.label === label))) {
        const message = `join ${id} waits for an edge labelled ${label}, and none leads to it`;
        problems.push({ code: "bad_until", nodes: [id], message });
      }
    }
    if (node.join.policy !== "quorum") continue;
    const { count } = node.join;
    if (!Number.isInteger(count) || count < 1 || count > branches.length) {
      problems.push({
        code: "bad_quorum",
        nodes: [id],
        message: `join ${id} wants ${count} of ${branches.length} branches`,
      });
    }
  }
  return problems;
}

function checkNumbers(node: GraphNode): Problem[] {
  const bad: string[] = [];
  const whole = (name: string, value: number, least: number): void => {
    if (!Number.isInteger(value) || value < least)
      bad.push(`${name} ${value} is not a whole number of at least ${least}`);
  };
  if (node.kind === "wait") whole("timeout_ms", node.timeout_ms, 1);
  if (node.kind === "task") {
    const { retry } = node;
    whole("lease_ms", node.lease_ms, 1);
    whole("retry.attempts", retry.attempts, 1);
    whole("retry.base_ms", retry.base_ms, 1);
    whole("retry.max_ms", retry.max_ms, retry.base_ms);
    if (!Number.isFinite(retry.factor) || retry.factor < 1) bad.push(`retry.factor ${retry.factor} is under 1`);
  }
  return bad.map((what) => ({ code: "bad_number", nodes: [node.id], message: `${node.id}: ${what}` }));
}
