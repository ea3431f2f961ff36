import { describe, expect, it } from "vitest";
import { call, callWith, DOWN, finished, ORIGIN, post, problemOf, SOLVE } from "../testing.ts";
import { isTerminal, type Run } from "./resource.ts";

const KEY = () => ({ "Idempotency-Key": crypto.randomUUID() });

describe("creating a run", () => {
  it("answers 202 at once with the whole run and where it is", async () => {
    const response = await post("/v1/runs", { ...SOLVE, tags: ["a"] });
    const run = await response.json<Run>();
    expect(response.status).toBe(202);
    expect(response.headers.get("Location")).toBe(`/v1/runs/${run.id}`);
    expect(response.headers.get("Retry-After")).toBe("1");
    expect(run).toMatchObject({ graph: "solve", tags: ["a"], error: null, finished_at: null });
    expect(run.urls.self).toBe(`${ORIGIN}/v1/runs/${run.id}`);
    expect(run.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("with Prefer: wait answers 201 with the ended run and says that it waited", async () => {
    const response = await post("/v1/runs", SOLVE, { Prefer: "respond-async, wait=30" });
    expect(response.status).toBe(201);
    expect(response.headers.get("Preference-Applied")).toBe("wait=30");
    expect(response.headers.has("Retry-After")).toBe(false);
    expect(await response.json<Run>()).toMatchObject({
      status: "succeeded",
      outcome: { solver: { status: "sat" } },
      progress: { total: expect.any(Number) },
    });
  });

  it("answers 201 exactly when the run is at rest, however short the wait", async () => {
    const response = await post("/v1/runs", SOLVE, { Prefer: "wait=0" });
    const { id, status } = await response.json<Run>();
    expect(response.status).toBe(isTerminal(status) ? 201 : 202);
    await expect.poll(async () => (await (await call(`/v1/runs/${id}`)).json<Run>()).status).toBe("succeeded");
  });

  it("answers a run that failed as a run, not as an HTTP error", async () => {
    const response = await post(
      "/v1/runs",
      { graph: "reverse", input: { source: "def f(:\n  pass\n" } },
      { Prefer: "wait=30" },
    );
    expect(response.status).toBe(201);
    expect(await response.json<Run>()).toMatchObject({
      status: "failed",
      error: { code: "invalid_python", retryable: false, details: [{ line: 1, column: expect.any(Number) }] },
    });
  });

  it("works while the database is down, and so does reading by id", async () => {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(SOLVE) };
    const created = await callWith({ DB: DOWN }, `${ORIGIN}/v1/runs`, init);
    expect(created.status).toBe(202);
    const { id } = await created.json<Run>();
    expect((await callWith({ DB: DOWN }, `${ORIGIN}/v1/runs/${id}`)).status).toBe(200);
  });
});

describe("an Idempotency-Key", () => {
  it("makes one run of requests that are sent twice, bare or quoted, one after the other", async () => {
    const key = crypto.randomUUID();
    const first = await finished(SOLVE, { "Idempotency-Key": key });
    const again = await post("/v1/runs", SOLVE, { "Idempotency-Key": `"${key}"` });
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect((await again.json<Run>()).id).toBe(first.id);
  });

  it("makes one run of requests that are sent at once", async () => {
    const headers = KEY();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post("/v1/runs", SOLVE, headers)));
    const runs = await Promise.all(answers.map((answer) => answer.json<Run>()));
    expect(new Set(runs.map((run) => run.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.headers.has("Idempotent-Replayed"))).toHaveLength(1);
  });

  it("does not mind the order of fields", async () => {
    const headers = KEY();
    const one = await finished(SOLVE, headers);
    const other = await finished({ input: SOLVE.input, graph: SOLVE.graph }, headers);
    expect(other.id).toBe(one.id);
  });

  it("with another body is refused", async () => {
    const headers = KEY();
    await finished(SOLVE, headers);
    const other = await post("/v1/runs", { ...SOLVE, tags: ["b"] }, headers);
    expect(other.status).toBe(422);
    expect((await problemOf(other)).code).toBe("idempotency_mismatch");
  });

  it("that is empty, too long or not printable is refused by name", async () => {
    for (const key of ['""', "x".repeat(256), 'a"b\u00e9']) {
      const response = await post("/v1/runs", SOLVE, { "Idempotency-Key": key });
      expect(response.status).toBe(422);
      expect((await problemOf(response)).errors[0]?.parameter).toBe("idempotency-key");
    }
  });

  it("can be used anew after its run was deleted", async () => {
    const headers = KEY();
    const first = await finished(SOLVE, headers);
    await call(`/v1/runs/${first.id}`, { method: "DELETE" });
    const second = await finished({ ...SOLVE, tags: ["other"] }, headers);
    expect([second.id, second.status, second.tags]).toEqual([first.id, "succeeded", ["other"]]);
  });

  it("absent makes a new run each time", async () => {
    const [one, other] = [await finished(), await finished()];
    expect(one.id).not.toBe(other.id);
    expect(isTerminal(one.status)).toBe(true);
  });
});
