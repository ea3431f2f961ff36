/**
 * The one place where a run moves: a stimulus is judged, its event appended, and then everything the plan asks for, until nothing is
 * left to do at this instant. Pure: clock, randomness and tokens come in. The shell commits all events of one decision together, then
 * carries out each `node_scheduled` (inline: runs the handler and reports; queued: sends a message) and each `node_resent`.
 *
 * Guarantee: a node activation's outcome is recorded at most once; its handler may run more than once.
 */
import { claimDelay, MAX_JOURNALED_DISCARDS } from "./caps.ts";
import type { Graph } from "./definition.ts";
import type { EventBody, JournalEvent, NodeError, ReminderRule, ValueRef } from "./events.ts";
import { apply, begin, nodeState, strikeKey } from "./fold.ts";
import type { ChannelId, Lease, NodeId } from "./ids.ts";
import { type DiscardReason, judge } from "./judge.ts";
import { plan, workOf } from "./plan.ts";
import { JournalError } from "./problem.ts";
import { reminderTimes } from "./reminders.ts";
import { retryDelay } from "./retry.ts";
import type { Command, Entropy, RunState, Stimulus } from "./state.ts";
import { structureOf } from "./structure.ts";

export type StimulusVerdict = { status: "accepted" } | { status: "discarded"; reason: DiscardReason };

export interface Decision {
  /** To be appended, in order. Empty when nothing changed. */
  events: JournalEvent[];
  state: RunState;
  verdict: StimulusVerdict;
}

/** The first event of a run. The run is `queued` until a `start` (or any other) stimulus. */
export function createRun(
  graph: Graph,
  run: { input: Record<ChannelId, ValueRef>; deadline_at: number; answer_ms?: number; reminders?: ReminderRule[] },
  now: number,
): Omit<Decision, "verdict"> {
  const missing = graph.input.filter((channel) => !(channel in run.input));
  if (missing.length > 0) throw new JournalError("impossible_event", `no input for ${missing.join(", ")}`);
  const event: JournalEvent = {
    type: "run_created",
    seq: 1,
    at: Math.max(0, now),
    graph: graph.id,
    graph_version: graph.version,
    ...run,
  };
  return { events: [event], state: begin(graph, event) };
}

/** Throws JournalError when state and graph do not belong together. */
export function decide(graph: Graph, state: RunState, stimulus: Stimulus, entropy: Entropy): Decision {
  const run = new Run(graph, state, entropy);
  const judgement = judge(graph, state, stimulus, run.now);
  if (judgement.status === "accepted") run.append(...take(run, stimulus));
  else if (judgement.journaled && state.discarded < MAX_JOURNALED_DISCARDS) run.append(judgement.journaled);
  for (
    let commands = plan(graph, run.state, run.now);
    commands.length > 0;
    commands = plan(graph, run.state, run.now)
  ) {
    for (const command of commands) run.append(carryOut(run, command));
  }
  const verdict: StimulusVerdict =
    judgement.status === "accepted" ? { status: "accepted" } : { status: "discarded", reason: judgement.reason };
  return { events: run.events, state: run.state, verdict };
}

/** A journal being written. Time never runs backwards in it: `now` is the clock or the last event, whichever is later. */
class Run {
  readonly graph: Graph;
  readonly entropy: Entropy;
  readonly now: number;
  readonly events: JournalEvent[] = [];
  state: RunState;

  constructor(graph: Graph, state: RunState, entropy: Entropy) {
    this.graph = graph;
    this.state = state;
    this.entropy = entropy;
    this.now = Math.max(Math.floor(entropy.now), state.updated_at);
  }

  append(...bodies: EventBody[]): void {
    for (const body of bodies) {
      const event: JournalEvent = { ...body, seq: this.state.seq + 1, at: this.now };
      this.state = apply(this.graph, this.state, event);
      this.events.push(event);
    }
  }
}

/** The events of an accepted stimulus. */
function take(run: Run, stimulus: Stimulus): EventBody[] {
  switch (stimulus.type) {
    case "start":
    case "tick":
      return [];
    case "claim": {
      const { node, iteration, attempt, lease } = stimulus;
      const lease_until = run.now + workNode(run.graph, node).lease_ms;
      return [{ type: "node_claimed", node, iteration, attempt, lease, lease_until }];
    }
    case "result": {
      const { node, iteration, attempt, lease, outcome } = stimulus;
      const dispatch = { node, iteration, attempt, lease };
      if (!outcome.ok) return [failure(run, dispatch, outcome.error)];
      const wrong = misfit(run.graph, node, outcome);
      if (wrong) return [failure(run, dispatch, wrong)];
      const { writes, cache, cache_key, choice } = outcome;
      return [{ type: "node_succeeded", ...dispatch, writes, cache, cache_key, choice }];
    }
    case "answer": {
      const { node, token, writes } = stimulus;
      return [
        { type: "wait_answered", node, iteration: nodeState(run.graph, run.state, node).iteration, token, writes },
      ];
    }
    case "cancel":
      return [{ type: "cancel_requested", by: stimulus.by }];
    case "retry": {
      const { by, deadline_at } = stimulus;
      return [{ type: "run_retried", by, deadline_at, nodes: resumable(run.graph, run.state) }];
    }
  }
}

