import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { z } from "zod";
import { emptyStore } from "../../store/fixtures.ts";
import type { NewApiKey } from "../keys/resource.ts";
import type { Run } from "../runs/resource.ts";
import { callWith, DOWN, problemOf, SOLVE } from "../testing.ts";

const ADMIN = { LIFT_ADMIN_KEY: "an-operator-secret-of-some-length" };
const SITE = "https://lift.example";

beforeEach(() => emptyStore(env.DB));

function as(secret: string, path: string, init: RequestInit = {}, bindings: Partial<Cloudflare.Env> = {}) {
  const headers = { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" };
  return callWith({ ...ADMIN, ...bindings }, SITE + path, { headers, ...init });
}
const operator = (path: string, init?: RequestInit) => as(ADMIN.LIFT_ADMIN_KEY, path, init);
async function newKey(body: object): Promise<z.infer<typeof NewApiKey>> {
  const response = await operator("/v1/keys", {
    method: "POST",
    body: JSON.stringify({ name: "k", scopes: ["run"], ...body }),
  });
  expect(response.status).toBe(201);
  return response.json();
}
const create = { method: "POST", body: JSON.stringify(SOLVE) };

describe("a deployment without LIFT_ADMIN_KEY", () => {
  it("is open on loopback and says so", async () => {
    for (const host of ["localhost:8787", "127.0.0.1", "[::1]:80"]) {
      const response = await callWith({}, `http://${host}/v1/runs`);
      expect([response.status, response.headers.get("Lift-Auth")]).toEqual([200, "open-loopback"]);
    }
  });

  it("is closed anywhere else", async () => {
    for (const host of ["lift.example", "localhost.evil.example", "127.0.0.1.evil.example"]) {
      const response = await callWith({}, `https://${host}/v1/runs`);
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toContain("Bearer");
      expect(response.headers.has("Lift-Auth")).toBe(false);
    }
  });

  it("answers no page of another site", async () => {
    const response = await callWith({}, "http://localhost/v1/runs", { headers: { Origin: "https://evil.example" } });
    expect([response.status, (await problemOf(response)).code]).toEqual([403, "forbidden"]);
    const own = await callWith({}, "http://localhost/v1/runs", { headers: { Origin: "http://localhost:3000" } });
    expect(own.status).toBe(200);
  });
});

describe("a deployment with LIFT_ADMIN_KEY", () => {
  it("takes no request without a valid key, on loopback neither", async () => {
    const cases: [RequestInit, string][] = [
      [{}, "unauthenticated"],
      [{ headers: { Authorization: "Bearer wrong" } }, "invalid_key"],
      [{ headers: { Authorization: "Basic YTpi" } }, "invalid_key"],
      [{ headers: { Authorization: "Bearer" } }, "invalid_key"],
    ];
    for (const [init, code] of cases) {
      const response = await callWith(ADMIN, "http://localhost/v1/runs", init);
      expect([response.status, (await problemOf(response)).code]).toEqual([401, code]);
    }
  });

  it("takes its own secret as administrator of the tenant `default`", async () => {
    const response = await operator("/v1/keys");
    expect([response.status, await response.json()]).toEqual([200, { data: [] }]);
  });

  it("shows pages, health and the API's document to anybody", async () => {
    for (const path of ["/", "/docs", "/docs/problems", "/openapi.json", "/livez", "/readyz"]) {
      expect((await callWith(ADMIN, SITE + path)).status).toBe(200);
    }
  });
});

describe("a key", () => {
  it("is shown once and stored as a hash", async () => {
    const { key, id, prefix } = await newKey({ name: "ci" });
    expect(key).toMatch(/^lift_[A-Za-z0-9_-]{43}$/);
    expect(key.startsWith(prefix)).toBe(true);
    const listed = JSON.stringify(await (await operator("/v1/keys")).json());
    expect(listed).toContain(id);
    expect(listed).not.toContain(key);
    const { results } = await env.DB.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(key.slice(prefix.length));
  });

  it("may do what its scope includes, and no more", async () => {
    const asked = async (scope: string) => {
      const { key } = await newKey({ scopes: [scope] });
      const answers = [await as(key, "/v1/runs"), await as(key, "/v1/runs", create), await as(key, "/v1/keys")];
      return answers.map(({ status }) => status);
    };
    expect(await asked("read")).toEqual([200, 403, 403]);
    expect(await asked("run")).toEqual([200, 202, 403]);
    expect(await asked("admin")).toEqual([200, 202, 200]);
  });

  it("is refused once it is revoked, and revoking is idempotent", async () => {
    const { key, id } = await newKey({});
    expect((await as(key, "/v1/runs")).status).toBe(200);
    for (let time = 0; time < 2; time++) {
      expect((await operator(`/v1/keys/${id}`, { method: "DELETE" })).status).toBe(204);
    }
    expect((await as(key, "/v1/runs")).status).toBe(401);
    expect((await operator("/v1/keys/key_none", { method: "DELETE" })).status).toBe(404);
  });

  it("made twice with one Idempotency-Key is made once and not shown again", async () => {
    const init = {
      method: "POST",
      body: JSON.stringify({ name: "k", scopes: ["read"] }),
      headers: {
        Authorization: `Bearer ${ADMIN.LIFT_ADMIN_KEY}`,
        "Content-Type": "application/json",
        "Idempotency-Key": "one",
      },
    };
    expect((await operator("/v1/keys", init)).status).toBe(201);
    const again = await operator("/v1/keys", init);
    expect([again.status, (await problemOf(again)).code]).toEqual([409, "key_exists"]);
    expect((await (await operator("/v1/keys")).json<{ data: unknown[] }>()).data).toHaveLength(1);
  });
});

describe("a tenant", () => {
  it("cannot tell another tenant's run from one that does not exist", async () => {
    const mine = await newKey({ tenant: "mine" });
    const theirs = await newKey({ tenant: "theirs" });
    const { id } = await (await as(mine.key, "/v1/runs", create)).json<Run>();
    const asked: [string, RequestInit][] = [
      ["", {}],
      ["/events", {}],
      ["/graph", {}],
      ["/cancel", { method: "POST" }],
      ["/retry", { method: "POST", body: "{}" }],
      ["/retry", { method: "POST", body: '{"from": "solve"}' }],
      ["", { method: "DELETE" }],
    ];
    for (const [path, init] of asked) {
      const response = await as(theirs.key, `/v1/runs/${id}${path}`, init);
      expect([path, response.status]).toEqual([path, 404]);
      const absent = await problemOf(await as(theirs.key, `/v1/runs/run_0000000000${path}`, init));
      const refused = await problemOf(response);
      expect({ ...refused, request_id: "", instance: "" }).toEqual({ ...absent, request_id: "", instance: "" });
    }
    expect((await as(mine.key, `/v1/runs/${id}`)).status).toBe(200);
  });

  it("does not share Idempotency-Keys or lists with another", async () => {
    const one = await newKey({ tenant: "one" });
    const other = await newKey({ tenant: "other" });
    const make = async (key: string) => {
      const headers = {
        Authorization: `Bearer ${key}`,
        "Content-Type": "application/json",
        "Idempotency-Key": "same",
        Prefer: "wait=20",
      };
      return (await callWith(ADMIN, `${SITE}/v1/runs`, { ...create, headers })).json<Run>();
    };
    const [a, b] = [await make(one.key), await make(other.key)];
    expect(a.id).not.toBe(b.id);
    await vi.waitFor(async () => {
      const { data } = await (await as(one.key, "/v1/runs")).json<{ data: Run[] }>();
      expect(data.map(({ id }) => id)).toEqual([a.id]);
    });
  });

  it("may not be named by anybody but the operator", async () => {
    const { key } = await newKey({ scopes: ["admin"], tenant: "mine" });
    const answers = [
      await as(key, "/v1/keys", {
        method: "POST",
        body: JSON.stringify({ name: "k", scopes: ["read"], tenant: "theirs" }),
      }),
      await as(key, "/v1/keys?tenant=theirs"),
      await as(key, "/v1/keys/key_x?tenant=theirs", { method: "DELETE" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe("while the database is down", () => {
  it("a key that was used lately is still taken, and a key nobody knows is a retryable 503", async () => {
    const { key } = await newKey({});
    expect((await as(key, "/v1/runs", create)).status).toBe(202);
    expect((await as(key, "/v1/runs", create, { DB: DOWN })).status).toBe(202);
    const unknown = await as("lift_nobody", "/v1/runs", create, { DB: DOWN });
    expect([unknown.status, (await problemOf(unknown)).retryable]).toEqual([503, true]);
  });

  it("the operator's secret needs no database", async () => {
    const response = await as(ADMIN.LIFT_ADMIN_KEY, "/v1/runs", create, { DB: DOWN });
    expect(response.status).toBe(202);
  });
});
