import { z } from "zod";
import { TenantId } from "../../graphs/run.ts";
import { reach, StoreUnavailable } from "../../store/failure.ts";
import { findKey } from "../../store/keys.ts";
import { Scope } from "./principal.ts";

/**
 * Looks a key up by its hash. While D1 answers, a revocation takes effect everywhere within `FRESH_MS`. While D1 does not answer, a key that
 * was confirmed less than `GRACE_MS` ago is still taken, so that an outage of the database locks nobody out; a revocation made just before the
 * outage can be late by that long. Unknown and revoked keys are never remembered as good.
 */
export const FRESH_MS = 60_000;
export const GRACE_MS = 60 * 60 * 1000;
const MOST_REMEMBERED = 1_000;
/** KV only helps; a request does not wait longer for it. */
const KV_TIMEOUT_MS = 1_000;
const KV_PREFIX = "api-key:";

const KnownKey = z.object({
  id: z.string(),
  tenant: TenantId,
  scopes: z.array(Scope),
  /** When D1 last confirmed the key, in milliseconds. */
  confirmed_at: z.number(),
});
export type KnownKey = z.infer<typeof KnownKey>;

/** What this isolate knows; checked again after `FRESH_MS`. */
const remembered = new Map<string, { key: KnownKey; until: number }>();

/**
 * Null when the key is unknown or revoked.
 * @throws StoreUnavailable when D1 does not answer and the key was not confirmed lately
 */
export async function lookUpKey(
  env: Pick<Cloudflare.Env, "DB" | "NODE_CACHE">,
  hash: string,
  now: number,
): Promise<KnownKey | null> {
  const known = remembered.get(hash);
  if (known !== undefined && now < known.until) return known.key;
  try {
    const row = await findKey(env.DB, hash);
    if (row === null || row.revoked_at !== null) {
      remembered.delete(hash);
      return null;
    }
    const key = KnownKey.parse({ id: row.id, tenant: row.tenant, scopes: row.scopes, confirmed_at: now });
    remember(hash, key, now);
    await keepForOutages(env.NODE_CACHE, hash, key);
    return key;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const key = known?.key ?? (await fromKv(env.NODE_CACHE, hash));
    if (key === null || now - key.confirmed_at > GRACE_MS) throw error;
    remember(hash, key, now);
    return key;
  }
}

/** Forgets a revoked key here and in KV; other isolates follow within `FRESH_MS`. What KV keeps is only read in an outage and for `GRACE_MS`. */
export async function forgetKey(kv: KVNamespace, hash: string): Promise<void> {
  remembered.delete(hash);
  try {
    await reach(() => kv.delete(KV_PREFIX + hash), KV_TIMEOUT_MS);
  } catch (error) {
    console.warn({ message: "a revoked key may stay in KV until it expires", error: String(error) });
  }
}

async function keepForOutages(kv: KVNamespace, hash: string, key: KnownKey): Promise<void> {
  const options = { expirationTtl: GRACE_MS / 1000 };
  try {
    await reach(() => kv.put(KV_PREFIX + hash, JSON.stringify(key), options), KV_TIMEOUT_MS);
  } catch (error) {
    console.warn({ message: "a key was not kept for outages", error: String(error) });
  }
}

function remember(hash: string, key: KnownKey, now: number): void {
  remembered.delete(hash);
  remembered.set(hash, { key, until: now + FRESH_MS });
  for (const oldest of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) break;
    remembered.delete(oldest);
  }
}

async function fromKv(kv: KVNamespace, hash: string): Promise<KnownKey | null> {
  const json = await reach(() => kv.get(KV_PREFIX + hash, "json"), KV_TIMEOUT_MS);
  const parsed = KnownKey.safeParse(json);
  return parsed.success ? parsed.data : null;
}
