import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Bench, MODES, type TestRun } from "../durable-objects/testing/bench.ts";
import { checkInvariants, checkProjected } from "../durable-objects/testing/invariants.ts";
import { STALE_MS, watch } from "./watchdog.ts";

const rowOf = (run: TestRun) => env.DB.prepare("SELECT status, stuck FROM runs WHERE id = ?").bind(run.id).first();

async function projected(run: TestRun): Promise<void> {
  await expect.poll(() => rowOf(run)).not.toBeNull();
}

/** What no sequence of faults should cause: the run has no wake and no alarm left. */
function loseWakes(run: TestRun): Promise<void> {
  return runInDurableObject(run.stub, async (_, { storage }) => {
    storage.sql.exec("DELETE FROM wakes");
    await storage.deleteAlarm();
  });
}

describe.each(MODES)("the watchdog, $mode", ({ always_replay }) => {
  it("fault 34: revives a run whose wakes were deleted", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.sent.splice(0);
    await projected(run);
    await loseWakes(run);
    expect(await run.alarm()).toBe(false);
    bench.ahead += STALE_MS + 30_000;
    await watch(env);
    await checkInvariants(run);
    await run.untilSent();
    expect(bench.sent).toMatchObject([{ node: "second", attempt: 1 }]);
    expect((await run.finish()).status).toBe("succeeded");
    await checkProjected(run);
  });

  it("fault 34: marks a run stuck that it cannot reach, and unmarks it when it can", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    await projected(run);
    bench.bindings.RUNS = {
      getByName: (name: string) => {
        if (name !== run.id) return env.RUNS.getByName(name);
        return {
          poke: async () => {
            throw new Error("the object is not there");
          },
        };
      },
    } as unknown as typeof env.RUNS;
    bench.ahead += STALE_MS + 1_000;
    await watch(env);
    expect(await rowOf(run)).toEqual({ status: "waiting", stuck: 1 });
    delete bench.bindings.RUNS;
    bench.ahead += STALE_MS + 1_000;
    await watch(env);
    expect(await rowOf(run)).toEqual({ status: "waiting", stuck: 0 });
    await checkInvariants(run);
  });

  it("marks a run stuck that D1 knows and no object has", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    await projected(run);
    await runInDurableObject(run.stub, (_, { storage }) => {
      storage.sql.exec("DELETE FROM meta");
    });
    await evictDurableObject(run.stub);
    bench.ahead += STALE_MS + 1_000;
    await watch(env);
    expect(await rowOf(run)).toEqual({ status: "waiting", stuck: 1 });
  });

  it("leaves runs alone that made progress", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    await projected(run);
    const types = await run.types();
    await watch(env);
    expect(await run.types()).toEqual(types);
    expect(await rowOf(run)).toEqual({ status: "waiting", stuck: 0 });
  });
});
