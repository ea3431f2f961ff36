import { env } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { emptyStore } from "../../store/fixtures.ts";
import { call, callWith, finished, post, problemOf, SOLVE } from "../testing.ts";

const ADMIN = { LIFT_ADMIN_KEY: "an-operator-secret-of-some-length" };
const CONFIGURED = { ...ADMIN, LIFT_WEBHOOK_SECRET: "a-long-secret-of-the-deployment" };
const SITE = "https://lift.example";
const URL_OK = "https://hooks.acme.example/lift";
/** Taken, and never used by runs that succeed. */
const UNUSED = { url: URL_OK, events: ["run.expired"] };

beforeEach(() => emptyStore(env.DB));

const asOperator = (bindings: Partial<Cloudflare.Env>, path: string, body?: unknown, key = ADMIN.LIFT_ADMIN_KEY) =>
  callWith(bindings, SITE + path, {
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
const Secret = z.object({ secret: z.string(), source: z.string() });
const secretOf = async (response: Response) => Secret.parse(await response.json());

describe("a run with a webhook", () => {
  it("is taken with any subset of the events, and shows where they go without the secret part of the address", async () => {
    for (const events of [["run.failed"], ["run.waiting", "run.reminder"], ["run.expired", "run.canceled"]]) {
      const run = await finished({ ...SOLVE, webhook: { url: `${URL_OK}?token=hidden`, events } });
      const response = await call(`/v1/runs/${run.id}/deliveries`);
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(text).not.toContain("hidden");
      expect(JSON.parse(text).webhook).toMatchObject({ origin: "https://hooks.acme.example", disabled: false });
    }
  });

  it.each([
    ["http://hooks.acme.example/"],
    ["https://169.254.169.254/latest/meta-data"],
    ["https://10.0.0.1/"],
    ["https://[::ffff:127.0.0.1]/"],
    ["https://metadata.google.internal/"],
    ["https://user:secret@hooks.acme.example/"],
    ["not an address"],
  ])("fault 36: is refused when it would go to %s, with a pointer to the field", async (url) => {
    for (const response of [
      await post("/v1/runs", { ...SOLVE, webhook: { url } }),
      await asOperator(CONFIGURED, "/v1/runs", { ...SOLVE, webhook: { url } }),
    ]) {
      expect(response.status).toBe(422);
      expect(await problemOf(response)).toMatchObject({
        code: "invalid_request",
        errors: [{ pointer: "/webhook/url", detail: expect.any(String) }],
      });
    }
  });

  it("may go to this machine only from an open server on loopback", async () => {
    const webhook = { url: "http://localhost:1/in", events: ["run.expired"] };
    expect((await post("/v1/runs", { ...SOLVE, webhook })).status).toBe(202);
    const deployed = await asOperator(CONFIGURED, "/v1/runs", { ...SOLVE, webhook });
    expect((await problemOf(deployed)).errors).toMatchObject([{ pointer: "/webhook/url" }]);
    const guarded = await callWith(CONFIGURED, "http://localhost/v1/runs", {
      method: "POST",
      headers: { Authorization: `Bearer ${ADMIN.LIFT_ADMIN_KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify({ ...SOLVE, webhook }),
    });
    expect(guarded.status).toBe(422);
  });

  it.each([
    [{ url: URL_OK, events: [] }, "/webhook/events"],
    [{ url: URL_OK, events: ["run.moved"] }, "/webhook/events/0"],
    [{ url: URL_OK, secret: "mine" }, "/webhook/secret"],
    [{}, "/webhook/url"],
  ])("is refused when it is not of the schema: %j", async (webhook, pointer) => {
    const response = await post("/v1/runs", { ...SOLVE, webhook });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors.map((error) => error.pointer)).toContain(pointer);
  });

  it("needs LIFT_WEBHOOK_SECRET in a deployment, and the answer names it; without a webhook nothing does", async () => {
    for (const bindings of [ADMIN, { ...ADMIN, LIFT_WEBHOOK_SECRET: "short" }]) {
      const response = await asOperator(bindings, "/v1/runs", { ...SOLVE, webhook: UNUSED });
      expect(response.status).toBe(503);
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ code: "webhooks_not_configured", retryable: false });
      expect(problem.detail).toContain("LIFT_WEBHOOK_SECRET");
      expect((await asOperator(bindings, "/v1/runs", SOLVE)).status).toBe(202);
      expect((await asOperator(bindings, "/v1/webhooks/secret")).status).toBe(503);
    }
    expect((await asOperator(CONFIGURED, "/v1/runs", { ...SOLVE, webhook: UNUSED })).status).toBe(202);
  });

  it("does not show its deliveries to another tenant, nor for runs that there are not", async () => {
    const run = await finished({ ...SOLVE, webhook: UNUSED });
    const made = await asOperator(ADMIN, "/v1/keys", { name: "k", scopes: ["read"], tenant: "other" });
    const { key } = z.object({ key: z.string() }).parse(await made.json());
    expect((await asOperator(ADMIN, `/v1/runs/${run.id}/deliveries`)).status).toBe(200);
    expect((await asOperator(ADMIN, `/v1/runs/${run.id}/deliveries`, undefined, key)).status).toBe(404);
    expect((await call("/v1/runs/run_0000000000/deliveries")).status).toBe(404);
    expect((await call(`/v1/runs/${run.id}/deliveries?limit=0`)).status).toBe(422);
  });

  it("hands it to a linked rerun, which is judged anew", async () => {
    const run = await finished({ ...SOLVE, webhook: UNUSED });
    const graph = z.object({ nodes: z.array(z.object({ id: z.string() })) });
    const { nodes } = graph.parse(await (await call(`/v1/runs/${run.id}/graph`)).json());
    const from = nodes.at(-1)?.id;
    const rerun = await post(`/v1/runs/${run.id}/retry`, { from });
    expect(rerun.status).toBe(202);
    const { id } = z.object({ id: z.string() }).parse(await rerun.json());
    expect(await (await call(`/v1/runs/${id}/deliveries`)).json()).toMatchObject({
      webhook: { events: ["run.expired"] },
    });
    const unconfigured = await asOperator(ADMIN, `/v1/runs/${run.id}/retry`, { from });
    expect((await problemOf(unconfigured)).code).toBe("webhooks_not_configured");
  });

  it("of a plain run there are no deliveries", async () => {
    const run = await finished();
    const answer = await (await call(`/v1/runs/${run.id}/deliveries`)).json();
    expect(answer).toEqual({ webhook: null, data: [], has_more: false, next_after: 0 });
  });
});

describe("the signing secret", () => {
  it("is shown to administrators of its tenant alone, ready for a receiver's library", async () => {
    const own = await secretOf(await asOperator(CONFIGURED, "/v1/webhooks/secret"));
    expect(own.source).toBe("configured");
    expect(() => new Webhook(own.secret)).not.toThrow();
    expect(own).toEqual(await secretOf(await asOperator(CONFIGURED, "/v1/webhooks/secret")));
    const theirs = await secretOf(await asOperator(CONFIGURED, "/v1/webhooks/secret?tenant=acme"));
    expect(theirs.secret).not.toBe(own.secret);

    const keyWith = async (scopes: string[]) => {
      const made = await asOperator(CONFIGURED, "/v1/keys", { name: "k", scopes, tenant: "acme" });
      return z.object({ key: z.string() }).parse(await made.json()).key;
    };
    const [admin, runs] = [await keyWith(["admin"]), await keyWith(["run"])];
    const ask = (key: string, query = "") => asOperator(CONFIGURED, `/v1/webhooks/secret${query}`, undefined, key);
    expect(await secretOf(await ask(admin))).toEqual(theirs);
    expect((await ask(admin)).headers.get("Cache-Control")).toBe("no-store");
    expect((await ask(runs)).status).toBe(403);
    expect((await ask(admin, "?tenant=default")).status).toBe(403);
  });

  it("says on a local server that it is none", async () => {
    expect((await secretOf(await call("/v1/webhooks/secret"))).source).toBe("development");
  });
});

describe("reminders of a request", () => {
  const resolve = (options: object, budget?: object) =>
    post("/v1/runs", { graph: "resolve", input: { ir: null }, options, ...(budget === undefined ? {} : { budget }) });
  const pointers = async (response: Response) =>
    (await problemOf(response)).errors
      .map(({ pointer }) => pointer)
      .filter((pointer) => pointer?.startsWith("/options"));

  it("are whole seconds within the time of a wait, at most ten", async () => {
    expect(await pointers(await resolve({ reminders_s: [0] }))).toEqual(["/options/reminders_s/0"]);
    expect(await pointers(await resolve({ reminders_s: [60, 1.5] }))).toEqual(["/options/reminders_s/1"]);
    expect(await pointers(await resolve({ reminders_s: [7 * 24 * 3600] }))).toEqual(["/options/reminders_s/0"]);
    expect(await pointers(await resolve({ reminders_s: Array(11).fill(60) }))).toEqual(["/options/reminders_s"]);
    expect(await pointers(await resolve({ reminders_s: [] }))).toEqual([]);
  });

  it("that could only come too late are refused", async () => {
    const forward = (options: object, budget: object = {}) =>
      post("/v1/runs", { graph: "forward", input: { prompt: "p" }, options, budget });
    const late = await forward({ reminders_s: [60, 3600] }, { deadline_s: 3600 });
    expect(late.status).toBe(422);
    expect((await problemOf(late)).errors).toMatchObject([{ pointer: "/options/reminders_s/1" }]);
    expect((await forward({ reminders_s: [60, 3599], hole_policy: "fail" }, { deadline_s: 3600 })).status).toBe(202);
  });
});
