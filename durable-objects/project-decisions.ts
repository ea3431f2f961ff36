import type { EventType, JournalEvent } from "../src/graph/events.ts";
import { ChannelId } from "../src/graph/ids.ts";
import { type Learned, learnedFrom } from "../src/graphs/holes/learned.ts";
import { projectDecisions } from "../src/store/hole-decisions.ts";
import type { Executor } from "./executor.ts";
import { contractOf } from "./hole-view.ts";
import { platform } from "./platform.ts";
import type { RunStorage } from "./run-storage.ts";
import type { LoadedRun } from "./run-view.ts";

const ENDS: ReadonlySet<EventType> = new Set(["run_failed", "run_canceled", "run_expired", "run_retried"]);
const DECISIONS = ChannelId.parse("decisions");
const GIVEN = ChannelId.parse("given");

/** Whether the events can change what people decided in the run: they write answers, or end or retry a run with answers that no node has taken over. */
export function changesDecisions({ state }: LoadedRun, events: readonly JournalEvent[]): boolean {
  if (!state.values.has(DECISIONS)) return false;
  return events.some(
    (event) => ENDS.has(event.type) || ("writes" in event && (DECISIONS in event.writes || GIVEN in event.writes)),
  );
}

/** Brings what people decided about suggestions to D1. A run in which nobody ever did costs D1 nothing. */
export async function bringDecisions(executor: Executor, db: D1Database): Promise<void> {
  const { storage } = executor;
  const run = executor.mustLoad();
  const { meta, state } = run;
  const learned = learnedIn(storage, run);
  const had = storage.projections.get("decisions").cursor;
  const anything = learned.length > 0 || had > 0;
  if (anything) {
    const { id, tenant } = meta;
    await projectDecisions(db, { id, tenant, created_at: state.created_at, revision: state.seq, learned });
  }
  const after = executor.load();
  if (after === null) return;
  const moved = after.state.seq > state.seq && JSON.stringify(learnedIn(storage, after)) !== JSON.stringify(learned);
  storage.projections.arrived("decisions", anything ? state.seq : 0, moved ? platform().now : null);
}

function learnedIn(storage: RunStorage, run: LoadedRun): Learned[] {
  const contract = contractOf(storage, run);
  return contract === null || contract.asking.learn === false
    ? []
    : learnedFrom(contract, run.meta.rerun_of === null ? null : run.state.created_at);
}
