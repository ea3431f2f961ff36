import { describe, expect, it } from "vitest";
import { Bench, MODES } from "./testing/bench.ts";
import { checkInvariants } from "./testing/invariants.ts";

const CODE_UPDATED = () => new Error("Durable Object reset because its code was updated.");

describe.each(MODES)("the alarm, $mode", ({ always_replay }) => {
  it("fault 13: firing early or twice changes nothing, firing a minute late does what was due, once", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const before = await run.types();
    await run.alarm();
    await run.alarm();
    expect(await run.types()).toEqual(before);
    await checkInvariants(run);
    await run.alarm(70_000);
    await run.alarm();
    await run.untilSent(2);
    expect((await run.types()).slice(before.length)).toEqual(["node_resent second"]);
    expect(bench.sent).toHaveLength(2);
    expect((await run.finish()).status).toBe("succeeded");
    expect(bench.bodies.count("second")).toBe(1);
    await checkInvariants(run);
  });

  it("fault 14: failing seven times is counted, sets itself again each time, and the run goes on", async () => {
    const bench = new Bench({ always_replay });
    bench.failAt("after_commit_before_send", 1);
    const run = await bench.start("line");
    await expect.poll(async () => (await run.rows("SELECT key FROM outbox")).length).toBe(1);
    bench.on_reach = (point) => {
      if (point === "alarm" || point === "after_commit_before_send") throw new Error("the alarm failed");
    };
    for (let time = 0; time < 7; time++) {
      expect(await run.alarm(60_000 * 0.01)).toBe(true);
      await checkInvariants(run);
    }
    expect(await run.rows("SELECT value FROM meta WHERE key = 'alarm_strikes'")).toEqual([{ value: "7" }]);
    bench.on_reach = () => undefined;
    expect((await run.finish()).status).toBe("succeeded");
    expect(await run.rows("SELECT value FROM meta WHERE key = 'alarm_strikes'")).toEqual([{ value: "7" }]);
    await checkInvariants(run);
  });

  it("fault 15: storage that fails in the alarm because the code was updated defers the work and burns no attempt", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.sent.splice(0);
    bench.failAt("before_journal_commit", 1, CODE_UPDATED);
    const before = await run.types();
    await run.alarm(10_500);
    expect(await run.types()).toEqual(before);
    await checkInvariants(run);
    await run.alarm(1_000);
    expect((await run.types()).at(-1)).toBe("node_resent second");
    expect((await run.finish()).status).toBe("succeeded");
    expect((await run.events()).every((event) => !("attempt" in event) || event.attempt === 1)).toBe(true);
    await checkInvariants(run);
  });

  it("fault 15: storage that fails during a claim or a report gives the message back to the queue and burns no attempt", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.failAt("before_journal_commit", 1, CODE_UPDATED);
    expect((await bench.deliverSent()).again).toEqual([0]);
    expect((await run.finish()).status).toBe("succeeded");
    expect((await run.events()).every((event) => !("attempt" in event) || event.attempt === 1)).toBe(true);
    await checkInvariants(run);
  });

  it("fault 15: a body that meets the platform's own failure is deferred to a new invocation", async () => {
    const bench = new Bench({ always_replay });
    let failures = 7;
    bench.bodies.replace("second", () => {
      if (failures-- > 0) throw CODE_UPDATED();
      return "late";
    });
    const run = await bench.start("line");
    expect((await run.finish(300)).status).toBe("succeeded");
    expect(bench.bodies.count("second")).toBe(8);
    await checkInvariants(run);
  });

  it("fault 16: a node that exceeds the memory limit each time is sealed after three strikes, clean alarms in between or not", async () => {
    const bench = new Bench({ always_replay });
    bench.bodies.replace("second", () => {
      throw new Error("Worker exceeded its memory limit.");
    });
    const run = await bench.start("line");
    for (let round = 0; round < 40 && (await run.read()).finished_at === null; round++) {
      await bench.deliverSent();
      await run.alarm(3_000);
    }
    expect(await run.read()).toMatchObject({ status: "failed", error: { code: "memory_limit", node: "second" } });
    expect(bench.bodies.count("second")).toBe(3);
    await checkInvariants(run);
  });

  it("fault 16: an inline node that ends its object each time is sealed", async () => {
    const bench = new Bench({ always_replay });
    bench.bodies.replace("first", () => bench.dieHere());
    const run = bench.newRun();
    await run.create("line").catch(() => null);
    for (let round = 0; round < 60; round++) {
      const now = await run.read().catch(() => null);
      if (now !== null && now.finished_at !== null) break;
      await run.alarm(3_000).catch(() => false);
    }
    expect(await run.read()).toMatchObject({ status: "failed", error: { code: "inline_node_crashed", node: "first" } });
    expect(bench.bodies.count("first")).toBeLessThanOrEqual(20);
    await checkInvariants(run);
  });
});
