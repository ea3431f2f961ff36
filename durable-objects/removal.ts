import type { RunId } from "../src/graphs/run.ts";
import { nodeCache } from "../src/store/node-cache.ts";
import { deleteRun } from "../src/store/runs.ts";
import { backoff } from "./backoff.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";

/** Deletes the run here and now, and writes down that its rows in D1 and its cache entries have still to go. One transaction. */
export function beginRemoval(executor: Executor, id: RunId): void {
  const { storage } = executor;
  const { now } = platform();
  storage.transaction(() => {
    storage.meta.setRemoval({ id, at: now, tries: 0, due_at: now });
    storage.clearRun();
  });
  executor.forget();
  executor.arm();
  executor.waiters.notify();
}

/**
 * Deletes what the run left elsewhere and then everything here. False when D1 or KV did not answer; the removal stays due. A cache entry
 * that a consumer writes at this very moment can survive: it holds no more than a result by content hash, and its lifetime ends it.
 */
export async function finishRemoval(executor: Executor, env: Cloudflare.Env): Promise<boolean> {
  const { storage } = executor;
  const removal = storage.open ? storage.meta.removal() : null;
  if (removal === null) return true;
  const { DB, NODE_CACHE } = platform().bindings(env);
  try {
    await Promise.all([nodeCache(NODE_CACHE).delete(storage.cacheKeys()), deleteRun(DB, removal.id, removal.at)]);
  } catch (error) {
    console.warn({ message: "run is deleted here but not yet elsewhere", run: removal.id, error: String(error) });
    const { now, random } = platform();
    const due_at = now + backoff(removal.tries, { base_ms: 2_000, max_ms: 300_000 }, random);
    storage.meta.setRemoval({ ...removal, tries: removal.tries + 1, due_at });
    executor.arm();
    return false;
  }
  await storage.deleteAll();
  return true;
}
