import type { Graph } from "../graph/definition.ts";
import type { JournalEvent } from "../graph/events.ts";
import type { NodeId } from "../graph/ids.ts";
import type { RunState } from "../graph/state.ts";
import type { WebhookEventType } from "./event-types.ts";

/** A wait as its events tell of it. Times are milliseconds since the epoch. */
export interface OccurredWait {
  node: NodeId;
  since: number;
  until: number;
  /** Which reminder this is, of how many; null for events that are none. */
  reminder: { number: number; of: number } | null;
}

/** Something that happened to a run and that the outside may want to know. `seq` and `at` are those of its journal event. */
export interface Occurrence {
  type: WebhookEventType;
  seq: number;
  at: number;
  wait: OccurredWait | null;
}

/**
 * What the events of one commit, which led from `before` to `after`, are to the outside. A wait that the run answers itself in the commit that opens it waits for nobody, and neither does one that
 * only collects. `graph` is null where the code no longer has it; such a run has no waits.
 */
export function occurrencesOf(
  graph: Graph | null,
  before: RunState,
  after: RunState,
  events: readonly JournalEvent[],
): Occurrence[] {
  return events.flatMap((event): Occurrence[] => {
    const { seq, at } = event;
    switch (event.type) {
      case "wait_opened": {
        const wait = waitOf(after, event);
        return wait === null ? [] : [{ type: "run.waiting", seq, at, wait }];
      }
      case "wait_reminded": {
        const wait = waitOf(after, event, event.reminder) ?? waitOf(before, event, event.reminder);
        return wait === null ? [] : [{ type: "run.reminder", seq, at, wait }];
      }
      case "wait_timed_out": {
        const node = graph?.nodes.get(event.node);
        const wait = waitOf(before, event);
        if (wait === null || (node?.kind === "wait" && node.collects === true)) return [];
        return [{ type: "run.deadline_passed", seq, at, wait }];
      }
      case "run_succeeded":
        return [{ type: "run.succeeded", seq, at, wait: null }];
      case "run_failed":
        return [{ type: "run.failed", seq, at, wait: null }];
      case "run_canceled":
        return [{ type: "run.canceled", seq, at, wait: null }];
      case "run_expired":
        return [{ type: "run.expired", seq, at, wait: null }];
      default:
        return [];
    }
  });
}

function waitOf(
  { nodes }: RunState,
  { node, token }: { node: NodeId; token: string },
  reminder: number | null = null,
): OccurredWait | null {
  const own = nodes.get(node);
  if (own?.status !== "open" || own.token !== token) return null;
  const of = own.remind_at.length;
  return {
    node,
    since: own.since,
    until: own.timeout_at,
    reminder: reminder === null ? null : { number: reminder, of },
  };
}
