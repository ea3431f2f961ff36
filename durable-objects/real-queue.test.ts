import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Bench, TENANT } from "./testing/bench.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

describe("with the real queue", () => {
  it("runs of every shape end by themselves, many at once", async () => {
    const bench = new Bench({ always_replay: false });
    bench.bindings.NODE_QUEUE = env.NODE_QUEUE;
    const runs = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        bench.start(index % 2 === 0 ? "line" : "fan", { options: { cache: false } }),
      ),
    );
    for (const run of runs) {
      const done = await run.rpc.read({ tenant: TENANT, until: "rest", wait_ms: 15_000 });
      expect(done?.status).toBe("succeeded");
      await checkInvariants(run);
      await checkProjected(run);
    }
    expect(bench.bodies.count("second")).toBe(6);
  });

  it("keeps independent nodes of a second each within a quarter more than the longest", async () => {
    const bench = new Bench({ always_replay: false });
    bench.bindings.NODE_QUEUE = env.NODE_QUEUE;
    for (const node of ["left", "middle", "right"]) {
      bench.bodies.replace(node, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return node;
      });
    }
    const started = Date.now();
    const run = await bench.start("fan");
    const done = await run.rpc.read({ tenant: TENANT, until: "rest", wait_ms: 15_000 });
    expect(done?.outcome?.solver?.output).toBe("left+middle+right>last");
    expect(Date.now() - started).toBeLessThan(1_250);
  });
});
