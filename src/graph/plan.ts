/**
 * What a run needs next: a pure function of the pinned graph, the fold and the time. Commands that change what the others mean (an
 * end, a join, a loop) come alone; whoever carries one out plans again. An empty plan means that only time or a report brings the run on.
 */
import { DECISION, MAX_DISPATCHES, MAX_EVENTS, MAX_RESENDS } from "./caps.ts";
import type { Graph, GraphNode } from "./definition.ts";
import type { NodeError } from "./events.ts";
import { isTerminal, nodeState } from "./fold.ts";
import { firstFailure, judgeJoin } from "./joins.ts";
import { remindersDue } from "./reminders.ts";
import { isActive, routeOf } from "./routing.ts";
import type { Command, NodeState, RunState } from "./state.ts";
import { structureOf } from "./structure.ts";

export function plan(graph: Graph, state: RunState, now: number): Command[] {
  if (isTerminal(state.status)) return [];
  const structural = planEnd(graph, state, now) ?? planRouting(graph, state);
  if (structural) return [structural];
  const work = [...planTimeouts(state, now), ...planDispatches(graph, state, now)];
  if (work.length > 0) return work;
  if ([...state.nodes.values()].some(isActive)) return [];
  return [planFinish(graph, state)];
}

/** Ends that come before any more work. A run that is canceling waits for inline work that is under way, up to its lease. */
function planEnd(graph: Graph, state: RunState, now: number): Command | null {
  if (state.canceling) {
    if (now >= state.deadline_at) return { type: "finish", status: "canceled" };
    const inline = [...state.nodes].filter(([, own]) => isInlineAtWork(own));
    if (inline.length === 0) return { type: "finish", status: "canceled" };
    return null;
  }
  if (now >= state.deadline_at) return { type: "finish", status: "expired" };
  if (state.seq >= MAX_EVENTS) {
    return {
      type: "fail",
      node: null,
      error: capError("events_exhausted", `the run has ${state.seq} events, of at most ${MAX_EVENTS}`),
    };
  }
  const { branches } = structureOf(graph).forks;
  const outermost = [...graph.nodes.keys()].filter((id) => branches.get(id)?.length === 0);
  const failure = firstFailure(graph, state, outermost);
  return failure && { type: "fail", node: failure.cause, error: failure.error };
}

function isInlineAtWork(own: NodeState): boolean {
  return (own.status === "scheduled" || own.status === "claimed") && own.mode === "inline";
}

function planRouting(graph: Graph, state: RunState): Command | null {
  if (state.canceling) return null;
  for (const [id, node] of graph.nodes) {
    const own = nodeState(graph, state, id);
    if (node.kind === "join" && own.status === "idle") {
      const verdict = judgeJoin(graph, state, id, node.join);
      const { iteration } = own;
      if (verdict.is === "fired") return { type: "fire_join", node: id, iteration, cancel: verdict.cancel };
      if (verdict.is === "failed") {
        const { cancel, cause, error } = verdict;
        return { type: "fail_join", node: id, iteration, cancel, cause, error };
      }
    }
    const route = routeOf(graph, state, id);
    if (route.kind === "loop") {
      const { from, to } = route.edge;
      return { type: "take_loop", from, to, iteration: nodeState(graph, state, to).iteration + 1 };
    }
  }
  return null;
}

function planTimeouts(state: RunState, now: number): Command[] {
  const commands: Command[] = [];
  for (const [node, own] of state.nodes) {
    const { iteration, attempts: attempt } = own;
    if (own.status === "open" && now >= own.timeout_at && !state.canceling) {
      commands.push({ type: "time_out_wait", node, iteration, token: own.token });
    } else if (own.status === "open" && !state.canceling && remindersDue(own, now) > own.reminded) {
      commands.push({ type: "remind_wait", node, iteration, token: own.token, reminder: remindersDue(own, now) });
    } else if (own.status === "claimed" && now >= own.lease_until) {
      commands.push({ type: "give_up_attempt", node, iteration, attempt, lease: own.lease });
    } else if (own.status === "scheduled" && now >= own.claim_by) {
      const resend = own.mode === "queued" && own.resends < MAX_RESENDS && !state.canceling;
      commands.push({ type: resend ? "resend" : "give_up_attempt", node, iteration, attempt, lease: own.lease });
    }
  }
  return commands;
}

function planDispatches(graph: Graph, state: RunState, now: number): Command[] {
  if (state.canceling) return [];
  const commands: Command[] = [];
  let left = MAX_DISPATCHES - state.dispatches;
  for (const [id, own] of state.nodes) {
    const due = own.status === "ready" || (own.status === "retrying" && now >= own.retry_at);
    const node = graph.nodes.get(id);
    if (!due || !node || node.kind === "join") continue;
    if (node.kind === "wait") {
      commands.push({ type: "open_wait", node: id, iteration: own.iteration });
    } else if (left > 0) {
      left -= 1;
      commands.push({
        type: "dispatch",
        node: id,
        iteration: own.iteration,
        attempt: own.attempts + 1,
        mode: workOf(node).mode,
      });
    } else if (commands.length === 0) {
      const error = capError(
        "dispatches_exhausted",
        `the run has made ${state.dispatches} dispatches, of at most ${MAX_DISPATCHES}`,
      );
      return [{ type: "fail", node: id, error }];
    }
  }
  return commands;
}

/** Nothing is under way: the token stands at a final node, or the graph has led it nowhere, which is an error and never a silent stall. */
function planFinish(graph: Graph, state: RunState): Command {
  const ended = [...graph.nodes].some(
    ([id, node]) => "final" in node && node.final && state.nodes.get(id)?.status === "succeeded",
  );
  if (ended) return { type: "finish", status: "succeeded" };
  return { type: "fail", node: null, error: capError("stalled", "no node is at work and no final node was reached") };
}

/** How a node that has a handler is run. */
export function workOf(node: GraphNode & { kind: "task" | "decision" }) {
  if (node.kind === "task") return { mode: node.mode, lease_ms: node.lease_ms, retry: node.retry };
  return { mode: "inline" as const, ...DECISION };
}

function capError(code: string, message: string): NodeError {
  return { class: "terminal", code, message, retry_after_ms: null, details: [] };
}
