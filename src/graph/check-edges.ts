import type { Graph, GraphEdge, GraphNode } from "./definition.ts";
import type { Problem } from "./problem.ts";
import { type EdgeGroups, edgeGroups, edgeKey } from "./structure.ts";

/** Every node has the ways on that its kind needs, and no others. */
export function checkEdges(graph: Graph): Problem[] {
  const problems: Problem[] = [];
  for (const node of graph.nodes.values()) {
    const groups = edgeGroups(graph, node.id);
    problems.push(...checkWaysOn(node, groups), ...checkLabels(node, groups), ...checkLoopEdges(graph, node, groups));
  }
  const seen = new Set<string>();
  for (const edge of graph.edges) {
    const key = `${edgeKey(edge)}#${edge.label ?? ""}`;
    if (seen.has(key))
      problems.push(problem("duplicate_edge", edge.from, `two equal edges lead from ${edge.from} to ${edge.to}`));
    seen.add(key);
  }
  return problems;
}

function checkWaysOn(node: GraphNode, groups: EdgeGroups): Problem[] {
  const { id } = node;
  const problems: Problem[] = [];
  if (node.kind === "decision") {
    if (node.choices.length === 0) problems.push(problem("no_choices", id, `decision ${id} has no choices`));
    for (const choice of node.choices.filter((choice, index) => node.choices.indexOf(choice) !== index)) {
      problems.push(problem("duplicate_choice", id, `decision ${id} has choice ${choice} twice`));
    }
    for (const choice of node.choices) {
      if (!groups.has(choice))
        problems.push(problem("choice_without_edge", id, `decision ${id}: choice ${choice} has no edge`));
    }
    return problems;
  }
  if (node.kind === "wait" && !groups.has("timeout")) {
    problems.push(problem("wait_without_timeout", id, `wait ${id} has no edge labelled timeout`));
  }
  const final = "final" in node && node.final === true;
  if (final && groups.size > 0)
    problems.push(problem("final_goes_on", id, `${id} is declared final and has edges that lead on`));
  if (!final && !groups.has("")) {
    const advice =
      node.kind === "wait"
        ? "a wait needs an edge without a label for its answer"
        : "if the run may end there, declare it with `final: true`";
    problems.push(problem("dead_end", id, `${id} is a dead end: ${advice}`));
  }
  return problems;
}

function checkLabels(node: GraphNode, groups: EdgeGroups): Problem[] {
  const allowed = ["exhausted"];
  if (node.kind === "decision") allowed.push(...node.choices);
  else allowed.push("");
  if (node.kind === "wait") allowed.push("timeout");
  const problems = [...groups.keys()]
    .filter((label) => !allowed.includes(label))
    .map((label) =>
      problem(
        "edge_without_choice",
        node.id,
        label === ""
          ? `decision ${node.id} has an edge without a label`
          : `${node.kind} ${node.id} has an edge labelled ${label}, which it never takes`,
      ),
    );
  if (node.kind === "decision" && node.choices.includes("exhausted")) {
    problems.push(problem("reserved_label", node.id, `decision ${node.id}: the label exhausted belongs to loops`));
  }
  return problems;
}

function checkLoopEdges(graph: Graph, node: GraphNode, groups: EdgeGroups): Problem[] {
  const { id } = node;
  const problems: Problem[] = [];
  const loops = [...groups.values()].flat().filter((edge) => edge.loop);
  for (const edge of loops) {
    const max = edge.loop?.max ?? 0;
    const named = `the loop from ${id} to ${edge.to}`;
    if (!Number.isInteger(max) || max < 1)
      problems.push(problem("loop_without_bound", id, `${named} has no positive whole bound`));
    if (edge.label === "exhausted") problems.push(problem("reserved_label", id, `${named} is labelled exhausted`));
    if (graph.nodes.get(edge.to)?.kind === "join")
      problems.push(problem("loop_to_join", id, `${named} leads to a join`));
    if ((groups.get(edge.label ?? "")?.length ?? 0) > 1) {
      problems.push(problem("loop_in_fork", id, `${named} shares its label with other edges`));
    }
  }
  for (const edge of loops.filter((edge, index) => loops.findIndex((other) => other.to === edge.to) !== index)) {
    problems.push(problem("duplicate_loop", id, `two loops lead from ${id} to ${edge.to}`));
  }
  if (loops.length > 0 && !groups.has("exhausted")) {
    problems.push(problem("loop_without_exhausted", id, `${id} has a loop and no edge labelled exhausted`));
  }
  if (loops.length === 0 && groups.has("exhausted")) {
    problems.push(problem("exhausted_without_loop", id, `${id} has an edge labelled exhausted and no loop`));
  }
  return problems;
}

function problem(code: string, node: GraphEdge["from"], message: string): Problem {
  return { code, nodes: [node], message };
}
