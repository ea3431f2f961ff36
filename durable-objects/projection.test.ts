import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { RunRequest } from "../src/graphs/run.ts";
import { IrId } from "../src/ir/ids.ts";
import { sampleIr } from "../src/ir/ir.sample.ts";
import { Bench, MODES, TENANT } from "./testing/bench.ts";
import { failingD1, lyingD1, refusingD1 } from "./testing/bindings.ts";
import { checkInvariants, checkProjected } from "./testing/invariants.ts";

const rowOf = (id: string) => env.DB.prepare("SELECT status, stuck FROM runs WHERE id = ?").bind(id).first();

/** IRs as the reverse graph makes them, with ids that belong to the repository. */
function irsOf(repo: string | null, count = 1): string {
  const items = Array.from({ length: count }, (_, index) => {
    const ir = sampleIr();
    const id = IrId.parse(`ir_${(repo ?? crypto.randomUUID()).replaceAll(/[^A-Za-z0-9]/g, "_")}_${index}`);
    const metadata = { ...ir.metadata, qualified_name: `f${index}`, path: "a.py", repo, commit: null };
    return { id, ir: { ...ir, id, metadata }, holes: 0, confidence: 1 };
  });
  return JSON.stringify(items);
}

const reverse = (repo: string | null): Partial<RunRequest> => {
  const source = crypto.randomUUID();
  return { graph: "reverse", input: repo === null ? { source } : { source, repo }, tags: ["lift"] };
};

describe.each(MODES)("the projection to D1, $mode", ({ always_replay }) => {
  it("fault 18: D1 down for the whole run costs the run nothing, and it is there when D1 is back", async () => {
    const bench = new Bench({ always_replay });
    bench.bindings.DB = failingD1();
    const run = await bench.start("line");
    expect((await run.finish()).status).toBe("succeeded");
    expect(await rowOf(run.id)).toBeNull();
    for (let time = 0; time < 3; time++) await run.alarm(30_000);
    expect((await run.rows("SELECT tries FROM projections WHERE name = 'run'"))[0]?.tries).toBeGreaterThan(1);
    await checkInvariants(run);
    delete bench.bindings.DB;
    await run.alarm(600_000);
    await checkProjected(run);
    expect(await run.rows("SELECT key FROM wakes")).toEqual([]);
  });

  it("fault 19: a write that D1 reports as failed and has done is repeated without harm", async () => {
    const bench = new Bench({ always_replay });
    bench.bindings.DB = lyingD1(env.DB);
    const repo = `acme/${crypto.randomUUID()}`;
    bench.bodies.replace("lifted", () => irsOf(repo));
    const run = bench.newRun();
    await run.create("lift", reverse(repo));
    await run.finish();
    for (let time = 0; time < 3; time++) await run.alarm(30_000);
    delete bench.bindings.DB;
    await run.alarm(600_000);
    await checkProjected(run);
    expect((await run.read()).outcome?.irs?.[0]?.revision).toBe(1);
    const revisions = await env.DB.prepare("SELECT revision FROM ir_revisions WHERE repo = ?").bind(repo).all();
    expect(revisions.results).toEqual([{ revision: 1 }]);
    await checkInvariants(run);
  });

  it("numbers the IRs of a repository by the history, and shows the numbers with the terminal state", async () => {
    const bench = new Bench({ always_replay });
    const repo = `acme/${crypto.randomUUID()}`;
    bench.bodies.replace("lifted", () => irsOf(repo, 12));
    const first = bench.newRun();
    await first.create("lift", reverse(repo));
    await first.untilSent();
    const waiting = first.rpc.read({ tenant: TENANT, until: "rest", wait_ms: 10_000 });
    await bench.deliverSent();
    const seen = await waiting;
    expect(seen?.status).toBe("succeeded");
    expect(seen?.outcome?.irs?.map((item) => item.revision)).toEqual(Array(12).fill(1));
    await checkProjected(first);

    const same = bench.newRun();
    await same.create("lift", reverse(repo));
    await same.finish();
    await expect.poll(async () => (await same.read()).outcome?.irs?.[0]?.revision).toBe(1);

    bench.bodies.replace("lifted", () => irsOf(repo, 12).replaceAll("a.py", "b.py"));
    const changed = bench.newRun();
    await changed.create("lift", reverse(repo));
    await changed.finish();
    await expect.poll(async () => (await changed.read()).outcome?.irs?.[11]?.revision).toBe(2);
    await checkProjected(changed);
  });

  it("shows the terminal state without numbers when D1 does not answer, and the numbers as a new revision when they come", async () => {
    const bench = new Bench({ always_replay });
    const repo = `acme/${crypto.randomUUID()}`;
    bench.bodies.replace("lifted", () => irsOf(repo));
    bench.bindings.DB = failingD1();
    const run = bench.newRun();
    await run.create("lift", reverse(repo));
    const done = await run.finish();
    expect(done.outcome?.irs?.map((item) => item.revision)).toEqual([null]);
    delete bench.bindings.DB;
    await run.alarm(600_000);
    await checkProjected(run);
    const later = await run.read();
    expect(later.outcome?.irs?.map((item) => item.revision)).toEqual([1]);
    expect(later.revision).toBeGreaterThan(done.revision);
  });

  it("does not try for ever to write an IR that D1 refuses for its size", async () => {
    const bench = new Bench({ always_replay });
    const repo = `acme/${crypto.randomUUID()}`;
    bench.bodies.replace("lifted", () => irsOf(repo));
    bench.bindings.DB = refusingD1(env.DB, "ir_revisions");
    const run = bench.newRun();
    await run.create("lift", reverse(repo));
    expect((await run.finish()).outcome?.irs?.map((item) => item.revision)).toEqual([null]);
    await run.alarm(600_000);
    expect(await run.rows("SELECT tries, due_at FROM projections WHERE name = 'irs'")).toEqual([
      { tries: 0, due_at: null },
    ]);
    expect(await rowOf(run.id)).toMatchObject({ status: "succeeded" });
    expect(await run.rows("SELECT key FROM wakes")).toEqual([]);
  });

  it("needs no history to number the IRs of a run without a repository", async () => {
    const bench = new Bench({ always_replay });
    bench.bodies.replace("lifted", () => irsOf(null));
    bench.bindings.DB = failingD1();
    const run = bench.newRun();
    await run.create("lift", reverse(null));
    expect((await run.finish()).outcome?.irs?.map((item) => item.revision)).toEqual([1]);
  });
});
