import { env } from "cloudflare:test";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { TenantId } from "../graphs/run.ts";
import type { Position } from "./cursor.ts";
import { emptyStore, runId, runRow, tenant } from "./fixtures.ts";
import { deleteRun, listRuns, projectRun } from "./runs.ts";

beforeEach(() => emptyStore(env.DB));

const all = async (limit = 100) => (await listRuns(env.DB, { tenant }, limit, null)).rows;

describe("projecting a run", () => {
  it("shows the row in lists as it was given", async () => {
    const row = runRow("a", { tags: ['quote"', "é"], repo: "acme/x", error_code: "e", stuck: true, finished_at: 5 });
    await projectRun(env.DB, row);
    expect(await all()).toEqual([row]);
  });

  it("ends at the newest revision whatever order, and however often, revisions arrive", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }), async (order) => {
        await env.DB.prepare("DELETE FROM runs").run();
        for (const revision of order) {
          await projectRun(env.DB, runRow("a", { revision, updated_at: 1_000 + revision }));
        }
        const newest = Math.max(...order);
        expect(await all()).toEqual([runRow("a", { revision: newest, updated_at: 1_000 + newest })]);
      }),
      { numRuns: 15 },
    );
  });

  it("keeps one row under concurrent writes of several revisions", async () => {
    const revisions = [3, 1, 5, 2, 4, 5, 1];
    await Promise.all(revisions.map((revision) => projectRun(env.DB, runRow("a", { revision }))));
    expect((await all()).map((row) => row.revision)).toEqual([5]);
  });
});

describe("deleting a run", () => {
  it("takes it out of lists, twice as well as once", async () => {
    await projectRun(env.DB, runRow("a"));
    await deleteRun(env.DB, runId("a"));
    await deleteRun(env.DB, runId("a"));
    expect(await all()).toEqual([]);
  });

  it("is not undone by a projection that was on its way", async () => {
    await deleteRun(env.DB, runId("a"), 2_000);
    await projectRun(env.DB, runRow("a", { created_at: 1_000, revision: 9 }));
    expect(await all()).toEqual([]);
  });

  it("does not stand in the way of a new run under the same id", async () => {
    await deleteRun(env.DB, runId("a"), 2_000);
    await projectRun(env.DB, runRow("a", { created_at: 2_001 }));
    expect(await all()).toHaveLength(1);
  });
});

describe("listing runs", () => {
  it("pages through all of them newest first, also when many were created in one millisecond", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    for (const [index, name] of names.entries()) {
      await projectRun(env.DB, runRow(name, { created_at: index < 4 ? 1_000 : 2_000 }));
    }
    const seen: string[] = [];
    let after: Position | null = null;
    do {
      const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(env.DB, { tenant }, 2, after);
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(["g", "f", "e", "d", "c", "b", "a"].map(runId));
  });

  it("says that there is no further page when the last one is exactly full", async () => {
    await projectRun(env.DB, runRow("a"));
    await projectRun(env.DB, runRow("b"));
    expect((await listRuns(env.DB, { tenant }, 2, null)).next).toBeNull();
  });

  it("filters by graph, status, repository and time of creation", async () => {
    await projectRun(env.DB, runRow("a", { graph: "solve" }));
    await projectRun(env.DB, runRow("b", { status: "failed" }));
    await projectRun(env.DB, runRow("c", { repo: "acme/x" }));
    await projectRun(env.DB, runRow("d", { created_at: 9_000 }));
    const ids = async (filter: object) =>
      (await listRuns(env.DB, { tenant, ...filter }, 10, null)).rows.map((row) => row.id);
    expect(await ids({ graph: "solve" })).toEqual([runId("a")]);
    expect(await ids({ status: "failed" })).toEqual([runId("b")]);
    expect(await ids({ repo: "acme/x" })).toEqual([runId("c")]);
    expect(await ids({ created_after: 8_999 })).toEqual([runId("d")]);
    expect(await ids({ created_after: 9_000 })).toEqual([]);
  });

  it("never shows another tenant's run", async () => {
    await projectRun(env.DB, runRow("a", { tenant: TenantId.parse("other") }));
    expect(await all()).toEqual([]);
  });
});
