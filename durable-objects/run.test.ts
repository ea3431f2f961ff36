import { describe, expect, it } from "vitest";
import { Bench, MODES, type TENANT } from "./testing/bench.ts";
import { silentD1 } from "./testing/bindings.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

describe.each(MODES)("a run, $mode", ({ always_replay }) => {
  it("goes from inline to queued nodes to its outcome", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const done = await run.finish();
    expect(done).toMatchObject({
      status: "succeeded",
      waiting_for: null,
      progress: { done: 3, total: 3 },
      error: null,
    });
    expect(done.outcome).toEqual({
      solver: { status: "sat", reason: null, output: `${bench.input}>first>second>third`, milliseconds: 0 },
    });
    expect(await run.types()).toEqual([
      "run_created",
      "node_scheduled first",
      "node_succeeded first",
      "node_scheduled second",
      "node_claimed second",
      "node_succeeded second",
      "node_scheduled third",
      "node_claimed third",
      "node_succeeded third",
      "run_succeeded",
    ]);
    await checkInvariants(run);
    await checkProjected(run);
  });

  it("runs independent queued nodes in one batch and joins them", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("fan");
    await run.untilSent(3);
    expect(bench.sent.map((work) => work.node)).toEqual(["left", "middle", "right"]);
    const done = await run.finish();
    expect(done.status).toBe("succeeded");
    await checkInvariants(run);
  });

  it("is made once: the same request again answers the run as it is, another is a conflict", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const again = await run.create("line");
    expect(again.status).toBe("exists");
    expect((await run.create("line", {}, "other")).status).toBe("conflict");
    await run.finish();
    expect((await run.types()).filter((type) => type === "run_created")).toHaveLength(1);
    await checkInvariants(run);
  });

  it("has its wakes and its alarm with every commit, whatever else does not answer", async () => {
    const bench = new Bench({ always_replay });
    bench.bindings.DB = silentD1();
    const run = await bench.start("line");
    await checkInvariants(run);
    await run.untilSent();
    await checkInvariants(run);
    expect((await run.finish()).status).toBe("succeeded");
    await checkInvariants(run);
  });

  it("does not exist for another tenant", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const tenant = "stranger" as typeof TENANT;
    expect(await run.rpc.read({ tenant })).toBeNull();
    expect(await run.rpc.events({ tenant, after: 0, limit: 10 })).toBeNull();
    expect(await run.rpc.cancel({ tenant, by: "me" })).toBeNull();
    expect(await run.rpc.remove({ tenant })).toBe(false);
  });

  it("tells what it waits for, since when, and what wakes it", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const { waiting_for, status } = await run.read();
    expect(status).toBe("running");
    expect(waiting_for?.what).toBe("second to be taken from the queue (attempt 1)");
    expect(waiting_for?.wakes).toMatch(/^a consumer, or the message sent again at 2\d{3}-/);
    const ask = await bench.start("ask");
    expect(await ask.read()).toMatchObject({ status: "waiting", waiting_for: { what: "an answer to question" } });
    await checkInvariants(ask);
  });
});
