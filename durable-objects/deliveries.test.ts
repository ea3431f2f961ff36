import { evictDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { shownKey, signingKey } from "../src/webhooks/secret.ts";
import { Bench, MODES, TENANT, type TestRun } from "./testing/bench.ts";
import { asks, Inbox, until } from "./testing/inbox.ts";
import { checkInvariants } from "./testing/invariants.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const deliveriesOf = async (run: TestRun) =>
  (await run.rpc.deliveries({ tenant: TENANT, after: 0, limit: 100 }))?.deliveries ?? [];
const firstOf = async (run: TestRun) => (await deliveriesOf(run))[0];

/** Waits until nothing of the run is under way. */
const untilTried = (run: TestRun, attempts: number) =>
  until(async () => {
    const first = await firstOf(run);
    expect([first?.attempts, first?.last_status !== null || first?.last_error !== null]).toEqual([attempts, true]);
  });

describe.each(MODES)("events of a run, $mode", ({ always_replay }) => {
  let reference: Webhook;
  beforeAll(async () => {
    const key = await signingKey({}, TENANT, { local: true });
    if (key === null) throw new Error("no key");
    reference = new Webhook(shownKey(key));
  });

  it("arrive signed, thin and in the words of Standard Webhooks, and are over when they did", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox));
    await until(async () => expect(await inbox.types()).toEqual(["run.waiting"]));
    await run.answer();
    const done = await run.finish();
    await until(async () => expect(await inbox.types()).toEqual(["run.succeeded", "run.waiting"]));

    for (const { headers, body } of await inbox.received()) {
      expect(reference.verify(body, headers)).toEqual(JSON.parse(body));
      expect(headers).toMatchObject({ "content-type": "application/json", "user-agent": "Lift-Webhooks/1" });
      expect(body.length).toBeLessThan(1_000);
      expect(body).not.toContain(bench.input);
    }
    const [waiting, succeeded] = (await inbox.events()).toSorted((a, b) => a.data.revision - b.data.revision);
    expect(waiting?.data).toMatchObject({
      run: run.id,
      graph: "ask",
      status: "waiting",
      waiting_for: { node: "question" },
    });
    expect(succeeded?.data).toMatchObject({ status: "succeeded", revision: done.revision });
    await until(async () =>
      expect(await deliveriesOf(run)).toMatchObject([
        { type: "run.waiting", status: "delivered", attempts: 1, last_status: 200, last_error: null, due_at: null },
        { type: "run.succeeded", status: "delivered", attempts: 1 },
      ]),
    );
    await checkInvariants(run);
  });

  it("are only those that were asked for, and none without a webhook", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox, [], ["run.succeeded"]));
    await run.answer();
    await run.finish();
    await until(async () => expect(await inbox.types()).toEqual(["run.succeeded"]));
    const silent = await bench.start("line");
    await silent.finish();
    expect(await silent.rpc.deliveries({ tenant: TENANT, after: 0, limit: 10 })).toEqual({
      webhook: null,
      deliveries: [],
    });
  });

  it("fault 36: after a 500 the same event comes again at its time, with the same id and body", async () => {
    const bench = new Bench({ always_replay });
    const inbox = await new Inbox().answers({ status: 500 }, { status: 503, headers: { "retry-after": "3600" } });
    const run = await bench.start("ask", asks(inbox));
    await untilTried(run, 1);
    const first = await firstOf(run);
    expect(first).toMatchObject({ status: "pending", last_status: 500, last_error: "the endpoint answered 500" });
    expect((first?.due_at ?? 0) - (first?.last_attempt_at ?? 0)).toBeGreaterThanOrEqual(5_000);

    await run.alarm(1_000);
    expect(await inbox.received()).toHaveLength(1);
    await run.alarm(10_000);
    await untilTried(run, 2);
    const second = await firstOf(run);
    expect((second?.due_at ?? 0) - (second?.last_attempt_at ?? 0)).toBeGreaterThanOrEqual(HOUR);

    await run.alarm(HOUR + 1_000);
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "delivered", attempts: 3 }));
    const [one, two, three] = await inbox.received();
    expect([two?.body, three?.body]).toEqual([one?.body, one?.body]);
    expect([two, three].map((each) => each?.headers["webhook-id"])).toEqual(Array(2).fill(one?.headers["webhook-id"]));
    expect(three?.headers["webhook-timestamp"]).not.toBe(one?.headers["webhook-timestamp"]);
    await checkInvariants(run);
  });

  it("fault 36: end with the tenth attempt, days later, while the run has long ended", async () => {
    const bench = new Bench({ always_replay });
    const inbox = await new Inbox().answers(...Array(20).fill({ status: 500 }));
    const run = await bench.start("line", { webhook: { url: inbox.url, events: ["run.succeeded"] } });
    await run.finish();
    for (let attempt = 1; attempt <= 10; attempt++) {
      await untilTried(run, attempt);
      await run.alarm(30 * HOUR);
    }
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "failed", attempts: 10, due_at: null }));
    await run.alarm(30 * HOUR);
    expect(await inbox.received()).toHaveLength(10);
    expect(await run.rows("SELECT key FROM wakes WHERE key = 'deliveries'")).toEqual([]);
  });

  it("fault 36: a 410 ends them for the run, which goes on", async () => {
    const bench = new Bench({ always_replay });
    const inbox = await new Inbox().answers({ status: 410 });
    const run = await bench.start("ask", asks(inbox));
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "disabled", last_status: 410 }));
    await run.answer();
    expect(await run.finish()).toMatchObject({ status: "succeeded" });
    expect(await deliveriesOf(run)).toMatchObject([
      { status: "disabled", attempts: 1 },
      { type: "run.succeeded", status: "disabled", attempts: 0, due_at: null },
    ]);
    expect((await run.rpc.deliveries({ tenant: TENANT, after: 0, limit: 1 }))?.webhook?.disabled).toBe(true);
    await run.alarm(HOUR);
    expect(await inbox.received()).toHaveLength(1);
  });

  it("fault 36: a redirect is a failure and is not followed", async () => {
    const bench = new Bench({ always_replay });
    const target = new Inbox();
    const inbox = await new Inbox().answers({ status: 302, headers: { location: target.url } });
    const run = await bench.start("ask", asks(inbox));
    await untilTried(run, 1);
    expect(await firstOf(run)).toMatchObject({
      status: "pending",
      last_status: 302,
      last_error: expect.stringContaining("redirects"),
    });
    expect(await target.received()).toEqual([]);
  });

  it("fault 36: an address that may not be reached is not reached, whatever let it in", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask", { ...asks(new Inbox()), webhook: { url: "https://10.0.0.1/in" } });
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "failed", attempts: 1 }));
    expect(await firstOf(run)).toMatchObject({
      last_status: null,
      last_error: "the address must not lead to a private or reserved address",
    });
  });

  it("tell of the end of a run whose graph the code no longer has", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("line", { webhook: { url: inbox.url } });
    await run.untilSent();
    bench.graphs.line = { ...bench.graphs.line, graph: { ...bench.graphs.line.graph, version: "2" } };
    await evictDurableObject(run.stub);
    expect((await run.read()).status).toBe("failed");
    await until(async () => expect(await inbox.types()).toEqual(["run.failed"]));
    expect((await inbox.events())[0]?.data.error).toEqual({ code: "graph_version_gone", node: null });
  });

  it("are deleted with the run, and come no more", async () => {
    const bench = new Bench({ always_replay });
    const inbox = await new Inbox().answers({ status: 500 });
    const run = await bench.start("ask", asks(inbox));
    await untilTried(run, 1);
    expect(await run.rpc.remove({ tenant: TENANT })).toBe(true);
    await run.alarm(HOUR);
    expect(await run.rpc.deliveries({ tenant: TENANT, after: 0, limit: 10 })).toBeNull();
    expect(await inbox.received()).toHaveLength(1);
  });

  it("a commit that fails tells nothing", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox));
    await until(async () => expect(await inbox.types()).toEqual(["run.waiting"]));
    bench.failAt("before_journal_commit", 1);
    const failed = async () => String(await run.rpc.cancel({ tenant: TENANT, by: "me" }).catch(String));
    expect(await failed()).toContain("stopped");
    expect((await run.read()).status).toBe("waiting");
    expect(await deliveriesOf(run)).toHaveLength(1);
  });

  it("survive an eviction between event and delivery", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    let stopped = 0;
    bench.on_reach = (point) => {
      if (point === "before_delivery" && stopped++ === 0) throw new Error("gone before it was sent");
    };
    const run = await bench.start("ask", asks(inbox));
    await until(async () => expect(stopped).toBe(1));
    await evictDurableObject(run.stub);
    expect(await inbox.received()).toEqual([]);
    await run.alarm(31_000);
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "delivered", attempts: 2 }));
    expect(await inbox.types()).toEqual(["run.waiting"]);
  });

  it("come twice with one id when nobody noted that they had arrived", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    bench.failAt("after_delivery", 1);
    const run = await bench.start("ask", asks(inbox));
    await until(async () => expect(await inbox.received()).toHaveLength(1));
    await evictDurableObject(run.stub);
    await run.alarm(31_000);
    await until(async () => expect(await inbox.received()).toHaveLength(2));
    const [one, two] = await inbox.received();
    expect([two?.headers["webhook-id"], two?.body]).toEqual([one?.headers["webhook-id"], one?.body]);
    await until(async () => expect(await firstOf(run)).toMatchObject({ status: "delivered", attempts: 2 }));
  });

  it("survive the object's abrupt end on the way", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    let deaths = 0;
    bench.on_reach = (point) => (point === "before_delivery" && deaths++ === 0 ? bench.dieHere() : undefined);
    const run = bench.newRun();
    await run.create("ask", asks(inbox));
    await until(async () => expect(bench.deaths).toBe(1));
    await run.alarm(31_000);
    await until(async () => expect(await inbox.types()).toEqual(["run.waiting"]));
    await checkInvariants(run);
  });
});

describe("a slow endpoint", () => {
  it("fault 36: is given up after ten seconds and keeps neither the run nor its alarm waiting", async () => {
    const bench = new Bench({ always_replay: false });
    const inbox = await new Inbox().answers({ status: 200, silent: true });
    const run = await bench.start("ask", asks(inbox, [60]));
    await until(async () => expect(await inbox.received()).toHaveLength(1));
    const begun = Date.now();
    await run.alarm(MINUTE + 1);
    await run.answer();
    expect((await run.finish()).status).toBe("succeeded");
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect((await run.types()).filter((type) => type.startsWith("wait_reminded"))).toHaveLength(1);
    await vi.waitFor(
      async () => expect(await firstOf(run)).toMatchObject({ last_error: "no answer within 10 seconds" }),
      {
        timeout: 15_000,
        interval: 200,
      },
    );
    expect(await firstOf(run)).toMatchObject({ status: "pending", attempts: 1, last_status: null });
  });
});
