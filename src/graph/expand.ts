import type { z } from "zod";
import {
  type AnyGraphDefinition,
  DEFAULT_LEASE_MS,
  DEFAULT_RETRY,
  type NodeDefinition,
  type SubgraphDefinition,
} from "./define.ts";
import type { Graph, GraphEdge, GraphNode } from "./definition.ts";
import { ChannelId, NodeId } from "./ids.ts";
import { GraphBuildError, type Problem } from "./problem.ts";

/**
 * A definition as a flat graph: ids parsed, defaults filled in, subgraphs expanded. Edges into a subgraph lead to its start; edges from
 * it leave its final nodes. Throws GraphBuildError when that is not possible; whether the result makes sense is for `checkGraph`.
 */
export function expand(definition: AnyGraphDefinition): Graph {
  const problems: Problem[] = [];
  const channels: Record<string, z.ZodType> = { ...definition.channels };
  const nodes = new Map<NodeId, GraphNode>();
  const entry = new Map<string, NodeId>();
  const exits = new Map<string, NodeId[]>();
  const edges: GraphEdge[] = [];

  const nodeId = (id: string): NodeId => {
    const parsed = NodeId.safeParse(id);
    if (!parsed.success)
      problems.push({
        code: "bad_id",
        nodes: [id],
        message: `${id} is no node id: ${NodeId.description ?? "lower case, digits and underscores"}`,
      });
    return parsed.data ?? (id as NodeId);
  };
  const add = (node: GraphNode): void => {
    if (nodes.has(node.id))
      problems.push({ code: "duplicate_id", nodes: [node.id], message: `two nodes are called ${node.id}` });
    nodes.set(node.id, node);
  };

  for (const id of Object.keys(channels)) {
    if (!ChannelId.safeParse(id).success)
      problems.push({ code: "bad_id", nodes: [id], message: `${id} is no channel id` });
  }
  for (const [name, node] of Object.entries(definition.nodes)) {
    const id = nodeId(name);
    if (node.kind === "subgraph") {
      const inner = embed(name, node, problems);
      for (const [channel, schema] of inner.channels) channels[channel] = schema;
      for (const child of inner.nodes) add(child);
      edges.push(...inner.edges);
      entry.set(name, inner.start);
      exits.set(name, inner.finals);
    } else {
      add(plainNode(id, node));
      entry.set(name, id);
      exits.set(name, [id]);
    }
  }
  for (const { from, to, label, loop } of definition.edges) {
    if (!entry.has(to))
      problems.push({
        code: "unknown_target",
        nodes: [from, to],
        message: `the edge from ${from} leads to ${to}, which is no node`,
      });
    if (!exits.has(from))
      problems.push({
        code: "unknown_source",
        nodes: [from, to],
        message: `the edge to ${to} comes from ${from}, which is no node`,
      });
    for (const exit of exits.get(from) ?? []) {
      edges.push({
        from: exit,
        to: entry.get(to) ?? (to as NodeId),
        ...(label === undefined ? {} : { label }),
        ...(loop ? { loop } : {}),
      });
    }
  }
  const start = entry.get(definition.start);
  if (!start)
    problems.push({
      code: "unknown_target",
      nodes: [definition.start],
      message: `the start ${definition.start} is no node`,
    });
  if (problems.length > 0 || !start) throw new GraphBuildError(definition.id, problems);
  return {
    id: definition.id,
    version: definition.version,
    channels,
    input: definition.input as readonly string[] as readonly ChannelId[],
    output: definition.output as readonly string[] as readonly ChannelId[],
    start,
    nodes,
    edges,
  };
}

