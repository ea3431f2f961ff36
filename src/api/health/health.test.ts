import { describe, expect, it } from "vitest";
import { call, callWith, DOWN, ORIGIN, problemOf } from "../testing.ts";
import type { Dependency } from "./dependency.ts";

describe("readiness", () => {
  it("asks every dependency by name", async () => {
    const response = await call("/readyz");
    const { dependencies } = await response.json<{ dependencies: Dependency[] }>();
    expect(response.status).toBe(200);
    expect(dependencies.map(({ name, status }) => [name, status])).toEqual([
      ["d1", "ok"],
      ["kv", "ok"],
      ["queue", "ok"],
      ["solver", "ok"],
      ["sandbox", "ok"],
      ["durable_objects", "ok"],
    ]);
  });

  it("is 503 that names the one dependency that fails and tells nothing of its error", async () => {
    const response = await callWith({ DB: DOWN }, `${ORIGIN}/readyz`);
    const { code, dependencies, retryable } = await problemOf(response);
    expect([response.status, code, retryable]).toEqual([503, "not_ready", true]);
    expect(dependencies?.filter(({ status }) => status !== "ok")).toMatchObject([{ name: "d1", status: "failed" }]);
    expect(JSON.stringify(dependencies)).not.toContain("overloaded");
  });
});

describe("liveness", () => {
  it("needs no dependency", async () => {
    expect((await callWith({ DB: DOWN }, `${ORIGIN}/livez`)).status).toBe(200);
  });
});

describe("pages for people", () => {
  it("are HTML that names where to go on", async () => {
    const home = await (await call("/")).text();
    for (const href of ["/docs", "/openapi.json", "/docs/problems", "/readyz"]) {
      expect(home).toContain(`href="${href}"`);
      expect((await call(href)).status).toBe(200);
    }
  });

  it("list every operation of the API without the viewer's script", async () => {
    const page = await (await call("/docs")).text();
    const { paths } = await (await call("/openapi.json")).json<{ paths: Record<string, object> }>();
    for (const path of Object.keys(paths)) expect(page).toContain(`<code>${path}</code>`);
  });

  it("explain every problem, and none that does not exist", async () => {
    const list = await (await call("/docs/problems")).text();
    const codes = [...list.matchAll(/href="\/docs\/problems\/([a-z_]+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) expect((await call(`/docs/problems/${code}`)).status).toBe(200);
    expect((await call("/docs/problems/toString")).status).toBe(404);
  });
});
