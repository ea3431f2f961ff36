import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { TenantId } from "../graphs/run.ts";
import { emptyStore, irItem, runId, tenant } from "./fixtures.ts";
import { currentIr, getIr, listRevisions } from "./irs.ts";
import { projectIr, RunDeleted } from "./project-ir.ts";
import { deleteRun } from "./runs.ts";

beforeEach(() => emptyStore(env.DB));

const put = async (...item: Parameters<typeof irItem>) => (await projectIr(env.DB, irItem(...item))).revision;
const history = async () => {
  const { rows } = await listRevisions(env.DB, tenant, "ir_clamp", 100, null);
  return rows.map((row) => [row.revision, row.content_hash, row.run_id]);
};

describe("giving an IR its place in the history", () => {
  it("numbers changed content from 1 upwards", async () => {
    expect([await put("a", "one"), await put("b", "two"), await put("c", "three")]).toEqual([1, 2, 3]);
  });

  it("answers the newest revision when its content is equal", async () => {
    expect([await put("a", "one"), await put("b", "one")]).toEqual([1, 1]);
    expect(await history()).toEqual([[1, "hash of one", runId("a")]]);
  });

  it("makes a new revision when content returns to what it was before the newest", async () => {
    expect([await put("a", "one"), await put("b", "two"), await put("c", "one")]).toEqual([1, 2, 3]);
  });

  it("answers a repeated run with the revision it had, whether it made that revision or found it", async () => {
    await put("a", "one");
    await put("b", "one");
    await put("c", "two");
    expect([await put("a", "one"), await put("b", "one"), await put("c", "two")]).toEqual([1, 1, 2]);
    expect(await history()).toHaveLength(2);
  });

  it("gives concurrent runs distinct dense numbers, and one run repeated at once a single one", async () => {
    const runs = ["a", "b", "c", "d", "e", "f"];
    const numbers = await Promise.all(runs.map((run) => put(run, `content of ${run}`)));
    expect(numbers.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(await Promise.all([put("g", "more"), put("g", "more"), put("g", "more")]))).toEqual(new Set([7]));
  });

  it("keeps tenants with the same IR id apart", async () => {
    const other = TenantId.parse("other");
    await put("a", "one");
    expect(await put("b", "two", { tenant: other })).toBe(1);
    expect((await getIr(env.DB, tenant, "ir_clamp"))?.content_hash).toBe("hash of one");
    expect((await getIr(env.DB, other, "ir_clamp"))?.content_hash).toBe("hash of two");
  });

  it("keeps an IR of 256 KB with quotes and non-ASCII text as it is", async () => {
    const summary = `'"é😀`.repeat(800).slice(0, 4_000);
    const item = irItem("a", summary);
    item.ir.effects = Array.from({ length: 60 }, (_, index) => ({
      id: `effect-${index}` as never,
      effect_type: "io" as const,
      target: "stdout",
      description: summary,
      via: [],
      provenance: item.ir.intent.provenance,
    }));
    expect(JSON.stringify(item.ir).length).toBeGreaterThan(200_000);
    await projectIr(env.DB, item);
    expect((await getIr(env.DB, tenant, "ir_clamp"))?.ir).toEqual(item.ir);
  });
});

describe("deleting a run that made revisions", () => {
  it("deletes them and never gives their numbers out again", async () => {
    await put("a", "one");
    await put("b", "two");
    await deleteRun(env.DB, runId("b"), 2_000);
    expect(await history()).toEqual([[1, "hash of one", runId("a")]]);
    expect(await put("c", "three")).toBe(3);
  });

  it("leaves a revision that another run arrived at too with that run", async () => {
    await put("a", "one");
    await put("b", "one");
    await deleteRun(env.DB, runId("a"), 2_000);
    expect(await history()).toEqual([[1, "hash of one", runId("b")]]);
  });

  it("refuses an IR of the deleted run that was on its way", async () => {
    await deleteRun(env.DB, runId("a"), 2_000);
    await expect(put("a", "one")).rejects.toThrow(RunDeleted);
    expect(await history()).toEqual([]);
  });
});

describe("reading the history", () => {
  it("answers the named revision, the newest by default, and null for one that is not there", async () => {
    await put("a", "one");
    await put("b", "two");
    expect((await getIr(env.DB, tenant, "ir_clamp", 1))?.content_hash).toBe("hash of one");
    expect((await getIr(env.DB, tenant, "ir_clamp"))?.revision).toBe(2);
    expect(await getIr(env.DB, tenant, "ir_clamp", 3)).toBeNull();
    expect(await getIr(env.DB, TenantId.parse("other"), "ir_clamp")).toBeNull();
  });

  it("pages revisions newest first", async () => {
    for (const name of ["a", "b", "c"]) await put(name, name);
    const first = await listRevisions(env.DB, tenant, "ir_clamp", 2, null);
    expect(first.rows.map((row) => row.revision)).toEqual([3, 2]);
    const second = await listRevisions(env.DB, tenant, "ir_clamp", 2, first.next?.[0] ?? null);
    expect(second.rows.map((row) => row.revision)).toEqual([1]);
    expect(second.next).toBeNull();
  });

  it("finds the current contract of a function by repository, path and name", async () => {
    await put("a", "one");
    await put("b", "two", { at: 2_000 });
    await put("c", "other", { ir_id: "ir_other", function: "other" });
    const current = async (filter: object) =>
      (await currentIr(env.DB, { tenant, ...filter }, 10, null)).rows.map((row) => [row.ir_id, row.revision]);
    expect(await current({ repo: "acme/limits", path: "limits.py", function: "clamp" })).toEqual([["ir_clamp", 2]]);
    expect(await current({ repo: "acme/limits" })).toEqual([
      ["ir_clamp", 2],
      ["ir_other", 1],
    ]);
    expect(await current({ repo: "acme/none" })).toEqual([]);
  });
});