function plainNode(id: NodeId, node: Exclude<NodeDefinition, SubgraphDefinition>): GraphNode {
  switch (node.kind) {
    case "task": {
      const { kind, version, mode, final } = node;
      return {
        kind,
        id,
        version,
        mode,
        ...reading(node),
        writes: channelIds(node.writes),
        ...(final ? { final } : {}),
        lease_ms: node.lease_ms ?? DEFAULT_LEASE_MS[mode],
        retry: node.retry ?? DEFAULT_RETRY[mode],
        cacheable: node.cacheable ?? false,
      };
    }
    case "decision":
      return { kind: "decision", id, version: node.version, ...reading(node), choices: node.choices };
    case "wait":
      return {
        kind: "wait",
        id,
        reads: channelIds(node.reads),
        writes: node.writes as ChannelId,
        timeout_ms: node.timeout_ms,
        ...(node.collects ? { collects: true } : {}),
      };
    case "join":
      return { ...node, id };
  }
}

function reading(node: { reads: readonly string[]; optional_reads?: readonly string[] }) {
  return {
    reads: channelIds(node.reads),
    ...(node.optional_reads ? { optional_reads: channelIds(node.optional_reads) } : {}),
  };
}

/** Whether they are declared is for `checkGraph`. */
function channelIds(names: readonly string[]): readonly ChannelId[] {
  return names as readonly ChannelId[];
}

/** Where a child's channel lives in its parent. */
export function channelInParent(name: string, node: SubgraphDefinition, channel: string): ChannelId {
  return (node.output[channel] ?? node.input[channel] ?? `${name}/${channel}`) as ChannelId;
}

function embed(name: string, node: SubgraphDefinition, problems: Problem[]) {
  const child = node.graph.graph;
  const at = (id: NodeId): NodeId => `${name}/${id}` as NodeId;
  const rename = (channel: ChannelId): ChannelId => channelInParent(name, node, channel);
  const mapped = [...Object.keys(node.input), ...Object.keys(node.output)];
  for (const channel of child.input) {
    if (!(channel in node.input))
      problems.push({
        code: "unmapped_input",
        nodes: [name],
        message: `subgraph ${name} maps no channel to its input ${channel}`,
      });
  }
  for (const channel of mapped) {
    if (!(channel in child.channels))
      problems.push({ code: "unknown_channel", nodes: [name], message: `subgraph ${name} has no channel ${channel}` });
    const [into, out] = [node.input[channel], node.output[channel]];
    if (into !== undefined && out !== undefined && into !== out) {
      problems.push({
        code: "mapped_twice",
        nodes: [name],
        message: `subgraph ${name}: its channel ${channel} is mapped to ${into} and to ${out}`,
      });
    }
  }
  const finals = [...child.nodes.values()]
    .filter((inner) => "final" in inner && inner.final)
    .map((inner) => at(inner.id));
  const nodes = [...child.nodes.values()].map((inner) => moved(inner, at(inner.id), rename, node.final === true));
  return {
    start: at(child.start),
    finals,
    nodes,
    edges: child.edges.map((edge) => ({ ...edge, from: at(edge.from), to: at(edge.to) })),
    channels: Object.entries(child.channels)
      .filter(([channel]) => !mapped.includes(channel))
      .map(([channel, schema]) => [`${name}/${channel}`, schema] as const),
  };
}

function moved(node: GraphNode, id: NodeId, rename: (channel: ChannelId) => ChannelId, staysFinal: boolean): GraphNode {
  const renamed = <N extends { reads: readonly ChannelId[]; optional_reads?: readonly ChannelId[] }>(own: N) => ({
    reads: own.reads.map(rename),
    ...(own.optional_reads ? { optional_reads: own.optional_reads.map(rename) } : {}),
  });
  switch (node.kind) {
    case "task": {
      const { final, ...rest } = node;
      const kept = final && staysFinal ? { final } : {};
      return { ...rest, ...kept, id, ...renamed(node), writes: node.writes.map(rename) };
    }
    case "decision":
      return { ...node, id, ...renamed(node) };
    case "wait":
      return { ...node, id, reads: node.reads.map(rename), writes: rename(node.writes) };
    case "join": {
      const { final, ...rest } = node;
      return { ...rest, ...(final && staysFinal ? { final } : {}), id };
    }
  }
}
