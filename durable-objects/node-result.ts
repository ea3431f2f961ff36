import type { Lease, NodeId } from "../src/graph/ids.ts";
import type { Stimulus } from "../src/graph/state.ts";
import { toValue, type Value, ValueTooLarge } from "./blobs.ts";
import type { Committed, Executor, FollowUp } from "./executor.ts";
import { boundError } from "./journal.ts";
import type { NodeResult } from "./node-run.ts";
import { platform } from "./platform.ts";
import type { LoadedRun } from "./run-view.ts";

/** One attempt of one activation of a node. */
export interface Dispatched {
  node: NodeId;
  iteration: number;
  attempt: number;
  lease: Lease;
}

/** Commits a node's result; one that is too large to store becomes the node's failure. */
export function commitResult(
  executor: Executor,
  work: Dispatched,
  result: NodeResult,
  cached: { cache: "hit" | "miss" | "none"; key: string | null },
  follow?: (run: LoadedRun) => FollowUp | null,
): Committed {
  const { node, iteration, attempt, lease } = work;
  const stimulus = (outcome: (Stimulus & { type: "result" })["outcome"]): Stimulus => ({
    type: "result",
    node,
    iteration,
    attempt,
    lease,
    outcome,
  });
  const failed = (error: (NodeResult & { ok: false })["error"]) =>
    executor.commit(stimulus({ ok: false, error: boundError(error) }));
  if (!result.ok) return failed(result.error);
  try {
    const values = new Map<string, Value>(
      Object.entries(result.writes).map(([channel, json]) => [channel, toValue(json)]),
    );
    const writes = Object.fromEntries([...values].map(([channel, value]) => [channel, value.ref]));
    const { choice } = result;
    const { now } = platform();
    return executor.commit(
      stimulus({ ok: true, writes, cache: cached.cache, cache_key: cached.key, choice }),
      [...values.values()],
      (decision) => {
        if (cached.cache !== "miss" || cached.key === null || decision.verdict.status !== "accepted") return;
        executor.storage.addCacheKey(cached.key, node, now);
      },
      follow,
    );
  } catch (error) {
    if (!(error instanceof ValueTooLarge)) throw error;
    const { code, message } = error;
    return failed({ class: "terminal", code, message: `${node}: ${message}`, retry_after_ms: null, details: [] });
  }
}
