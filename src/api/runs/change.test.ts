import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { call, finished, post, problemOf, SOLVE } from "../testing.ts";
import type { RunGraph } from "./graph.ts";
import type { Run } from "./resource.ts";

const BROKEN = { graph: "reverse", input: { source: "def f(:\n" } };

describe("cancelling a run", () => {
  it("ends it for good, twice as well as once", async () => {
    const { id } = await (await post("/v1/runs", SOLVE)).json<Run>();
    const first = await call(`/v1/runs/${id}/cancel`, { method: "POST" });
    expect([200, 202]).toContain(first.status);
    await expect
      .poll(async () => (await (await call(`/v1/runs/${id}`)).json<Run>()).status)
      .toMatch(/^(canceled|succeeded)$/);
    const again = await call(`/v1/runs/${id}/cancel`, { method: "POST" });
    expect(again.status).toBe(200);
  });

  it("leaves a run that has ended as it is", async () => {
    const run = await finished();
    const response = await call(`/v1/runs/${run.id}/cancel`, { method: "POST" });
    expect([response.status, await response.json<Run>()]).toEqual([200, run]);
  });

  it("takes an empty JSON body and no other type", async () => {
    const { id } = await finished();
    expect((await post(`/v1/runs/${id}/cancel`, {})).status).toBe(200);
    const form = await call(`/v1/runs/${id}/cancel`, { method: "POST", body: new URLSearchParams({ a: "b" }) });
    expect(form.status).toBe(415);
  });
});

describe("retrying a run", () => {
  it("that has not failed is 409", async () => {
    const { id } = await finished();
    const response = await call(`/v1/runs/${id}/retry`, { method: "POST" });
    expect([response.status, (await problemOf(response)).code]).toEqual([409, "run_not_failed"]);
  });

  it("continues a failed one in place, once per Idempotency-Key", async () => {
    const { id, status } = await finished(BROKEN);
    expect(status).toBe("failed");
    const retry = () => post(`/v1/runs/${id}/retry`, {}, { "Idempotency-Key": "again" });
    const first = await retry();
    expect([first.status, (await first.json<Run>()).id]).toEqual([202, id]);
    await expect.poll(async () => (await (await call(`/v1/runs/${id}`)).json<Run>()).status).toBe("failed");
    const second = await retry();
    expect([second.status, second.headers.get("Idempotent-Replayed")]).toEqual([202, "true"]);
    const events = await (await call(`/v1/runs/${id}/events`)).json<{ data: { type: string }[] }>();
    expect(events.data.filter(({ type }) => type === "run_retried")).toHaveLength(1);
  });

  it("from a node makes a linked run that has the same request", async () => {
    const run = await finished({ ...SOLVE, tags: ["t"] });
    const graph = await (await call(`/v1/runs/${run.id}/graph`)).json<z.infer<typeof RunGraph>>();
    const from = graph.nodes.find(({ kind }) => kind === "task")?.id;
    const response = await post(`/v1/runs/${run.id}/retry`, { from });
    const linked = await response.json<Run>();
    expect(response.status).toBe(202);
    expect(response.headers.get("Location")).toBe(`/v1/runs/${linked.id}`);
    expect(linked).toMatchObject({ rerun_of: run.id, graph: "solve", tags: ["t"] });
    await expect.poll(async () => (await (await call(`/v1/runs/${linked.id}`)).json<Run>()).status).toBe("succeeded");
  });

  it("from a node that is not there is 422 and lists those that are", async () => {
    const { id } = await finished();
    for (const from of ["nowhere", "../x", ""]) {
      const response = await post(`/v1/runs/${id}/retry`, { from });
      expect(response.status).toBe(422);
      expect(await problemOf(response)).toMatchObject({ code: "unknown_node", errors: [{ pointer: "/from" }] });
    }
  });

  it("refuses unknown fields", async () => {
    const { id } = await finished();
    const response = await post(`/v1/runs/${id}/retry`, { form: "x" });
    expect((await problemOf(response)).errors).toMatchObject([{ pointer: "/form" }]);
  });
});

describe("deleting a run", () => {
  it("leaves nothing to read, list or delete", async () => {
    const { id } = await finished();
    expect((await call(`/v1/runs/${id}`, { method: "DELETE" })).status).toBe(204);
    for (const path of ["", "/events", "/graph"]) expect((await call(`/v1/runs/${id}${path}`)).status).toBe(404);
    expect((await call(`/v1/runs/${id}`, { method: "DELETE" })).status).toBe(404);
    await expect.poll(async () => JSON.stringify(await (await call("/v1/runs?limit=100")).json())).not.toContain(id);
  });
});
