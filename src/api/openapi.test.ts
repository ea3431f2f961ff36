import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { call, finished, post, SOLVE } from "./testing.ts";

interface Operation {
  operationId?: string;
  responses: Record<string, { headers?: object; content?: Record<string, { schema: object; examples?: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object; securitySchemes: object };
}

const document = (await (await call("/openapi.json")).json()) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** The declared schema of an answer, as a zod schema made from the document alone. */
function declared(method: string, path: string, status: number, type: string) {
  const schema = document.paths[path]?.[method]?.responses[String(status)]?.content?.[type]?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} does not declare ${status} ${type}`);
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(whole.replaceAll("#/components/schemas/", "#/$defs/")));
}

describe("the OpenAPI document", () => {
  it("is OpenAPI 3.1 with a bearer scheme", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.components.securitySchemes).toMatchObject({ key: { type: "http", scheme: "bearer" } });
  });

  it("gives every operation an id of its own", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("describes every failure as a problem with an example", () => {
    for (const { operation } of operations) {
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        expect(content?.["application/problem+json"]?.schema).toEqual({ $ref: "#/components/schemas/Problem" });
        expect(Object.keys(content?.["application/problem+json"]?.examples ?? {})).not.toEqual([]);
      }
    }
  });

  it("declares 401, 403, 500 and 503 wherever a key is needed", () => {
    for (const { path, operation } of operations) {
      if (path.startsWith("/v1/"))
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["401", "403", "500", "503"]));
    }
  });

  it("has only patterns that JSON Schema can read, without flags", () => {
    const patterns = [...JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\\\]|\\\\.)*")/g)].map(
      ([, text]): string => JSON.parse(text ?? '""'),
    );
    expect(patterns).not.toEqual([]);
    for (const pattern of patterns) expect(() => new RegExp(pattern, "u")).not.toThrow();
    expect(patterns.filter((pattern) => /\/[a-z]+$/.test(pattern))).toEqual([]);
  });

  it("declares the headers a client waits, polls and repeats by", () => {
    const headersOf = (method: string, path: string, status: number) =>
      Object.keys(
        operations.find((one) => one.method === method && one.path === path)?.operation.responses[status]?.headers ??
          {},
      );
    expect(headersOf("post", "/v1/runs", 202)).toEqual(expect.arrayContaining(["Location", "ETag", "Retry-After"]));
    expect(headersOf("get", "/v1/runs/{id}", 200)).toEqual(["ETag", "Retry-After"]);
    expect(headersOf("get", "/v1/runs/{id}", 304)).toEqual(["ETag", "Retry-After"]);
    expect(headersOf("get", "/v1/runs/{id}", 429)).toEqual(["Retry-After"]);
    expect(headersOf("get", "/v1/runs/{id}", 404)).toEqual([]);
  });

  it("tells a right answer from a wrong one", async () => {
    const schema = declared("get", "/v1/runs/{id}", 200, "application/json");
    const run = await finished();
    expect(schema.safeParse(run).success).toBe(true);
    expect(schema.safeParse({ ...run, status: "done" }).success).toBe(false);
    expect(schema.safeParse({ ...run, urls: {} }).success).toBe(false);
  });

  it("resolves every reference", () => {
    const names = Object.keys(document.components.schemas);
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) expect(names).toContain(name);
  });
});

describe("what routes answer is what the document declares", async () => {
  const run = await finished();
  const source = "def half(n: int) -> int:\n    assert n >= 0\n    return n // 2\n";
  const lifted = await finished({ graph: "reverse", input: { source, path: "half.py", repo: "acme/halves" } });
  const ir = lifted.outcome?.irs?.[0]?.id ?? "";
  await vi.waitFor(async () => expect((await call(`/v1/irs/${ir}`)).status).toBe(200));
  const cases: [string, string, () => Promise<Response>][] = [
    ["post", "/v1/runs", () => post("/v1/runs", SOLVE)],
    ["post", "/v1/runs", () => post("/v1/runs", SOLVE, { Prefer: "wait=30" })],
    ["post", "/v1/runs", () => post("/v1/runs", { graph: "none" })],
    [
      "post",
      "/v1/runs",
      () => call("/v1/runs", { method: "POST", body: "{", headers: { "Content-Type": "application/json" } }),
    ],
    ["post", "/v1/runs", () => call("/v1/runs", { method: "POST", body: "a=1" })],
    ["get", "/v1/runs", () => call("/v1/runs")],
    ["get", "/v1/runs", () => call("/v1/runs?limit=0")],
    ["get", "/v1/runs/{id}", () => call(`/v1/runs/${run.id}`)],
    ["get", "/v1/runs/{id}", () => call("/v1/runs/run_0000000000")],
    ["delete", "/v1/runs/{id}", () => call("/v1/runs/run_0000000000", { method: "DELETE" })],
    ["get", "/v1/runs/{id}/events", () => call(`/v1/runs/${run.id}/events`)],
    ["get", "/v1/runs/{id}/graph", () => call(`/v1/runs/${run.id}/graph`)],
    ["get", "/v1/runs/{id}/deliveries", () => call(`/v1/runs/${run.id}/deliveries`)],
    ["get", "/v1/webhooks/secret", () => call("/v1/webhooks/secret")],
    ["post", "/v1/runs/{id}/cancel", () => call(`/v1/runs/${run.id}/cancel`, { method: "POST" })],
    ["post", "/v1/runs/{id}/retry", () => call(`/v1/runs/${run.id}/retry`, { method: "POST" })],
    ["get", "/v1/runs/{id}", () => call(`/v1/runs/${lifted.id}`)],
    ["get", "/v1/irs", () => call("/v1/irs?repo=acme/halves&path=half.py&function=half")],
    ["get", "/v1/irs/{id}", () => call(`/v1/irs/${ir}?revision=1`)],
    ["get", "/v1/irs/{id}/revisions", () => call(`/v1/irs/${ir}/revisions`)],
    ["get", "/v1/irs/{id}", () => call("/v1/irs/ir_none")],
    ["post", "/v1/keys", () => post("/v1/keys", { name: "k", scopes: ["read"] })],
    ["get", "/v1/keys", () => call("/v1/keys")],
    ["get", "/v1/metrics", () => call("/v1/metrics")],
    ["get", "/livez", () => call("/livez")],
    ["get", "/readyz", () => call("/readyz")],
  ];

  for (const [method, path, ask] of cases) {
    it(`${method} ${path}: ${String(ask)
      .replace(/^\(\) => /, "")
      .slice(0, 90)}`, async () => {
      const response = await ask();
      const type = response.headers.get("Content-Type")?.split(";")[0] ?? "";
      const result = declared(method, path, response.status, type).safeParse(await response.json());
      expect(result.error?.issues ?? []).toEqual([]);
      expect(result.success).toBe(true);
    });
  }
});
