import { MAX_DISPATCHES, MAX_EVENTS } from "./caps.ts";
import type { Graph } from "./definition.ts";
import type { EventBody } from "./events.ts";
import { isTerminal } from "./fold.ts";
import type { NodeState, RunState, Stimulus } from "./state.ts";

/**
 * Why a stimulus has no effect. `stale_lease`: the attempt was given up or replaced. `duplicate`: it was already taken.
 * `superseded`: a join or a loop has gone on without this activation. `timed_out`: the wait ended without this answer.
 */
export type DiscardReason =
  | (EventBody & { type: "result_discarded" })["reason"]
  | "unknown_node"
  | "not_waiting"
  | "timed_out"
  | "not_failed"
  | "caps_reached"
  | "undeclared_write";

export type Judgement =
  | { status: "accepted" }
  | { status: "discarded"; reason: DiscardReason; journaled: EventBody | null };

/** Whether a stimulus may have its effect on a run in this state. Discarded results are journaled; other discards change nothing. */
export function judge(graph: Graph, state: RunState, stimulus: Stimulus, now: number): Judgement {
  switch (stimulus.type) {
    case "start":
    case "tick":
      return isTerminal(state.status) ? discarded("terminal") : { status: "accepted" };
    case "cancel":
      if (isTerminal(state.status)) return discarded("terminal");
      return state.canceling ? discarded("duplicate") : { status: "accepted" };
    case "retry":
      if (state.status !== "failed") return discarded("not_failed");
      return state.dispatches >= MAX_DISPATCHES || state.seq >= MAX_EVENTS
        ? discarded("caps_reached")
        : { status: "accepted" };
    case "claim": {
      const reason = fence(graph, state, stimulus);
      if (reason) return discarded(reason);
      return state.nodes.get(stimulus.node)?.status === "claimed" ? discarded("duplicate") : { status: "accepted" };
    }
    case "result": {
      const reason = fence(graph, state, stimulus);
      if (!reason) return { status: "accepted" };
      if (reason === "unknown_node") return discarded(reason);
      const { node, iteration, attempt, lease } = stimulus;
      return {
        status: "discarded",
        reason,
        journaled: { type: "result_discarded", node, iteration, attempt, lease, reason },
      };
    }
    case "answer":
      return judgeAnswer(graph, state, stimulus, now);
  }
}

type Fenced = (EventBody & { type: "result_discarded" })["reason"] | "unknown_node" | null;

/** Fencing: only the holder of the current lease of the current attempt of the current iteration may claim or report. */
function fence(graph: Graph, state: RunState, of: Stimulus & { type: "claim" | "result" }): Fenced {
  const node = graph.nodes.get(of.node);
  const own = state.nodes.get(of.node);
  if (!own || (node?.kind !== "task" && node?.kind !== "decision")) return "unknown_node";
  if (isTerminal(state.status)) return "terminal";
  if (of.iteration !== own.iteration) return "superseded";
  if (own.status === "scheduled" || own.status === "claimed") {
    if (of.attempt !== own.attempts || of.lease !== own.lease) return "stale_lease";
    return state.canceling && own.mode === "queued" ? "canceling" : null;
  }
  return of.attempt === own.attempts ? afterReport(own) : "stale_lease";
}

/** The attempt is the last one and holds no lease any more: it has reported, was given up, or was left behind. */
function afterReport(own: NodeState): Fenced {
  switch (own.status) {
    case "succeeded":
      return "duplicate";
    case "failed":
    case "retrying":
      return own.error.class === "timeout" ? "stale_lease" : "duplicate";
    case "canceled":
    case "skipped":
      return "superseded";
    default:
      return "stale_lease";
  }
}

function judgeAnswer(graph: Graph, state: RunState, answer: Stimulus & { type: "answer" }, now: number): Judgement {
  const node = graph.nodes.get(answer.node);
  const own = state.nodes.get(answer.node);
  if (!own || node?.kind !== "wait") return discarded("unknown_node");
  if (isTerminal(state.status)) return discarded("terminal");
  if (state.canceling) return discarded("canceling");
  if (own.status === "succeeded") return discarded(own.choice === "timeout" ? "timed_out" : "duplicate");
  if (own.status !== "open") return discarded("not_waiting");
  if (own.token !== answer.token) return discarded("superseded");
  if (now >= own.timeout_at) return discarded("timed_out");
  const channels = Object.keys(answer.writes);
  return channels.length === 1 && channels[0] === node.writes ? { status: "accepted" } : discarded("undeclared_write");
}

function discarded(reason: DiscardReason): Judgement {
  return { status: "discarded", reason, journaled: null };
}
