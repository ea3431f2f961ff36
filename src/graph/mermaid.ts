import type { Graph, GraphNode } from "./definition.ts";
import type { NodeId } from "./ids.ts";
import type { NodeState, RunState } from "./state.ts";

const STYLES: Readonly<Record<NodeState["status"], string>> = {
  idle: "fill:#f6f8fa,stroke:#8c959f,color:#57606a",
  ready: "fill:#ddf4ff,stroke:#54aeff,color:#0a3069",
  scheduled: "fill:#ddf4ff,stroke:#54aeff,color:#0a3069",
  claimed: "fill:#54aeff,stroke:#0969da,color:#ffffff",
  retrying: "fill:#fff8c5,stroke:#d4a72c,color:#4d2d00",
  open: "fill:#fbefff,stroke:#a475f9,color:#3e1f79",
  succeeded: "fill:#dafbe1,stroke:#2da44e,color:#044f1e",
  failed: "fill:#ffebe9,stroke:#cf222e,color:#82071e",
  skipped: "fill:#ffffff,stroke:#d0d7de,color:#8c959f,stroke-dasharray:4 3",
  canceled: "fill:#ffffff,stroke:#8c959f,color:#57606a,stroke-dasharray:4 3",
};

/**
 * The graph as a Mermaid flowchart. The shape says the kind: a box is inline work, a box with double sides goes through the queue, a
 * rhombus decides, a hexagon waits, a stadium joins. With a state, each node has the class of its status and says how often it ran.
 */
export function drawMermaid(graph: Graph, state?: RunState): string {
  const names = new Map([...graph.nodes.keys()].map((id) => [id, id.replaceAll("/", "__").replace(/^/, "n_")]));
  const name = (id: NodeId): string => names.get(id) ?? id;
  const lines = ["flowchart TD"];
  for (const node of graph.nodes.values()) {
    const own = state?.nodes.get(node.id);
    lines.push(`  ${name(node.id)}${shape(node, own)}${own ? `:::${own.status}` : ""}`);
  }
  for (const edge of graph.edges) {
    const label = [edge.label, edge.loop && `at most ${edge.loop.max}x`].filter(Boolean).join(", ");
    lines.push(
      `  ${name(edge.from)} ${edge.loop ? "-.->" : "-->"}${label ? `|"${quoted(label)}"|` : ""} ${name(edge.to)}`,
    );
  }
  if (state) {
    const used = new Set([...state.nodes.values()].map((own) => own.status));
    for (const status of [...used].toSorted()) lines.push(`  classDef ${status} ${STYLES[status]}`);
  }
  return `${lines.join("\n")}\n`;
}

function shape(node: GraphNode, own: NodeState | undefined): string {
  const ran = own && own.attempts > 1 ? `<br/>attempt ${own.attempts}` : "";
  const round = own && own.iteration > 0 ? `<br/>round ${own.iteration + 1}` : "";
  const text = `"${quoted(node.id)}${policy(node)}${round}${ran}"`;
  switch (node.kind) {
    case "task":
      return node.mode === "inline" ? `[${text}]` : `[[${text}]]`;
    case "decision":
      return `{${text}}`;
    case "wait":
      return `{{${text}}}`;
    case "join":
      return `([${text}])`;
  }
}

function policy(node: GraphNode): string {
  if (node.kind !== "join") return "";
  switch (node.join.policy) {
    case "quorum":
      return `<br/>${node.join.count} of them`;
    case "until":
      return `<br/>until ${quoted(node.join.label)}`;
    default:
      return `<br/>${node.join.policy.replace("_", " ")}`;
  }
}

/** Mermaid's escape for text in quotes: an entity without its ampersand. */
function quoted(text: string): string {
  return text.replaceAll("#", "#35;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;");
}
