import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { TenantId } from "../graphs/run.ts";
import { deadLettersOf, recordDeadLetter } from "./dead-letters.ts";
import { emptyStore, runId, tenant } from "./fixtures.ts";
import { type ApiKeyRow, findKey, insertKey, listKeys, revokeKey, touchKey } from "./keys.ts";

beforeEach(() => emptyStore(env.DB));

const row: ApiKeyRow = {
  id: "key_1",
  tenant,
  name: "ci",
  hash: "h1",
  prefix: "lift_abcd",
  scopes: ["read"],
  created_at: 1,
  last_used_at: null,
  revoked_at: null,
};

describe("keys", () => {
  it("are found by hash and listed by tenant", async () => {
    await insertKey(env.DB, row);
    expect(await findKey(env.DB, "h1")).toEqual(row);
    expect(await findKey(env.DB, "h2")).toBeNull();
    expect(await listKeys(env.DB, tenant)).toEqual([row]);
    expect(await listKeys(env.DB, TenantId.parse("other"))).toEqual([]);
  });

  it("stay revoked at the time of the first revocation", async () => {
    await insertKey(env.DB, row);
    expect(await revokeKey(env.DB, tenant, "key_1", 10)).toBe("h1");
    expect(await revokeKey(env.DB, tenant, "key_1", 20)).toBe("h1");
    expect((await findKey(env.DB, "h1"))?.revoked_at).toBe(10);
  });

  it("cannot be revoked by another tenant", async () => {
    await insertKey(env.DB, row);
    expect(await revokeKey(env.DB, TenantId.parse("other"), "key_1", 10)).toBeNull();
    expect((await findKey(env.DB, "h1"))?.revoked_at).toBeNull();
  });

  it("note their use at most once a minute", async () => {
    await insertKey(env.DB, row);
    for (const at of [100_000, 120_000, 160_001]) await touchKey(env.DB, "key_1", at);
    expect((await findKey(env.DB, "h1"))?.last_used_at).toBe(160_001);
    await touchKey(env.DB, "key_1", 200_000);
    expect((await findKey(env.DB, "h1"))?.last_used_at).toBe(160_001);
  });
});

describe("dead letters", () => {
  it("are kept once each, cut to what people need", async () => {
    const letter = {
      queue: "lift-nodes",
      message_id: "m1",
      run_id: runId("a"),
      node: null,
      reason: "invalid",
      body: "x".repeat(20_000),
      attempts: 4,
      at: 1,
    };
    await recordDeadLetter(env.DB, letter);
    await recordDeadLetter(env.DB, letter);
    expect(await deadLettersOf(env.DB, runId("a"))).toEqual([{ ...letter, body: "x".repeat(10_000) }]);
  });
});
