import { describe, expect, it } from "vitest";
import { Bench, MODES, TENANT } from "./testing/bench.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

const cancel = { tenant: TENANT, by: "tester" };

describe.each(MODES)("canceling, $mode", ({ always_replay }) => {
  it("fault 28: during the wait for the queue ends the run, and the message does nothing when it comes", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    expect(await run.rpc.cancel(cancel)).toMatchObject({ status: "canceled", error: null, waiting_for: null });
    expect((await bench.deliverSent()).acked).toEqual([0]);
    expect(bench.bodies.count("second")).toBe(0);
    expect((await run.read()).status).toBe("canceled");
    await checkInvariants(run);
    await checkProjected(run);
  });

  it("fault 28: during a node ends the run, and the late result is journaled as discarded", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.bodies.replace("second", async () => {
      await run.rpc.cancel(cancel);
      return "late";
    });
    await bench.deliverSent();
    const done = await run.finish();
    expect(done).toMatchObject({ status: "canceled", outcome: null });
    expect((await run.events()).at(-1)).toMatchObject({ type: "result_discarded", node: "second" });
    await checkInvariants(run);
  });

  it("fault 28: during a join ends the run with what its branches made left out", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("fan");
    await run.untilSent(3);
    await bench.deliver([bench.sent[0], bench.sent[1]]);
    expect((await run.rpc.cancel(cancel))?.status).toBe("canceled");
    await bench.deliver([bench.sent[2]]);
    expect(bench.bodies.count("right")).toBe(0);
    await checkInvariants(run);
  });

  it("fault 28: during the wait for a person ends the run", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    expect((await run.rpc.cancel(cancel))?.status).toBe("canceled");
    await checkInvariants(run);
  });

  it("fault 28: after the end changes nothing, and again changes nothing", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const done = await run.finish();
    expect(await run.rpc.cancel(cancel)).toEqual(done);
    const other = await bench.start("ask");
    await other.rpc.cancel(cancel);
    const types = await other.types();
    await other.rpc.cancel(cancel);
    expect(await other.types()).toEqual(types);
    expect(types.filter((type) => type === "cancel_requested")).toHaveLength(1);
  });
});
