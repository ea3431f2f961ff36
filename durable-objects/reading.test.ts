import { describe, expect, it } from "vitest";
import { Bench, MODES, TENANT } from "./testing/bench.ts";

describe.each(MODES)("reading a run, $mode", ({ always_replay }) => {
  it("waits for a newer revision and answers at once when there is one", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    await run.untilSent();
    const { revision } = await run.read();
    const waiting = run.rpc.read({ tenant: TENANT, known_revision: revision, wait_ms: 10_000 });
    await bench.deliverSent();
    expect((await waiting)?.revision).toBeGreaterThan(revision);
    const started = Date.now();
    expect(
      (await run.rpc.read({ tenant: TENANT, known_revision: revision, wait_ms: 10_000 }))?.revision,
    ).toBeGreaterThan(revision);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it("answers the same revision when nothing changed in time", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask");
    const { revision } = await run.read();
    const started = Date.now();
    const read = await run.rpc.read({ tenant: TENANT, known_revision: revision, wait_ms: 60 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(50);
    expect(read?.revision).toBe(revision);
    expect(await run.rpc.peek({ tenant: TENANT })).toMatchObject({ revision, status: "waiting" });
    expect(await run.rpc.peek({ tenant: "stranger" as typeof TENANT })).toBeNull();
  });

  it("with `rest`, waits through progress until the run has ended or waits for a person", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const waiting = run.rpc.read({ tenant: TENANT, until: "rest", wait_ms: 10_000 });
    await run.finish();
    expect((await waiting)?.status).toBe("succeeded");
    const ask = await bench.start("ask");
    expect((await ask.rpc.read({ tenant: TENANT, until: "rest", wait_ms: 10_000 }))?.status).toBe("waiting");
  });

  it("streams events without gap or repeat, and says when they were the last", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("line");
    const finished = run.finish();
    const seen: number[] = [];
    for (let terminal = false; !terminal; ) {
      const page = await run.rpc.events({ tenant: TENANT, after: seen.at(-1) ?? 0, limit: 2, wait_ms: 10_000 });
      if (page === null) throw new Error("the run is gone");
      seen.push(...page.events.map((event) => event.seq));
      terminal = page.terminal;
    }
    await finished;
    expect(seen).toEqual((await run.events()).map((event) => event.seq));
    expect(await run.rpc.events({ tenant: TENANT, after: seen.length, limit: 2, wait_ms: 10_000 })).toEqual({
      events: [],
      terminal: true,
    });
  });

  it("shows the graph with each node's state, attempts and times", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("fan");
    await run.finish();
    const graph = await run.rpc.graph({ tenant: TENANT });
    expect(graph?.nodes.map((node) => [node.id, node.kind, node.state, node.attempts])).toEqual([
      ["first", "task", "succeeded", 1],
      ["left", "task", "succeeded", 1],
      ["middle", "task", "succeeded", 1],
      ["right", "task", "succeeded", 1],
      ["all", "join", "succeeded", 0],
      ["last", "task", "succeeded", 1],
    ]);
    for (const node of graph?.nodes ?? []) expect(node.finished_at ?? 0).toBeGreaterThanOrEqual(node.started_at ?? 1);
    expect(graph?.edges).toContainEqual({ from: "first", to: "left", label: null });
    expect(graph?.mermaid).toMatch(/^flowchart TD\n/);
  });

  it("stores nothing for a run that does not exist", async () => {
    const bench = new Bench({ always_replay });
    const run = bench.newRun();
    expect(await run.rpc.read({ tenant: TENANT })).toBeNull();
    expect(await run.rpc.peek({ tenant: TENANT })).toBeNull();
    expect(await run.rpc.remove({ tenant: TENANT })).toBe(false);
    expect(await run.rpc.poke({ why: "watchdog" })).toEqual({ status: "absent" });
    expect(await run.rows("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")).toEqual([]);
  });
});
