import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { TenantId } from "../../graphs/run.ts";
import { runRow } from "../../store/fixtures.ts";
import { projectRun } from "../../store/runs.ts";
import { call, callWith, DOWN, finished, ORIGIN, post, problemOf, SOLVE } from "../testing.ts";
import type { Run } from "./resource.ts";

describe("reading a run", () => {
  it("carries a strong ETag, and an unchanged run is 304 without a body", async () => {
    const { id } = await finished();
    const first = await call(`/v1/runs/${id}`);
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[^"]+"$/);
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, "*"]) {
      const again = await call(`/v1/runs/${id}`, { headers: { "If-None-Match": known } });
      expect([again.status, await again.text(), again.headers.get("ETag")]).toEqual([304, "", etag]);
    }
    const changed = await call(`/v1/runs/${id}`, { headers: { "If-None-Match": '"other"' } });
    expect(changed.status).toBe(200);
  });

  it("may be kept by nobody but the caller, who has to ask again", async () => {
    const { id } = await finished();
    expect((await call(`/v1/runs/${id}`)).headers.get("Cache-Control")).toBe("private, no-cache");
  });

  it("waits for a change, and until the end with repeated asking", async () => {
    const created = await post("/v1/runs", SOLVE);
    let etag = created.headers.get("ETag") ?? "";
    let run = await created.json<Run>();
    for (let asked = 0; run.status !== "succeeded" && asked < 20; asked++) {
      const next = await call(`/v1/runs/${run.id}?wait=20`, { headers: { "If-None-Match": etag } });
      expect(next.status).toBe(200);
      expect(next.headers.get("ETag")).not.toBe(etag);
      etag = next.headers.get("ETag") ?? "";
      run = await next.json<Run>();
    }
    expect(run.status).toBe("succeeded");
  });

  it("answers an ended run at once, however long the caller would wait", async () => {
    const { id } = await finished();
    const started = Date.now();
    expect((await call(`/v1/runs/${id}?wait=60`)).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it("refuses a wait that is too long or not a number, by name", async () => {
    for (const wait of ["61", "-1", "1.5", "x", ""]) {
      const response = await call(`/v1/runs/run_0000000000?wait=${wait}`);
      expect(response.status).toBe(422);
      expect((await problemOf(response)).errors[0]?.parameter).toBe("wait");
    }
  });
});

describe("listing runs", () => {
  const list = async (query: string) =>
    (await call(`/v1/runs?${query}`)).json<{ data: { id: string }[]; has_more: boolean; next_cursor: string | null }>();
  const row = (name: string, at: number) =>
    runRow(name, { tenant: TenantId.parse("default"), graph: "listed", created_at: at, repo: `acme/${name}` });

  it("pages newest first by an opaque cursor", async () => {
    for (const [index, name] of ["a", "b", "c"].entries()) await projectRun(env.DB, row(name, 1_000 + index));
    const first = await list("graph=listed&limit=2");
    expect(first).toMatchObject({ has_more: true, data: [{ id: row("c", 0).id }, { id: row("b", 0).id }] });
    const second = await list(`graph=listed&limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ has_more: false, next_cursor: null, data: [{ id: row("a", 0).id }] });
  });

  it("filters by repository, status and time", async () => {
    await projectRun(env.DB, row("d", 2_000));
    await projectRun(env.DB, row("e", 5_000));
    expect((await list("graph=listed&repo=acme/d")).data).toHaveLength(1);
    expect((await list("graph=listed&status=failed")).data).toEqual([]);
    expect((await list("graph=listed&created_after=1970-01-01T00:00:04Z")).data).toMatchObject([
      { id: row("e", 0).id },
    ]);
  });

  it("follows the runs themselves", async () => {
    const { id } = await finished();
    await expect
      .poll(async () => (await list("graph=solve&status=succeeded&limit=100")).data.map((run) => run.id))
      .toContain(id);
  });

  it("refuses a wrong parameter by name", async () => {
    for (const query of ["limit=101", "status=done", "created_after=yesterday", "cursor=%2F%2F"]) {
      const response = await call(`/v1/runs?${query}`);
      expect(response.status).toBe(422);
      expect((await problemOf(response)).errors[0]?.parameter).toBe(query.split("=")[0]);
    }
  });

  it("is a retryable 503 while the database is down", async () => {
    const response = await callWith({ DB: DOWN }, `${ORIGIN}/v1/runs`);
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "2"]);
    expect(await problemOf(response)).toMatchObject({ code: "store_unavailable", retryable: true });
  });
});
