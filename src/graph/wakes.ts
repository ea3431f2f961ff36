import type { Graph } from "./definition.ts";
import { isTerminal } from "./fold.ts";
import type { RunState, Wake } from "./state.ts";

/**
 * The times at which a run must be looked at again, as a function of its state: a shell replaces its rows by these after every
 * decision. A run that has not ended has at least its deadline, so it can never be forgotten.
 */
export function wakes(graph: Graph, state: RunState): Wake[] {
  if (isTerminal(state.status)) return [];
  const all: Wake[] = [{ key: "deadline", at: state.deadline_at, why: "deadline" }];
  if (state.status === "queued") all.push({ key: "start", at: state.updated_at, why: "start" });
  for (const id of graph.nodes.keys()) {
    const own = state.nodes.get(id);
    switch (own?.status) {
      case "scheduled":
        // An inline attempt is never claimed; its claim deadline is the end of its lease.
        all.push(
          own.mode === "queued"
            ? { key: `claim:${id}`, at: own.claim_by, why: "claim" }
            : { key: `lease:${id}`, at: own.claim_by, why: "lease" },
        );
        break;
      case "claimed":
        all.push({ key: `lease:${id}`, at: own.lease_until, why: "lease" });
        break;
      case "retrying":
        all.push({ key: `retry:${id}`, at: own.retry_at, why: "retry" });
        break;
      case "open":
        all.push({ key: `wait:${id}`, at: own.timeout_at, why: "wait" });
        if (!state.canceling) {
          const next = own.remind_at[own.reminded];
          if (next !== undefined) all.push({ key: `remind:${id}`, at: next, why: "remind" });
        }
        break;
    }
  }
  return all;
}
