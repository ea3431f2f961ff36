import type { JournalEvent } from "../src/graph/events.ts";
import type { NodeId } from "../src/graph/ids.ts";
import type { RunState } from "../src/graph/state.ts";
import { holesOfWait } from "../src/graphs/holes/awaited.ts";
import { type EventRun, webhookEvent, webhookEventId } from "../src/webhooks/event.ts";
import { occurrencesOf } from "../src/webhooks/occurrences.ts";
import { contractOf } from "./hole-view.ts";
import type { RunStorage } from "./run-storage.ts";
import { type LoadedRun, revisionOf } from "./run-view.ts";

/**
 * Writes what the run's webhook is to be told of a commit that led from `before` to `run`. Call in the commit's transaction, after its values: event and delivery are there together or not at all.
 */
export function noteDeliveries(
  storage: RunStorage,
  run: LoadedRun,
  before: RunState,
  events: readonly JournalEvent[],
  now: number,
): void {
  const { meta, state } = run;
  if (meta.webhook === undefined) return;
  const { events: wanted, origin } = meta.webhook;
  const told: EventRun = {
    id: meta.id,
    graph: meta.graph,
    status: state.status,
    revision: revisionOf(run, storage),
    origin,
    error: state.error === null ? null : { code: state.error.error.code, node: state.error.node },
  };
  for (const occurrence of occurrencesOf(run.bound?.graph ?? null, before, state, events)) {
    const { type, seq, wait } = occurrence;
    if (!wanted.includes(type)) continue;
    const body = JSON.stringify(
      webhookEvent(occurrence, told, wait === null ? null : holesAt(storage, run, wait.node)),
    );
    const id = webhookEventId({ id: meta.id, created_at: state.created_at }, seq);
    storage.deliveries.add({ id, seq, type, body }, now);
  }
}

/** Ids of the holes that a wait asks; null where there is no contract that can be read, which keeps no event from being told. */
function holesAt(storage: RunStorage, run: LoadedRun, wait: NodeId): string[] | null {
  try {
    const contract = contractOf(storage, run);
    return contract === null ? null : holesOfWait(wait, contract.ir, contract.asking).map(({ id }) => id);
  } catch (error) {
    console.error({ message: "the holes of a wait cannot be read", run: run.meta.id, wait, error: String(error) });
    return null;
  }
}
