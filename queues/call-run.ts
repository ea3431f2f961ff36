import type { RunObjectRpc } from "../durable-objects/contract.ts";
import { platform } from "../durable-objects/platform.ts";

const ATTEMPTS = 4;
const BASE_MS = 100;

/**
 * Calls a run's Durable Object. Errors that the platform marks `retryable` are tried again after a backoff, each time with a new stub, since a
 * stub can stay broken after an exception; an `overloaded` object is left alone. For calls that are safe to repeat only.
 * @throws the last error
 */
export async function callRun<T>(
  env: Cloudflare.Env,
  run: string,
  call: (stub: RunObjectRpc) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const stub = platform().bindings(env).RUNS.getByName(run);
      // The contract's methods take and give plain data, which arrives as it was sent; the stub's own types add disposers to it.
      return await call(stub as unknown as RunObjectRpc);
    } catch (error) {
      if (attempt >= ATTEMPTS || !has(error, "retryable") || has(error, "overloaded")) throw error;
      const ceiling = BASE_MS * 2 ** attempt;
      await new Promise((resolve) => setTimeout(resolve, ceiling / 2 + platform().random() * (ceiling / 2)));
    }
  }
}

function has(error: unknown, flag: "retryable" | "overloaded"): boolean {
  return typeof error === "object" && error !== null && Reflect.get(error, flag) === true;
}
