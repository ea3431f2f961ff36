import { reach } from "./failure.ts";

/** Node results by content hash. Values are immutable under their key, so an old value is never a wrong one. */
export interface NodeCache {
  /** Null on a miss, and when KV fails or is slow: the node is then computed. */
  get(key: string): Promise<string | null>;
  /** A failed write is logged and costs only a later recomputation. */
  put(key: string, json: string): Promise<void>;
  /** @throws StoreUnavailable when a value may still be there. */
  delete(keys: readonly string[]): Promise<void>;
}

/** Results are kept this long after they were written. */
export const NODE_CACHE_TTL_SECONDS = 7 * 24 * 60 * 60;
/** Waiting longer for a cached value than this would cost more than most nodes. */
const TIMEOUT_MS = 2_000;
/** KV refuses values above 25 MiB (platform limit). */
const LARGEST_VALUE_BYTES = 25 * 1024 * 1024;

const PREFIX = "node:";

export function nodeCache(kv: KVNamespace): NodeCache {
  return {
    async get(key) {
      try {
        return await reach(() => kv.get(PREFIX + key), TIMEOUT_MS);
      } catch (error) {
        console.warn({ message: "node cache read failed", error: String(error) });
        return null;
      }
    },
    async put(key, json) {
      if (json.length * 3 > LARGEST_VALUE_BYTES && new TextEncoder().encode(json).length > LARGEST_VALUE_BYTES) return;
      try {
        await reach(() => kv.put(PREFIX + key, json, { expirationTtl: NODE_CACHE_TTL_SECONDS }), TIMEOUT_MS);
      } catch (error) {
        console.warn({ message: "node cache write failed", error: String(error) });
      }
    },
    async delete(keys) {
      await Promise.all(keys.map((key) => reach(() => kv.delete(PREFIX + key))));
    },
  };
}
