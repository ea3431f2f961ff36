import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { TenantId } from "../../graphs/run.ts";
import { emptyStore, irItem } from "../../store/fixtures.ts";
import { projectIr } from "../../store/project-ir.ts";
import { call, callWith, DOWN, ORIGIN, problemOf } from "../testing.ts";
import type { IrResource, IrRevision } from "./resource.ts";

const tenant = TenantId.parse("default");
const put = (...[run, summary, changes]: Parameters<typeof irItem>) =>
  projectIr(env.DB, irItem(run, summary, { tenant, ...changes }));
const get = async <T>(path: string) => (await call(path)).json<T>();

beforeEach(() => emptyStore(env.DB));

describe("reading an IR", () => {
  it("answers the newest revision, or the named one, with its origin", async () => {
    await put("a", "one", { commit: "c1" });
    await put("b", "two");
    expect(await get<IrResource>("/v1/irs/ir_clamp")).toMatchObject({
      revision: 2,
      ir: { intent: { summary: "two" } },
      code: null,
    });
    expect(await get<IrResource>("/v1/irs/ir_clamp?revision=1")).toMatchObject({
      revision: 1,
      origin: { run: irItem("a", "").run_id, commit: "c1" },
      ir: { intent: { summary: "one" } },
    });
  });

  it("is 304 for who has it", async () => {
    await put("a", "one");
    const etag = (await call("/v1/irs/ir_clamp")).headers.get("ETag") ?? "";
    expect((await call("/v1/irs/ir_clamp", { headers: { "If-None-Match": etag } })).status).toBe(304);
  });

  it("is 404 for what is not there and for another tenant's", async () => {
    await put("a", "one", { tenant: TenantId.parse("other") });
    for (const path of ["/v1/irs/ir_clamp", "/v1/irs/ir_clamp/revisions", "/v1/irs/%F0%9F%98%80"]) {
      const response = await call(path);
      expect([response.status, (await problemOf(response)).code]).toEqual([404, "ir_not_found"]);
    }
    await put("b", "two");
    expect((await call("/v1/irs/ir_clamp?revision=2")).status).toBe(404);
    expect((await call("/v1/irs/ir_clamp?revision=0")).status).toBe(422);
  });

  it("is a retryable 503 while the database is down", async () => {
    for (const path of ["/v1/irs", "/v1/irs/ir_clamp", "/v1/irs/ir_clamp/revisions"]) {
      expect((await callWith({ DB: DOWN }, ORIGIN + path)).status).toBe(503);
    }
  });
});

describe("the history of an IR", () => {
  it("is newest first, in pages", async () => {
    for (const name of ["a", "b", "c"]) await put(name, name);
    type Page = { data: IrRevision[]; next_cursor: string | null };
    const first = await get<Page>("/v1/irs/ir_clamp/revisions?limit=2");
    expect(first.data.map(({ revision }) => revision)).toEqual([3, 2]);
    const second = await get<Page>(`/v1/irs/ir_clamp/revisions?limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ data: [{ revision: 1, change_summary: "First revision" }], next_cursor: null });
    expect(JSON.stringify(first)).not.toContain('"ir":');
  });
});

describe("finding the current contract of a function", () => {
  it("answers by repository, path and name", async () => {
    await put("a", "one");
    await put("b", "two");
    await put("c", "other", { ir_id: "ir_other", function: "other" });
    const found = await get<{ data: IrResource[] }>("/v1/irs?repo=acme%2Flimits&path=limits.py&function=clamp");
    expect(found.data).toMatchObject([{ id: "ir_clamp", revision: 2 }]);
    expect((await get<{ data: IrResource[] }>("/v1/irs?function=none")).data).toEqual([]);
  });
});
