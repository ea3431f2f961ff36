import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Slots } from "./concurrency.ts";
import { sleep } from "./retry.ts";

const LONG = { lease_ms: 1_000_000, now: () => 0 };

describe("slots", () => {
  it("are taken in the order of asking, never more than there are, and all come back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.scheduler(),
        fc.integer({ min: 1, max: 8 }),
        async (limit, scheduler, count) => {
          const slots = new Slots({ ...LONG, limit, sleep: () => scheduler.schedule(Promise.resolve()) });
          const order: number[] = [];
          let running = 0;
          const all = Array.from({ length: count }, async (_, index) => {
            const slot = await slots.take(null);
            order.push(index);
            running++;
            expect(running).toBeLessThanOrEqual(limit);
            await scheduler.schedule(Promise.resolve());
            running--;
            slots.give(slot);
          });
          await scheduler.waitFor(Promise.all(all));
          expect(order).toEqual(order.toSorted((a, b) => a - b));
          expect(slots.taken).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("are not kept by who stops waiting", async () => {
    const slots = new Slots({ ...LONG, limit: 1, sleep });
    const slot = await slots.take(null);
    await expect(slots.take(AbortSignal.timeout(5))).rejects.toMatchObject({ fault: "aborted" });
    await expect(slots.take(AbortSignal.abort())).rejects.toMatchObject({ fault: "aborted" });
    const next = slots.take(null);
    slots.give(slot);
    slots.give(await next);
    expect(slots.taken).toBe(0);
  });

  it("come back by themselves from a request that died with one, or while it waited for one", async () => {
    let now = 0;
    const forever = new Promise<void>(() => undefined);
    let waits = 0;
    const slots = new Slots({
      limit: 1,
      lease_ms: 60_000,
      now: () => now,
      sleep: () => (waits++ === 0 ? forever : Promise.resolve()),
    });
    await slots.take(null);
    void slots.take(null);
    now = 60_000;
    slots.give(await slots.take(null));
    expect(slots.taken).toBe(0);
  });
});
