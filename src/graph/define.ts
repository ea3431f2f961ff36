/**
 * Graphs as typed data. Channel schemas give the types of what handlers read and write; `bindGraph` puts handlers to a definition.
 *
 * A channel's schema must accept its own output, since a value is parsed when it is written and again when it is read.
 */
import type { z } from "zod";
import { checkGraph } from "./check.ts";
import type { Graph, JoinPolicy, RetryPolicy } from "./definition.ts";
import { expand } from "./expand.ts";

export type Channels = Record<string, z.ZodType>;

export interface TaskDefinition<Channel extends string = string> {
  kind: "task";
  version: string;
  mode: "inline" | "queued";
  reads: readonly Channel[];
  optional_reads?: readonly Channel[];
  writes: readonly Channel[];
  final?: true;
  /** Default: 30 s inline; 10 min queued, under the 15 min that a queue consumer may run. */
  lease_ms?: number;
  /** Default: DEFAULT_RETRY of its mode. */
  retry?: RetryPolicy;
  cacheable?: boolean;
}

export interface DecisionDefinition<Channel extends string = string> {
  kind: "decision";
  version: string;
  reads: readonly Channel[];
  optional_reads?: readonly Channel[];
  choices: readonly string[];
}

export interface WaitDefinition<Channel extends string = string> {
  kind: "wait";
  reads: readonly Channel[];
  writes: Channel;
  timeout_ms: number;
  collects?: true;
}

export interface JoinDefinition {
  kind: "join";
  join: JoinPolicy;
  final?: true;
}

/**
 * Another graph in the place of a node. Its nodes and its other channels get the node's id and a slash before their own; a mapped
 * channel of the child *is* the parent's channel. Every input channel of the child is mapped, and any of its outputs may be.
 */
export interface SubgraphDefinition<Channel extends string = string> {
  kind: "subgraph";
  graph: AnyDefinedGraph;
  /** Child channel to parent channel. */
  input: Readonly<Record<string, Channel>>;
  output: Readonly<Record<string, Channel>>;
  final?: true;
}

export type NodeDefinition<Channel extends string = string> =
  | TaskDefinition<Channel>
  | DecisionDefinition<Channel>
  | WaitDefinition<Channel>
  | JoinDefinition
  | SubgraphDefinition<Channel>;

export interface EdgeDefinition<Node extends string = string> {
  from: Node;
  to: Node;
  label?: string;
  loop?: { max: number };
}

export interface GraphDefinition<
  C extends Channels,
  N extends Readonly<Record<string, NodeDefinition<keyof C & string>>>,
> {
  id: string;
  version: string;
  channels: C;
  input: readonly (keyof C & string)[];
  output: readonly (keyof C & string)[];
  start: keyof N & string;
  nodes: N;
  edges: readonly EdgeDefinition<keyof N & string>[];
}

/** A definition seen as data. */
export type AnyGraphDefinition = Omit<GraphDefinition<Channels, Readonly<Record<string, NodeDefinition>>>, "nodes"> & {
  nodes: Readonly<Record<string, NodeDefinition>>;
};

/** A checked graph, with the definition whose types its handlers follow. */
export interface DefinedGraph<C extends Channels, N> {
  readonly graph: Graph;
  readonly channels: C;
  readonly nodes: N;
}

export type AnyDefinedGraph = DefinedGraph<Channels, Readonly<Record<string, NodeDefinition>>>;

/** Waits of 1, 2, 4 s before another inline attempt; 2, 4, 8, 16 s before another queued one. */
export const DEFAULT_RETRY: Readonly<Record<"inline" | "queued", RetryPolicy>> = {
  inline: { attempts: 3, base_ms: 1_000, factor: 2, max_ms: 10_000 },
  queued: { attempts: 5, base_ms: 2_000, factor: 2, max_ms: 300_000 },
};

export const DEFAULT_LEASE_MS = { inline: 30_000, queued: 600_000 } as const;

/** Expands subgraphs and checks the whole. Throws GraphBuildError with every problem. */
export function defineGraph<
  C extends Channels,
  const N extends Readonly<Record<string, NodeDefinition<keyof C & string>>>,
>(definition: GraphDefinition<C, N>): DefinedGraph<C, N> {
  const graph = expand(definition as unknown as AnyGraphDefinition);
  checkGraph(graph);
  return { graph, channels: definition.channels, nodes: definition.nodes };
}
