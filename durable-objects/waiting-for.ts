import type { NodeId } from "../src/graph/ids.ts";
import type { NodeState, RunState } from "../src/graph/state.ts";

export interface WaitingFor {
  what: string;
  /** Milliseconds since the epoch. */
  since: number;
  wakes: string;
}

/**
 * What a run that has not ended is waiting for: of all nodes with something to do, the one a person must act on, or else the one that
 * has waited longest. `next_wake` is the time of the run's earliest wake.
 */
export function waitingFor(state: RunState, next_wake: number | null): WaitingFor | null {
  if (state.finished_at !== null) return null;
  const waits = [...state.nodes].flatMap(([id, node]) => {
    const wait = waitOf(id, node);
    return wait === null ? [] : [wait];
  });
  const first = waits.sort((a, b) => a.rank - b.rank || a.since - b.since)[0];
  const next = next_wake === null ? "the watchdog" : `a look at the run at ${time(next_wake)}`;
  if (first === undefined) {
    return {
      what: state.canceling ? "the run to end as canceled" : "the run's next step",
      since: state.updated_at,
      wakes: next,
    };
  }
  const { what, since, wakes } = first;
  return { what: state.canceling ? `${what}, to end as canceled` : what, since, wakes };
}

function waitOf(id: NodeId, node: NodeState): (WaitingFor & { rank: number }) | null {
  switch (node.status) {
    case "open":
      return {
        rank: 0,
        what: `an answer to ${id}`,
        since: node.since,
        wakes: `the answer, or the timeout at ${time(node.timeout_at)}`,
      };
    case "retrying":
      return {
        rank: 1,
        what: `the next attempt of ${id} after ${node.error.code}`,
        since: node.since,
        wakes: `the retry at ${time(node.retry_at)}`,
      };
    case "claimed":
      return {
        rank: 2,
        what: `${id} to report (attempt ${node.attempts})`,
        since: node.since,
        wakes: `its report, or the end of its lease at ${time(node.lease_until)}`,
      };
    case "scheduled":
      return node.mode === "inline"
        ? {
            rank: 2,
            what: `${id} to run`,
            since: node.since,
            wakes: `its result, or the end of its lease at ${time(node.claim_by)}`,
          }
        : {
            rank: 2,
            what: `${id} to be taken from the queue (attempt ${node.attempts})`,
            since: node.since,
            wakes: `a consumer, or the message sent again at ${time(node.claim_by)}`,
          };
    default:
      return null;
  }
}

const time = (at: number) => new Date(at).toISOString();
