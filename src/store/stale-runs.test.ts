import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyStore, runId, runRow, tenant } from "./fixtures.ts";
import { listRuns, projectRun } from "./runs.ts";
import { findStale, markStuck } from "./stale-runs.ts";

beforeEach(() => emptyStore(env.DB));

const ids = (rows: { id: string }[]) => rows.map((row) => row.id).toSorted();

describe("finding stale runs", () => {
  it("finds runs that have not ended and made no progress, and no others", async () => {
    await projectRun(env.DB, runRow("old"));
    await projectRun(env.DB, runRow("queued", { status: "queued" }));
    await projectRun(env.DB, runRow("ended", { status: "failed" }));
    await projectRun(env.DB, runRow("fresh", { progress_at: 5_000 }));
    expect(ids(await findStale(env.DB, 5_000, 10))).toEqual([runId("old"), runId("queued")]);
  });

  it("comes to every stale run in turn when there are more than one look takes", async () => {
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) await projectRun(env.DB, runRow(name));
    const seen = new Set<string>();
    for (const before of [5_000, 5_001, 5_002]) {
      for (const run of await findStale(env.DB, before, 2)) seen.add(run.id);
    }
    expect(seen.size).toBe(5);
  });
});

describe("marking a run as stuck", () => {
  it("shows in lists until the run projects itself again", async () => {
    const stuck = async () => (await listRuns(env.DB, { tenant }, 1, null)).rows[0]?.stuck;
    await projectRun(env.DB, runRow("a"));
    await markStuck(env.DB, runId("a"), true);
    expect(await stuck()).toBe(true);
    await projectRun(env.DB, runRow("a", { revision: 2 }));
    expect(await stuck()).toBe(false);
  });
});
