import type { RunObjectRpc } from "../../../durable-objects/contract.ts";
import type { RunId } from "../../graphs/run.ts";
import { flag } from "../problems/from-thrown.ts";

const ATTEMPTS = 3;
/** First delay before another attempt; each further one doubles, and half of it is drawn at random. */
const BASE_DELAY_MS = 50;

/**
 * Calls the Durable Object of a run. Every call of the contract is idempotent, so one that failed in a retryable way is made again, on a new
 * stub, as a stub may stay broken after an exception. An overloaded object is never called again by us.
 */
export async function callRun<T>(
  env: Pick<Cloudflare.Env, "RUNS">,
  id: RunId,
  call: (run: RunObjectRpc) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(runObject(env, id));
    } catch (error) {
      if (attempt >= ATTEMPTS || flag(error, "overloaded") || !flag(error, "retryable")) throw error;
      const delay = BASE_DELAY_MS * 2 ** (attempt - 1);
      await scheduler.wait(delay / 2 + (Math.random() * delay) / 2);
    }
  }
}

/** The stub as the contract types it: the platform's own mapping of RPC types loses brands. */
function runObject(env: Pick<Cloudflare.Env, "RUNS">, id: RunId): RunObjectRpc {
  return env.RUNS.get(env.RUNS.idFromName(id)) as unknown as RunObjectRpc;
}
