import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { BoundGraph } from "../src/graph/bind.ts";
import type { NodeContext } from "../src/graphs/context.ts";
import { Bench, MODES, TENANT } from "./testing/bench.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

/** The line graph as a later deployment might have it. */
function changed(
  bound: BoundGraph<NodeContext>,
  change: { version?: string; without?: string },
): BoundGraph<NodeContext> {
  const nodes = new Map([...bound.graph.nodes].filter(([id]) => id !== change.without));
  return { ...bound, graph: { ...bound.graph, version: change.version ?? bound.graph.version, nodes } };
}

describe.each(MODES)("a run whose graph the code no longer has, $mode", ({ always_replay }) => {
  const changes = [
    { what: "its version was removed", change: { version: "2" }, says: /no version 1/ },
    { what: "a node was removed from it", change: { without: "second" }, says: /no node second/ },
  ];
  it.each(changes)("fault 30: ends with a named error when $what, and never hangs", async ({ change, says }) => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.graphs.line = changed(bench.graphs.line, change);
    await evictDurableObject(run.stub);
    await run.alarm(11_000);
    const failed = await run.read();
    expect(failed).toMatchObject({
      status: "failed",
      waiting_for: null,
      error: { code: "graph_version_gone", retryable: false },
    });
    expect(failed.error?.message).toMatch(says);
    expect((await bench.deliverSent()).again).toEqual([]);
    expect(bench.bodies.count("second")).toBe(0);
    expect((await run.rpc.retry({ tenant: TENANT, by: "me" }))?.status).toBe("not_failed");
    expect((await run.types()).at(-1)).toBe("run_failed");
    await checkInvariants(run);
    await checkProjected(run);
  });

  it("fault 30: keeps its outcome readable when it had ended", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const done = await run.finish();
    bench.graphs.line = changed(bench.graphs.line, { version: "2" });
    await evictDurableObject(run.stub);
    expect(await run.read()).toMatchObject({ status: "succeeded", outcome: done.outcome, revision: done.revision });
    expect((await run.rpc.graph({ tenant: TENANT }))?.version).toBe("1");
    expect(await run.rpc.seed({ tenant: TENANT, from: "third" })).toEqual({ status: "unknown_node", nodes: [] });
  });

  it("fault 29: goes on with the version it began with while a newer one is current", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const old = bench.graphs.line;
    bench.keep.push(old);
    bench.graphs.line = changed(old, { version: "2" });
    await evictDurableObject(run.stub);
    const next = await bench.start("line", { options: { cache: false } });
    expect(await run.finish()).toMatchObject({ status: "succeeded", graph_version: "1" });
    expect(await next.finish()).toMatchObject({ status: "succeeded", graph_version: "2" });
  });
});
