import { z } from "zod";
import type {
  AnyDefinedGraph,
  Channels,
  DecisionDefinition,
  DefinedGraph,
  NodeDefinition,
  SubgraphDefinition,
  TaskDefinition,
} from "./define.ts";
import type { Graph } from "./definition.ts";
import { TerminalError } from "./errors.ts";
import { channelInParent } from "./expand.ts";
import type { ChannelId, NodeId } from "./ids.ts";
import { GraphBuildError } from "./problem.ts";

type Values<C extends Channels, Required extends string, Optional extends string> = {
  [K in Required & keyof C]: z.output<C[K]>;
} & { [K in Optional & keyof C]?: z.output<C[K]> };

type OptionalReads<N> = N extends { optional_reads: readonly (infer R extends string)[] } ? R : never;

/** What a task's or a decision's handler is given. */
export type Inputs<C extends Channels, N> = N extends { reads: readonly (infer R extends string)[] }
  ? Values<C, R, OptionalReads<N>>
  : never;

/** What a task's handler gives back: a value for each channel it declares to write. */
export type Outputs<C extends Channels, N> = N extends { writes: readonly (infer W extends string)[] }
  ? { [K in W & keyof C]: z.input<C[K]> }
  : never;

type HandlerOf<C extends Channels, N, Context> = N extends TaskDefinition
  ? (inputs: Inputs<C, N>, context: Context) => Promise<Outputs<C, N>> | Outputs<C, N>
  : N extends DecisionDefinition
    ? (inputs: Inputs<C, N>, context: Context) => Promise<N["choices"][number]> | N["choices"][number]
    : N extends { kind: "subgraph"; graph: DefinedGraph<infer ChildChannels, infer ChildNodes> }
      ? Handlers<ChildChannels, ChildNodes, Context>
      : never;

type Handled<N> = { [K in keyof N]: N[K] extends { kind: "task" | "decision" | "subgraph" } ? K : never }[keyof N];

/** A handler for every task and decision; for a subgraph, an object of its handlers. */
export type Handlers<C extends Channels, N, Context> = { [K in Handled<N>]: HandlerOf<C, N[K], Context> };

/** What a handler made: values by channel, and the choice of a decision. */
export interface NodeOutput {
  writes: Record<ChannelId, unknown>;
  choice: string | null;
}

/**
 * Runs one node: parses the inputs by the channels' schemas, calls the handler, parses what it wrote. Throws TerminalError
 * `invalid_input` or `invalid_output` with a pointer for each issue, and whatever the handler throws.
 */
export type BoundHandler<Context> = (
  inputs: Readonly<Record<string, unknown>>,
  context: Context,
) => Promise<NodeOutput>;

export interface BoundGraph<Context> {
  readonly graph: Graph;
  /** One for every task and decision of the flat graph. */
  readonly handlers: ReadonlyMap<NodeId, BoundHandler<Context>>;
}

/** The type to declare handlers with: `const handlers: HandlersOf<typeof graph, Context> = {...}`. */
export type HandlersOf<D, Context> = D extends DefinedGraph<infer C, infer N> ? Handlers<C, N, Context> : never;

/** What handlers need of their context: all that any of them asks for. */
export type ContextOf<H> = {
  [K in keyof H]: H[K] extends (inputs: never, context: infer Context) => unknown
    ? (context: Context) => void
    : (context: ContextOf<H[K]>) => void;
}[keyof H] extends (context: infer All) => void
  ? All
  : never;

/**
 * Throws GraphBuildError naming every node that has no handler. Input and output types come from the channels; a handler that uses its
 * context says the type it needs, `({ script }, { solver }: NodeContext) => ...`, and the bound graph asks for all of these together.
 */
