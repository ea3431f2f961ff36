import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Bench, MODES, TENANT } from "./testing/bench.ts";
import { failingD1 } from "./testing/bindings.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

const tables = "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
const rowOf = (id: string) => env.DB.prepare("SELECT status FROM runs WHERE id = ?").bind(id).first();

describe.each(MODES)("doing it again, $mode", ({ always_replay }) => {
  it("a retry of a failed run goes on from the failed node and keeps what was done", async () => {
    const bench = new Bench({ always_replay });
    let broken = true;
    bench.bodies.replace("third", () => {
      if (broken) throw new Error("broken");
      return "repaired";
    });
    const run = await bench.start("line");
    expect(await run.finish(200)).toMatchObject({ status: "failed", error: { node: "third" } });
    broken = false;
    const retried = await run.rpc.retry({ tenant: TENANT, by: "tester" });
    expect(retried).toMatchObject({ status: "retried", run: { status: "running", error: null } });
    expect(await run.finish()).toMatchObject({ status: "succeeded", outcome: { solver: { output: "repaired" } } });
    expect(bench.bodies.count("second")).toBe(1);
    expect((await run.rpc.retry({ tenant: TENANT, by: "tester" }))?.status).toBe("not_failed");
    await checkInvariants(run);
    await checkProjected(run);
  });

  it("a rerun from a node makes a linked run that reuses what the nodes before it made", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line", { options: { cache: false } });
    await run.finish();
    const seed = await run.rpc.seed({ tenant: TENANT, from: "third" });
    if (seed?.status !== "ok") throw new Error("no seed");
    expect(seed.seed.nodes.map((node) => node.node)).toEqual(["first", "second"]);
    const linked = bench.newRun();
    await linked.rpc.create({
      id: linked.id,
      tenant: TENANT,
      request: seed.request,
      request_hash: "r",
      seed: seed.seed,
    });
    const done = await linked.finish();
    expect(done).toMatchObject({ status: "succeeded", rerun_of: run.id });
    expect(done.outcome).toEqual((await run.read()).outcome);
    expect(["first", "second", "third"].map((node) => bench.bodies.count(node))).toEqual([1, 1, 2]);
    await checkInvariants(linked);
    expect(await run.rpc.seed({ tenant: TENANT, from: "fourth" })).toEqual({
      status: "unknown_node",
      nodes: ["first", "second", "third"],
    });
  });

  it("removing deletes journal, cache entries, projections and everything else", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.finish();
    await checkProjected(run);
    const [row] = await run.rows<{ key: string }>("SELECT key FROM cache_keys");
    expect(await env.NODE_CACHE.get(`node:${row?.key}`)).not.toBeNull();
    expect(await run.rpc.remove({ tenant: TENANT })).toBe(true);
    expect(await run.rpc.read({ tenant: TENANT })).toBeNull();
    expect(await run.rows(tables)).toEqual([]);
    expect(await rowOf(run.id)).toBeNull();
    expect(await env.NODE_CACHE.get(`node:${row?.key}`)).toBeNull();
    expect(await run.alarm()).toBe(false);
    expect((await run.create("line")).status).toBe("created");
    expect((await run.finish()).status).toBe("succeeded");
    await checkProjected(run);
  });

  it("removing while a node is at work discards its late result and leaves no cache entry", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    bench.bodies.replace("second", async () => {
      await run.rpc.remove({ tenant: TENANT });
      return undefined;
    });
    expect((await bench.deliverSent()).acked).toEqual([0]);
    expect(await run.rows(tables)).toEqual([]);
    bench.bodies.replace("second", async () => undefined);
    await (await bench.start("line")).finish();
    expect(bench.bodies.count("second")).toBe(2);
  });

  it("removing while D1 is down deletes the run at once and the rest when D1 is back", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.finish();
    await checkProjected(run);
    bench.bindings.DB = failingD1();
    expect(await run.rpc.remove({ tenant: TENANT })).toBe(true);
    expect(await run.rpc.read({ tenant: TENANT })).toBeNull();
    expect(await run.rows("SELECT seq FROM events")).toEqual([]);
    await expect(run.create("line")).rejects.toThrow(/being deleted/);
    expect(await rowOf(run.id)).not.toBeNull();
    delete bench.bindings.DB;
    await run.alarm(600_000);
    expect(await rowOf(run.id)).toBeNull();
    expect(await run.rows(tables)).toEqual([]);
  });
});
