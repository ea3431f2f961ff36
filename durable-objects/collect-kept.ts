import type { Stimulus } from "../src/graph/state.ts";
import { takeKept } from "../src/graphs/holes/kept.ts";
import { toValue, type Value } from "./blobs.ts";
import { contractOf } from "./hole-view.ts";
import type { RunStorage } from "./run-storage.ts";
import type { LoadedRun } from "./run-view.ts";

export interface Collected {
  stimulus: Stimulus;
  now: number;
  values: Value[];
  /** Rows that are taken with it. */
  taken: number[];
}

/**
 * What an open wait is given by the run itself: commands that were kept for it, or, where the wait only collects, its end. Null when it waits for somebody. `fresh` are values of the commit under way, `gone` rows that it
 * takes.
 */
export function collectKept(
  storage: RunStorage,
  run: LoadedRun,
  fresh: readonly Value[],
  gone: readonly number[],
  now: number,
): Collected | null {
  if (run.bound === null || run.state.finished_at !== null || run.state.canceling) return null;
  for (const [id, own] of run.state.nodes) {
    const node = run.bound.graph.nodes.get(id);
    if (own.status !== "open" || node?.kind !== "wait") continue;
    const kept = storage.kept.all().filter((one) => !gone.includes(one.id));
    const contract = kept.length === 0 ? null : contractOf(storage, run, fresh);
    const found = contract === null ? null : takeKept(id, contract, kept);
    if (found !== null) {
      const value = toValue(JSON.stringify(found.given));
      const stimulus = { type: "answer", node: id, token: own.token, writes: { [node.writes]: value.ref } } as const;
      return { stimulus, now, values: [value], taken: found.taken };
    }
    if (node.collects === true)
      return { stimulus: { type: "tick" }, now: Math.max(now, own.timeout_at), values: [], taken: [] };
  }
  return null;
}