export function bindGraph<C extends Channels, N, H extends Handlers<C, N, never>>(
  defined: DefinedGraph<C, N>,
  handlers: H,
): BoundGraph<ContextOf<H>> {
  const bound = new Map<NodeId, BoundHandler<ContextOf<H>>>();
  // The types have checked handlers against nodes; inside, both are looked at as data.
  bindNodes(
    defined as unknown as AnyDefinedGraph,
    handlers,
    "",
    (channel) => channel as ChannelId,
    defined.graph,
    bound,
  );
  const missing = [...defined.graph.nodes.values()].filter(
    (node) => (node.kind === "task" || node.kind === "decision") && !bound.has(node.id),
  );
  if (missing.length > 0) {
    throw new GraphBuildError(
      defined.graph.id,
      missing.map(({ id }) => ({ code: "no_handler", nodes: [id], message: `${id} has no handler` })),
    );
  }
  return { graph: defined.graph, handlers: bound };
}

type RawHandler<Context> = (inputs: Record<string, unknown>, context: Context) => unknown;

function bindNodes<Context>(
  defined: AnyDefinedGraph,
  handlers: unknown,
  prefix: string,
  flat: (channel: string) => ChannelId,
  graph: Graph,
  bound: Map<NodeId, BoundHandler<Context>>,
): void {
  for (const [name, node] of Object.entries(defined.nodes)) {
    const given = isRecord(handlers) ? handlers[name] : undefined;
    if (node.kind === "subgraph") {
      const inner = (channel: string) => flatOfChild(name, node, channel, prefix, flat);
      bindNodes(node.graph, given, `${prefix}${name}/`, inner, graph, bound);
    } else if ((node.kind === "task" || node.kind === "decision") && typeof given === "function") {
      bound.set(
        `${prefix}${name}` as NodeId,
        bindNode(node, given as RawHandler<Context>, defined.channels, flat, graph),
      );
    }
  }
}

function flatOfChild(
  name: string,
  node: SubgraphDefinition,
  channel: string,
  prefix: string,
  flat: (channel: string) => ChannelId,
): ChannelId {
  const inParent = channelInParent(name, node, channel);
  return inParent === `${name}/${channel}` ? (`${prefix}${inParent}` as ChannelId) : flat(inParent);
}

function bindNode<Context>(
  node: NodeDefinition & { kind: "task" | "decision" },
  handler: RawHandler<Context>,
  channels: Channels,
  flat: (channel: string) => ChannelId,
  graph: Graph,
): BoundHandler<Context> {
  return async (given, context) => {
    const inputs: Record<string, unknown> = {};
    for (const channel of node.reads) inputs[channel] = parse("invalid_input", channels, channel, given[flat(channel)]);
    for (const channel of node.optional_reads ?? []) {
      const value = given[flat(channel)];
      if (value !== undefined) inputs[channel] = parse("invalid_input", channels, channel, value);
    }
    const made = await handler(inputs, context);
    if (node.kind === "decision") {
      if (typeof made === "string" && node.choices.includes(made)) return { writes: {}, choice: made };
      throw new TerminalError(
        "unknown_choice",
        `the decision chose ${String(made)}, not one of ${node.choices.join(", ")}`,
      );
    }
    const writes: Record<ChannelId, unknown> = {};
    const values = isRecord(made) ? made : {};
    for (const channel of node.writes) {
      const value = parse("invalid_output", channels, channel, values[channel]);
      // A channel mapped from a subgraph has two schemas, and its value must pass both.
      const mapped = graph.channels[flat(channel)] !== channels[channel];
      writes[flat(channel)] = mapped ? parse("invalid_output", graph.channels, flat(channel), value) : value;
    }
    const undeclared = Object.keys(values).filter((channel) => !node.writes.includes(channel));
    if (undeclared.length > 0) throw new TerminalError("undeclared_write", `the node wrote ${undeclared.join(", ")}`);
    return { writes, choice: null };
  };
}

function parse(code: string, schemas: Readonly<Channels>, channel: string, value: unknown): unknown {
  const parsed = (schemas[channel] ?? z.never()).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TerminalError(
    code,
    `channel ${channel} does not have its declared shape`,
    parsed.error.issues.slice(0, 20).map((issue) => ({
      pointer: `/${[channel, ...issue.path].map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`,
      line: null,
      column: null,
      detail: issue.message,
    })),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
