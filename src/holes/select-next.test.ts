import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hole } from "../ir/ir.ts";
import { openHole } from "./holes.fixture.ts";
import { askingOrder, DependencyCycle, selectNext } from "./select-next.ts";

const names = ["a", "b", "c", "d", "e"];
const PRIORITIES = ["critical", "high", "medium", "low"] as const;

/** Holes of which each depends on earlier ones only. */
const acyclic: fc.Arbitrary<Hole[]> = fc
  .tuple(
    ...names.map((name, index) =>
      fc.record({
        name: fc.constant(name),
        on: fc.subarray(names.slice(0, index)),
        priority: fc.constantFrom(...PRIORITIES),
        status: fc.constantFrom("open" as const, "open" as const, "resolved" as const),
      }),
    ),
  )
  .chain((parts) => fc.shuffledSubarray(parts, { minLength: 1 }))
  .map((parts) =>
    parts.map(({ name, on, priority, status }) =>
      openHole(name, { priority, status, dependencies: on.map((other) => openHole(other).id) }),
    ),
  );

describe("the order of asking", () => {
  it("never puts a hole before an open one on which it depends", () => {
    fc.assert(
      fc.property(acyclic, (holes) => {
        const order = askingOrder({ holes }).map(({ id }) => id);
        expect([...order].sort()).toEqual(
          holes
            .filter(({ status }) => status === "open")
            .map(({ id }) => id)
            .sort(),
        );
        for (const { id, dependencies } of holes)
          for (const other of dependencies)
            if (order.includes(id) && order.includes(other))
              expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
      }),
    );
  });

  it("goes by priority, then by how much an answer unlocks, where nothing depends", () => {
    const low = openHole("low", { priority: "low" });
    const plain = openHole("plain");
    const base = openHole("base");
    const one = openHole("one", { dependencies: [base.id], priority: "low" });
    const two = openHole("two", { dependencies: [one.id], priority: "low" });
    const critical = openHole("critical", { priority: "critical" });
    expect(askingOrder({ holes: [low, plain, base, one, two, critical] }).map(({ subject }) => subject)).toEqual([
      "critical",
      "base",
      "plain",
      "one",
      "low",
      "two",
    ]);
  });

  it("asks last what somebody did not know, and nothing when all is answered", () => {
    const unknown = openHole("unknown", {
      priority: "critical",
      resolution: { value: "", provenance: openHole("x").provenance },
    });
    const low = openHole("low", { priority: "low" });
    expect(selectNext({ holes: [unknown, low] })).toBe(low);
    expect(selectNext({ holes: [unknown] })).toBe(unknown);
    expect(selectNext({ holes: [{ ...low, status: "resolved" }] })).toBeNull();
  });

  it("names the cycle of holes that depend on each other", () => {
    const [a, b] = [openHole("a"), openHole("b")];
    const holes = [
      openHole("start", { dependencies: [a.id] }),
      { ...a, dependencies: [b.id] },
      { ...b, dependencies: [a.id] },
    ];
    expect(() => askingOrder({ holes })).toThrowError(DependencyCycle);
    expect(() => askingOrder({ holes })).toThrowError(`${a.id} -> ${b.id} -> ${a.id}`);
  });
});
