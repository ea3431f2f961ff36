import { createRun, type Decision, decide } from "../decide.ts";
import type { Graph } from "../definition.ts";
import type { ErrorClass, JournalEvent, NodeError, ReminderRule, ValueRef } from "../events.ts";
import type { ChannelId, Lease, NodeId } from "../ids.ts";
import type { NodeState, RunState, Stimulus } from "../state.ts";

export const VALUE: ValueRef = { hash: "ab".repeat(32), bytes: 2 };

/** A coordinator on a table: one call per stimulus, a clock that is set by hand, tokens that count up, no jitter. */
export class Driver {
  readonly graph: Graph;
  readonly journal: JournalEvent[] = [];
  now: number;
  state: RunState;
  private tokens = 0;

  constructor(graph: Graph, run: { now?: number; deadline_at?: number; reminders?: ReminderRule[] } = {}) {
    this.graph = graph;
    const input = Object.fromEntries(graph.input.map((channel) => [channel, VALUE])) as Record<ChannelId, ValueRef>;
    const { now, deadline_at = 1_000_000_000, ...rest } = run;
    this.now = now ?? 1_000;
    const { events, state } = createRun(graph, { input, deadline_at, ...rest }, this.now);
    this.journal.push(...events);
    this.state = state;
  }

  send(stimulus: Stimulus): Decision {
    const token = (): string => `token-${String(++this.tokens).padStart(3, "0")}`;
    const decision = decide(this.graph, this.state, stimulus, { now: this.now, random: () => 1 - 1e-9, token });
    this.journal.push(...decision.events);
    this.state = decision.state;
    return decision;
  }

  start(): this {
    this.send({ type: "start" });
    return this;
  }

  tick(now: number): Decision {
    this.now = now;
    return this.send({ type: "tick" });
  }

  node(id: string): NodeState {
    const own = this.state.nodes.get(id as NodeId);
    if (!own) throw new Error(`no node ${id}`);
    return own;
  }

  /** The current attempt of a node, with its lease. */
  work(id: string): { node: NodeId; iteration: number; attempt: number; lease: Lease } {
    const own = this.node(id);
    if (own.status !== "scheduled" && own.status !== "claimed") throw new Error(`${id} is ${own.status}`);
    return { node: id as NodeId, iteration: own.iteration, attempt: own.attempts, lease: own.lease };
  }

  claim(id: string): Decision {
    return this.send({ type: "claim", ...this.work(id) });
  }

  succeed(id: string, choice: string | null = null): Decision {
    return this.send(this.success(this.work(id), choice));
  }

  success(work: ReturnType<Driver["work"]>, choice: string | null = null): Stimulus & { type: "result" } {
    const node = this.graph.nodes.get(work.node);
    const channels = node?.kind === "task" ? node.writes : [];
    const writes = Object.fromEntries(channels.map((channel) => [channel, VALUE])) as Record<ChannelId, ValueRef>;
    return { type: "result", ...work, outcome: { ok: true, writes, cache: "none", cache_key: null, choice } };
  }

  fail(id: string, of: ErrorClass, more: Partial<NodeError> = {}): Decision {
    const error: NodeError = { class: of, code: of, message: of, retry_after_ms: null, details: [], ...more };
    return this.send({ type: "result", ...this.work(id), outcome: { ok: false, error } });
  }

  /** Types of the journal's events, each with its node. */
  get story(): string[] {
    return this.journal.map((event) => ("node" in event && event.node ? `${event.type} ${event.node}` : event.type));
  }
}
