import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Slots } from "./concurrency.ts";

describe("slots", () => {
  it("are taken in the order of asking, never more than there are, and all come back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.scheduler(),
        fc.integer({ min: 1, max: 12 }),
        async (limit, scheduler, count) => {
          const slots = new Slots(limit);
          const order: number[] = [];
          let running = 0;
          const all = Array.from({ length: count }, async (_, index) => {
            await slots.take(null);
            order.push(index);
            running++;
            expect(running).toBeLessThanOrEqual(limit);
            await scheduler.schedule(Promise.resolve());
            running--;
            slots.give();
          });
          await scheduler.waitFor(Promise.all(all));
          expect(order).toEqual(order.toSorted((a, b) => a - b));
          expect(slots.taken).toBe(0);
        },
      ),
    );
  });

  it("are not kept by who stops waiting", async () => {
    const slots = new Slots(1);
    await slots.take(null);
    await expect(slots.take(AbortSignal.timeout(5))).rejects.toMatchObject({ fault: "aborted" });
    await expect(slots.take(AbortSignal.abort())).rejects.toMatchObject({ fault: "aborted" });
    const next = slots.take(null);
    slots.give();
    await next;
    slots.give();
    expect(slots.taken).toBe(0);
  });
});
