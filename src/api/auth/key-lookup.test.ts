import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { TenantId } from "../../graphs/run.ts";
import { StoreUnavailable } from "../../store/failure.ts";
import { type ApiKeyRow, insertKey, revokeKey } from "../../store/keys.ts";
import { DOWN } from "../testing.ts";
import { FRESH_MS, GRACE_MS, lookUpKey } from "./key-lookup.ts";

const tenant = TenantId.parse("acme");
const outage = { DB: DOWN, NODE_CACHE: env.NODE_CACHE };
const START = 1_000_000;

async function inserted(name: string): Promise<ApiKeyRow> {
  const row: ApiKeyRow = {
    id: `key_${name}`,
    tenant,
    name,
    hash: `hash of ${name}`,
    prefix: "lift_",
    scopes: ["run"],
    created_at: 1,
    last_used_at: null,
    revoked_at: null,
  };
  await insertKey(env.DB, row);
  return row;
}

describe("looking up a key", () => {
  it("takes notice of a revocation made elsewhere within the stated delay", async () => {
    const { hash, id } = await inserted("revoked");
    expect(await lookUpKey(env, hash, START)).toMatchObject({ id, tenant });
    await revokeKey(env.DB, tenant, id, START);
    expect(await lookUpKey(env, hash, START + FRESH_MS - 1)).not.toBeNull();
    expect(await lookUpKey(env, hash, START + FRESH_MS)).toBeNull();
  });

  it("during an outage takes a confirmed key until the grace ends, counted from D1's last word", async () => {
    const { hash } = await inserted("graced");
    await lookUpKey(env, hash, START);
    expect(await lookUpKey(outage, hash, START + GRACE_MS / 2)).not.toBeNull();
    expect(await lookUpKey(outage, hash, START + GRACE_MS)).not.toBeNull();
    await expect(lookUpKey(outage, hash, START + GRACE_MS + FRESH_MS + 1)).rejects.toThrow(StoreUnavailable);
  });

  it("during an outage learns from KV what another isolate confirmed", async () => {
    const key = { id: "key_far", tenant, scopes: ["read"], confirmed_at: START };
    await env.NODE_CACHE.put("api-key:hash of far", JSON.stringify(key));
    expect(await lookUpKey(outage, "hash of far", START + 1)).toEqual(key);
  });

  it("never takes a key that nobody confirmed", async () => {
    await expect(lookUpKey(outage, "hash of nothing", START)).rejects.toThrow(StoreUnavailable);
    expect(await lookUpKey(env, "hash of nothing", START)).toBeNull();
  });
});
