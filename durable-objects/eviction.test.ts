import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { FreezePoint } from "./platform.ts";
import { Bench, MODES } from "./testing/bench.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

describe.each(MODES)("a run whose object goes away, $mode", ({ always_replay }) => {
  it("fault 9: evicted between dispatch and result, accepts the result after waking", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.bodies.replace("second", async () => {
      await evictDurableObject(run.stub);
      return undefined;
    });
    await bench.deliverSent();
    expect(bench.bodies.count("second")).toBe(1);
    expect((await run.finish()).status).toBe("succeeded");
    expect((await run.types()).filter((type) => type.startsWith("node_scheduled"))).toHaveLength(3);
    await checkInvariants(run);
  });

  it("fault 10: evicted between journal write and send, sends after waking, once", async () => {
    const bench = new Bench({ always_replay });
    bench.failAt("after_commit_before_send", 1);
    const run = await bench.start("line");
    await expect.poll(async () => (await run.rows("SELECT key FROM outbox")).length).toBe(1);
    await evictDurableObject(run.stub);
    expect(bench.sent).toEqual([]);
    await checkInvariants(run);
    await run.alarm(1_100);
    await run.untilSent();
    expect(bench.sent).toHaveLength(1);
    await run.alarm();
    expect(bench.sent).toHaveLength(1);
    expect((await run.finish()).status).toBe("succeeded");
    await checkInvariants(run);
  });

  it("fault 10: aborted between send and mark, may send twice and runs the node once", async () => {
    const bench = new Bench({ always_replay });
    let aborted = false;
    bench.on_reach = async (point) => {
      if (point !== "after_send" || aborted) return;
      aborted = true;
      await bench.dieHere();
    };
    const run = await bench.start("line");
    await expect.poll(() => aborted).toBe(true);
    await run.alarm(1_100);
    await run.untilSent(2);
    expect(bench.sent[1]).toEqual(bench.sent[0]);
    expect((await run.finish()).status).toBe("succeeded");
    expect(bench.bodies.count("second")).toBe(1);
    await checkInvariants(run);
  });

  const points: FreezePoint[] = [
    "after_commit_before_send",
    "after_send",
    "after_claim",
    "before_report",
    "after_report",
    "before_ack",
    "alarm",
  ];
  const inside: ReadonlySet<FreezePoint> = new Set(["after_commit_before_send", "after_send", "alarm"]);
  it.each(points)("fault 11: aborted each time the happy path reaches %s, comes to the same end", async (window) => {
    for (let nth = 1; nth <= 3; nth++) {
      const bench = new Bench({ always_replay });
      let reached = 0;
      const run = await bench.start("fan");
      bench.on_reach = async (point) => {
        if (point === window && ++reached === nth)
          await (inside.has(point) ? bench.dieHere() : abortAllDurableObjects());
      };
      const done = await run.finish(100);
      expect(done.outcome?.solver?.output, `${window} ${nth}`).toBe(
        ["left", "middle", "right"]
          .map((node) => `${bench.input}>first>${node}`)
          .join("+")
          .concat(">last"),
      );
      await checkInvariants(run);
      await checkProjected(run);
    }
  });

  it("fault 11: aborted after each event of its journal, comes to the same end", async () => {
    for (let seq = 1; seq <= 10; seq++) {
      const bench = new Bench({ always_replay });
      const run = await bench.start("line");
      for (let round = 0; (await run.events()).length < seq && round < 20; round++) {
        if (bench.sent.length > 0) await bench.deliverSent();
        else await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await abortAllDurableObjects();
      const done = await run.finish();
      expect(done.outcome?.solver?.output, `after event ${seq}`).toBe(`${bench.input}>first>second>third`);
      await checkInvariants(run);
    }
  });

  it("runs an inline node again in a fresh instance, with the same lease", async () => {
    const bench = new Bench({ always_replay });
    let stopped = false;
    bench.bodies.replace("first", async () => {
      if (stopped) return undefined;
      stopped = true;
      return bench.dieHere();
    });
    const run = bench.newRun();
    await run.create("line").catch(() => null);
    await expect.poll(() => bench.deaths).toBe(1);
    await run.alarm(1_100);
    const done = await run.finish();
    expect(done.status).toBe("succeeded");
    expect((await run.types()).filter((type) => type === "node_scheduled first")).toHaveLength(1);
    expect(bench.bodies.count("first")).toBe(2);
    await checkInvariants(run);
  });
});