function carryOut(run: Run, command: Command): EventBody {
  const { graph, state, now, entropy } = run;
  switch (command.type) {
    case "dispatch": {
      const { type: _, ...activation } = command;
      const { lease_ms } = workNode(graph, command.node);
      const claim_by = now + (command.mode === "inline" ? lease_ms : claimDelay(0));
      return { type: "node_scheduled", ...activation, lease: entropy.token() as Lease, claim_by };
    }
    case "resend": {
      const own = nodeState(graph, state, command.node);
      const resends = own.status === "scheduled" ? own.resends + 1 : 0;
      return { ...command, type: "node_resent", claim_by: now + claimDelay(resends) };
    }
    case "give_up_attempt": {
      const { type: _, ...dispatch } = command;
      const own = nodeState(graph, state, command.node);
      const unclaimed = own.status === "scheduled" && own.mode === "queued";
      return failure(run, dispatch, {
        class: "timeout",
        code: unclaimed ? "never_claimed" : "lease_expired",
        message: unclaimed ? "no consumer claimed the attempt" : "the attempt did not report within its lease",
        retry_after_ms: null,
        details: [],
      });
    }
    case "fire_join":
      return {
        type: "join_fired",
        ...activationOf(command),
        policy: policyOf(graph, command.node),
        canceled: command.cancel,
      };
    case "fail_join": {
      const { cancel: canceled, cause, error } = command;
      return {
        type: "join_failed",
        ...activationOf(command),
        policy: policyOf(graph, command.node),
        canceled,
        cause,
        error,
      };
    }
    case "take_loop":
      return { ...command, type: "loop_taken" };
    case "open_wait": {
      const node = graph.nodes.get(command.node);
      const timeout_ms = node?.kind === "wait" ? Math.min(node.timeout_ms, state.answer_ms ?? node.timeout_ms) : 0;
      const timeout_at = now + timeout_ms;
      const remind_at = reminderTimes(state.reminders, now, Math.min(timeout_at, state.deadline_at));
      const reminding = remind_at.length === 0 ? {} : { remind_at };
      return { type: "wait_opened", ...activationOf(command), token: entropy.token(), timeout_at, ...reminding };
    }
    case "time_out_wait":
      return { type: "wait_timed_out", ...activationOf(command), token: command.token };
    case "remind_wait":
      return { ...command, type: "wait_reminded" };
    case "finish":
      return { type: `run_${command.status}` };
    case "fail":
      return { type: "run_failed", node: command.node, error: command.error };
  }
}

function failure(
  run: Run,
  dispatch: { node: NodeId; iteration: number; attempt: number; lease: Lease },
  error: NodeError,
): EventBody {
  const { burned } = nodeState(run.graph, run.state, dispatch.node);
  const strikes = (run.state.strikes.get(strikeKey(error, dispatch.node)) ?? 0) + 1;
  const { retry } = workNode(run.graph, dispatch.node);
  const delay = run.state.canceling
    ? null
    : retryDelay(retry, error, { burned: burned + 1, strikes }, run.entropy.random);
  return { type: "node_failed", ...dispatch, error, retry_at: delay === null ? null : run.now + delay };
}

/** A result that the graph does not allow fails its node for good, since the same handler would answer the same again. */
function misfit(
  graph: Graph,
  id: NodeId,
  outcome: { writes: Record<ChannelId, ValueRef>; choice: string | null },
): NodeError | null {
  const node = graph.nodes.get(id);
  const declared = node?.kind === "task" ? node.writes : [];
  const undeclared = Object.keys(outcome.writes).filter((channel) => !declared.includes(channel as ChannelId));
  const missing = declared.filter((channel) => !(channel in outcome.writes));
  const terminal = (code: string, message: string): NodeError => ({
    class: "terminal",
    code,
    message,
    retry_after_ms: null,
    details: [],
  });
  if (undeclared.length > 0) return terminal("undeclared_write", `${id} wrote ${undeclared.join(", ")}`);
  if (missing.length > 0) return terminal("missing_write", `${id} did not write ${missing.join(", ")}`);
  if (node?.kind === "decision" && !(outcome.choice !== null && node.choices.includes(outcome.choice))) {
    return terminal("unknown_choice", `${id} chose ${outcome.choice}, not one of ${node.choices.join(", ")}`);
  }
  return null;
}

/** Failed and interrupted nodes and failed joins, except those that a join has since gone on without. */
function resumable(graph: Graph, state: RunState): NodeId[] {
  const { joins } = structureOf(graph).forks;
  const passed = new Set(
    [...joins].flatMap(([join, fork]) => (state.nodes.get(join)?.status === "succeeded" ? fork.region : [])),
  );
  return [...state.nodes]
    .filter(([id, own]) => (own.status === "failed" || own.status === "canceled") && !passed.has(id))
    .map(([id]) => id);
}

function workNode(graph: Graph, id: NodeId) {
  const node = graph.nodes.get(id);
  if (node?.kind === "task" || node?.kind === "decision") return workOf(node);
  throw new JournalError("unknown_node", `graph ${graph.id} version ${graph.version} has no task or decision ${id}`);
}

function policyOf(graph: Graph, id: NodeId): string {
  const node = graph.nodes.get(id);
  return node?.kind === "join" ? node.join.policy : "";
}

function activationOf({ node, iteration }: { node: NodeId; iteration: number }) {
  return { node, iteration };
}
