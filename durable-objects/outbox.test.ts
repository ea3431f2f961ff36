import { describe, expect, it } from "vitest";
import { Bench, MODES } from "./testing/bench.ts";
import { checkInvariants } from "./testing/invariants.ts";

describe.each(MODES)("the outbox, $mode", ({ always_replay }) => {
  const refusals = ["Queue sendBatch failed: Too Many Requests", "Queue is overloaded. Storage Limit Exceeded"];
  it.each(refusals)(
    "fault 23: the run is created although the queue says %s, and its messages are sent later",
    async (text) => {
      const bench = new Bench({ always_replay });
      let refused = 0;
      bench.on_send = () => {
        refused += 1;
        throw new Error(text);
      };
      const run = bench.newRun();
      expect((await run.create("fan")).status).toBe("created");
      await expect.poll(() => refused).toBe(1);
      for (let time = 0; time < 3; time++) await run.alarm(60_000);
      expect(refused).toBeGreaterThan(1);
      expect(refused).toBeLessThan(8);
      expect(bench.sent).toEqual([]);
      expect((await run.rows("SELECT last_error FROM outbox LIMIT 1"))[0]?.last_error).toContain(text);
      await checkInvariants(run);
      bench.on_send = () => undefined;
      await run.alarm(60_000);
      await run.untilSent(3);
      expect(bench.sent).toHaveLength(3);
      expect((await run.finish()).status).toBe("succeeded");
      await checkInvariants(run);
    },
  );

  it("keeps no row of what was claimed, was canceled or has ended", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("fan");
    await run.untilSent(3);
    expect(await run.rows("SELECT key FROM outbox")).toHaveLength(3);
    await bench.deliver([bench.sent[0]]);
    expect(await run.rows("SELECT key FROM outbox WHERE sent_at IS NOT NULL")).toHaveLength(2);
    await run.finish();
    expect(await run.rows("SELECT key FROM outbox")).toEqual([]);
    expect(await run.rows("SELECT key FROM wakes WHERE why <> 'projection'")).toEqual([]);
  });
});
