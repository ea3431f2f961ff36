import { describe, expect, test } from "vitest";
import { claimDelay, MAX_JOURNALED_DISCARDS, MAX_RESENDS } from "./caps.ts";
import { defineGraph } from "./define.ts";
import type { NodeId } from "./ids.ts";
import { Driver, VALUE } from "./simulation/driver.ts";
import { edges } from "./simulation/edges.ts";
import { atFork, inline, queued, shape, single } from "./simulation/fixtures.ts";
import { wakes } from "./wakes.ts";

describe("dispatch and fencing", () => {
  test("a run goes from created to succeeded, one event for each step", () => {
    const run = new Driver(single).start();
    run.claim("a");
    run.succeed("a");
    expect(run.story).toEqual([
      "run_created",
      "node_scheduled a",
      "node_claimed a",
      "node_succeeded a",
      "run_succeeded",
    ]);
    expect(run.state.status).toBe("succeeded");
  });

  test("the same result twice is taken once, and the second is journaled as discarded", () => {
    const run = atFork({ policy: "all" });
    const result = run.success(run.work("a"));
    expect(run.send(result).verdict).toEqual({ status: "accepted" });
    expect(run.send(result).verdict).toEqual({ status: "discarded", reason: "duplicate" });
    expect(run.story.slice(-2)).toEqual(["node_succeeded a", "result_discarded a"]);
  });

  test("a result of an attempt that was given up is discarded, and so is its claim, while the newer attempt is taken", () => {
    const run = new Driver(single).start();
    const old = run.work("a");
    run.claim("a");
    run.tick(run.now + 60_000);
    run.tick(run.now + 1_000);
    expect(run.node("a")).toMatchObject({ status: "scheduled", attempts: 2 });
    expect(run.send(run.success(old)).verdict).toEqual({ status: "discarded", reason: "stale_lease" });
    expect(run.send({ type: "claim", ...old }).verdict).toEqual({ status: "discarded", reason: "stale_lease" });
    expect(run.succeed("a").verdict).toEqual({ status: "accepted" });
    expect(run.state.status).toBe("succeeded");
  });

  test("a second claim of the same message is refused and changes nothing", () => {
    const run = new Driver(single).start();
    const work = run.work("a");
    run.claim("a");
    const again = run.send({ type: "claim", ...work });
    expect(again).toMatchObject({ verdict: { status: "discarded", reason: "duplicate" }, events: [] });
  });

  test("a result of an earlier round of a loop is discarded as superseded", () => {
    const graph = defineGraph({
      ...shape,
      id: "loop",
      start: "a",
      nodes: {
        a: queued,
        d: { kind: "decision", version: "1", reads: [], choices: ["again", "done"] },
        z: { ...inline, final: true },
      },
      edges: edges("a>d", "d>a:again*2", "d>z:done", "d>z:exhausted"),
    }).graph;
    const run = new Driver(graph).start();
    const first = run.success(run.work("a"));
    run.send(first);
    run.succeed("d", "again");
    expect(run.node("a")).toMatchObject({ status: "scheduled", iteration: 1, attempts: 1 });
    expect(run.send(first).verdict).toEqual({ status: "discarded", reason: "superseded" });
    run.succeed("a");
    run.succeed("d", "again");
    run.succeed("a");
    run.succeed("d", "again");
    expect(run.node("z").status).toBe("scheduled");
    expect(run.story.filter((line) => line === "loop_taken")).toHaveLength(2);
  });

  test("a result for a node that the graph has not changes nothing", () => {
    const run = new Driver(single).start();
    const work = { ...run.work("a"), node: "ghost" as NodeId };
    expect(run.send(run.success(work))).toMatchObject({ verdict: { reason: "unknown_node" }, events: [] });
  });

  test("discarded results stop being journaled past a cap, so that a storm of them cannot fill the journal", () => {
    const run = atFork({ policy: "all" });
    const result = run.success(run.work("a"));
    run.send(result);
    for (let times = 0; times < MAX_JOURNALED_DISCARDS + 50; times += 1) run.send(result);
    expect(run.story.filter((line) => line.startsWith("result_discarded"))).toHaveLength(MAX_JOURNALED_DISCARDS);
  });

  test("a result that writes what its node does not declare, or chooses what it may not, fails the node for good", () => {
    const run = new Driver(single).start();
    const result = run.success(run.work("a"));
    if (result.outcome.ok) result.outcome.writes = { made: VALUE } as never;
    run.send(result);
    expect(run.state).toMatchObject({ status: "failed", error: { node: "a", error: { code: "undeclared_write" } } });
  });
});

describe("losing things", () => {
  test("a message that nobody claims is sent again under the same lease with growing delays, and then the attempt times out", () => {
    const run = new Driver(single).start();
    const { lease } = run.work("a");
    for (let resend = 1; resend <= MAX_RESENDS; resend += 1) {
      const [wake] = wakes(single, run.state).filter(({ why }) => why === "claim");
      expect((wake?.at ?? 0) - run.now).toBe(claimDelay(resend - 1));
      run.tick(wake?.at ?? 0);
      expect(run.work("a").lease).toBe(lease);
    }
    expect(run.state.dispatches).toBe(1);
    run.tick(run.now + claimDelay(MAX_RESENDS));
    expect(run.node("a")).toMatchObject({ status: "retrying", error: { class: "timeout", code: "never_claimed" } });
  });

  test("a claimed attempt that does not report within its lease fails with class timeout and gets a new lease", () => {
    const run = new Driver(single).start();
    const { lease } = run.work("a");
    run.claim("a");
    run.tick(run.now + 59_999);
    expect(run.node("a").status).toBe("claimed");
    run.tick(run.now + 1);
    expect(run.node("a")).toMatchObject({ status: "retrying", error: { class: "timeout", code: "lease_expired" } });
    run.tick(run.now + 1_000);
    expect(run.work("a").lease).not.toBe(lease);
  });
});
