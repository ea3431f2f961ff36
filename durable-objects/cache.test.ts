import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { SingleFlight } from "../queues/single-flight.ts";
import { Bench, MODES, type TENANT, type TestRun } from "./testing/bench.ts";
import { checkInvariants } from "./testing/invariants.ts";

/** The real cache with parts replaced. */
function cache(
  bench: Bench,
  parts: { get?: (key: string) => Promise<string | null>; put?: () => Promise<void> },
): void {
  const real = env.NODE_CACHE;
  bench.bindings.NODE_CACHE = {
    get: parts.get ?? ((key: string) => real.get(key)),
    put: parts.put ?? ((key: string, value: string, options: KVNamespacePutOptions) => real.put(key, value, options)),
    delete: (key: string) => real.delete(key),
  } as unknown as KVNamespace;
}

async function keysOf(run: TestRun): Promise<string[]> {
  return (await run.rows<{ key: string }>("SELECT key FROM cache_keys")).map((row) => `node:${row.key}`);
}

describe.each(MODES)("the node cache, $mode", ({ always_replay }) => {
  it("gives a second run with equal inputs the result, journaled as a hit, without a message", async () => {
    const bench = new Bench({ always_replay });
    const first = await (await bench.start("line")).finish();
    expect(first.usage).toMatchObject({ cache_hits: 0, cache_misses: 1 });
    const sent = bench.all_sent.length;
    const run = await bench.start("line");
    const again = await run.finish();
    expect(again.usage).toMatchObject({ cache_hits: 1, cache_misses: 0 });
    expect(again.outcome).toEqual(first.outcome);
    expect(bench.all_sent.slice(sent).map((work) => work.node)).toEqual(["third"]);
    expect(bench.bodies.count("second")).toBe(1);
    expect(
      (await run.events()).find((event) => event.type === "node_succeeded" && event.node === "second"),
    ).toMatchObject({
      cache: "hit",
      cache_key: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await checkInvariants(run);
  });

  it("is not used by a run that asks for none, nor by another tenant", async () => {
    const bench = new Bench({ always_replay });
    await (await bench.start("line")).finish();
    const without = await bench.start("line", { options: { cache: false } });
    expect((await without.finish()).usage).toMatchObject({ cache_hits: 0, cache_misses: 0 });
    expect(await without.rows("SELECT key FROM cache_keys")).toEqual([]);
    const stranger = bench.newRun();
    const request = { graph: "solve", input: { smtlib: bench.input }, tags: ["line"] } as const;
    const tenant = "stranger" as typeof TENANT;
    await stranger.rpc.create({ id: stranger.id, tenant, request: { ...request, tags: ["line"] }, request_hash: "h" });
    for (let round = 0; round < 20 && bench.bodies.count("third") < 3; round++) {
      await bench.deliverSent();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(bench.bodies.count("second")).toBe(3);
  });

  const stale: { what: string; change: (text: string) => string | null }[] = [
    { what: "a cached miss", change: () => null },
    { what: "a cut value", change: (text) => text.slice(0, -3) },
    { what: "a changed value under its old hash", change: (text) => text.replace("second", "tampered") },
    { what: "a value of another version", change: (text) => text.replace('"v":1', '"v":2') },
    { what: "a value of another channel", change: (text) => text.replace('"b":', '"a":') },
    { what: "something else", change: () => "<html>" },
  ];
  it.each(stale)("fault 21: $what is only a slower path, never a wrong answer", async ({ change }) => {
    const bench = new Bench({ always_replay });
    const first = await (await bench.start("line")).finish();
    cache(bench, {
      get: async (key) => {
        const text = await env.NODE_CACHE.get(key);
        return text === null ? null : change(text);
      },
    });
    const run = await bench.start("line");
    const again = await run.finish();
    expect(again.outcome).toEqual(first.outcome);
    expect(again.usage.cache_hits).toBe(0);
    expect(bench.bodies.count("second")).toBe(2);
    await checkInvariants(run);
  });

  it("fault 22: a cache that refuses to write, or fails to read, costs the run nothing", async () => {
    const bench = new Bench({ always_replay });
    cache(bench, {
      get: async () => {
        throw new Error("KV GET failed: 500 Internal Server Error");
      },
      put: async () => {
        throw new Error("KV PUT failed: 429 Too Many Requests");
      },
    });
    const run = await bench.start("line");
    expect((await run.finish()).status).toBe("succeeded");
    expect(await env.NODE_CACHE.list({ prefix: (await keysOf(run))[0] ?? "none" })).toMatchObject({ keys: [] });
    await checkInvariants(run);
  });

  it("lets equal nodes that run at the same time in one isolate share one computation", async () => {
    const bench = new Bench({ always_replay });
    const runs = [await bench.start("line"), await bench.start("line"), await bench.start("line")];
    for (const run of runs) await run.untilSent(3);
    bench.bodies.replace("second", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return "shared";
    });
    await bench.deliverSent();
    expect(bench.bodies.count("second")).toBe(1);
    for (const run of runs) {
      expect((await run.finish()).outcome?.solver?.output).toBe("shared>third");
      await checkInvariants(run);
    }
  });
});

describe("single flight", () => {
  it("computes for itself when the leader fails, and when the leader is slower than the patience", async () => {
    const flights = new SingleFlight<string>();
    const failing = flights.run("k", 1000, async () => {
      throw new Error("leader");
    });
    const follower = flights.run("k", 1000, async () => "mine");
    await expect(failing).rejects.toThrow("leader");
    expect(await follower).toEqual({ value: "mine", shared: false });

    const { promise, resolve } = Promise.withResolvers<string>();
    const slow = flights.run("k", 1000, () => promise);
    expect(await flights.run("k", 5, async () => "quicker")).toEqual({ value: "quicker", shared: false });
    resolve("slow");
    expect(await slow).toEqual({ value: "slow", shared: false });
    expect(await flights.run("k", 5, async () => "fresh")).toEqual({ value: "fresh", shared: false });
  });
});
