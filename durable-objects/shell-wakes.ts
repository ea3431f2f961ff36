import type { EventType, JournalEvent } from "../src/graph/events.ts";
import type { RunStorage } from "./run-storage.ts";
import type { LoadedRun } from "./run-view.ts";
import type { WakeRow } from "./wake-table.ts";

/** Work that starts right after a commit is looked at again this much later, in case it did not. */
const SAFETY_NET_MS = 1_000;
/** A projection under way may take as long as D1's own time-out. */
const PROJECTION_NET_MS = 6_000;
/** Progress without a change of status reaches D1 this late; the watchdog's patience is far longer. */
const PROGRESS_MS = 20_000;

/** Events that change what lists show. */
const LIFECYCLE: ReadonlySet<EventType> = new Set([
  "run_created",
  "wait_opened",
  "wait_answered",
  "wait_timed_out",
  "run_retried",
  "run_succeeded",
  "run_failed",
  "run_canceled",
  "run_expired",
]);

export function projectionDueAt(events: readonly JournalEvent[], now: number): number {
  return events.some((event) => LIFECYCLE.has(event.type)) ? now : now + PROGRESS_MS;
}

/** The wakes that the core does not know of: messages to send, inline nodes to run, projections, deliveries and a deletion to finish. */
export function shellWakes(storage: RunStorage, run: LoadedRun | null, now: number): WakeRow[] {
  const rows: WakeRow[] = [];
  const look = (key: string, due: number | null, net: number) => {
    if (due !== null) rows.push({ key, at: due > now ? due : now + net, why: key });
  };
  look("outbox", storage.outbox.nextDue(), SAFETY_NET_MS);
  look("inline", run !== null && hasInlineWork(run) ? now : null, SAFETY_NET_MS);
  look("projection", storage.projections.nextDue(), PROJECTION_NET_MS);
  look("deliveries", storage.deliveries.nextDue(), SAFETY_NET_MS);
  look("removal", storage.meta.removal()?.due_at ?? null, PROJECTION_NET_MS);
  return rows;
}

function hasInlineWork({ state }: LoadedRun): boolean {
  return [...state.nodes.values()].some((node) => node.status === "scheduled" && node.mode === "inline");
}
