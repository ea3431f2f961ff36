import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import { LIMITS, type RunId, type TenantId } from "../../graphs/run.ts";
import { sha256Hex } from "../auth/secret.ts";
import { callRun } from "./run-object.ts";

/**
 * A retry in place has no id of its own that an Idempotency-Key could become, so the key goes into the journal: the event `run_retried` says who
 * asked, followed by a digest of the key.
 */
export async function retryMark(name: string, key: string | undefined): Promise<string> {
  return key === undefined ? name : `${name} idempotency:${(await sha256Hex(key)).slice(0, 32)}`;
}

/** The run as it is now when its journal holds a retry with this mark. */
export async function retriedBefore(
  env: Cloudflare.Env,
  id: RunId,
  tenant: TenantId,
  mark: string,
): Promise<RunSnapshot | null> {
  for (let after = 0; ; ) {
    const seen = after;
    const page = await callRun(env, id, (run) => run.events({ tenant, after: seen, limit: LIMITS.page }));
    if (page === null) return null;
    if (page.events.some((event) => event.type === "run_retried" && event.by === mark)) {
      return callRun(env, id, (run) => run.read({ tenant }));
    }
    const last = page.events.at(-1);
    if (last === undefined || page.events.length < LIMITS.page) return null;
    after = last.seq;
  }
}
