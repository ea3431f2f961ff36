import { describe, expect, test } from "vitest";
import { MAX_DISPATCHES, MAX_EVENTS, MAX_MEMORY_STRIKES, MAX_TRANSIENT_STRIKES } from "./caps.ts";
import { defineGraph } from "./define.ts";
import { Driver } from "./simulation/driver.ts";
import { atFork, queued, retry, shape, single } from "./simulation/fixtures.ts";

describe("retries", () => {
  test("attempts end with the policy, and the run fails with the node's error", () => {
    const run = new Driver(single).start();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      run.fail("a", "retryable", { code: "flaky" });
      run.tick(run.now + 10_000);
    }
    expect(run.state).toMatchObject({
      status: "failed",
      dispatches: 3,
      error: { node: "a", error: { code: "flaky" } },
    });
  });

  test("failures of the platform burn no attempt but have a cap of their own", () => {
    const run = new Driver(single).start();
    for (let strike = 1; strike < MAX_TRANSIENT_STRIKES; strike += 1) {
      run.fail("a", "platform_transient");
      expect(run.node("a")).toMatchObject({ status: "retrying", burned: 0 });
      run.tick(run.now + 60_000);
    }
    run.fail("a", "platform_transient");
    expect(run.state.status).toBe("failed");
  });

  test("a node that runs out of memory is sealed after few strikes, whatever its policy allows", () => {
    const patient = defineGraph({
      ...shape,
      id: "patient",
      start: "a",
      nodes: { a: { ...queued, retry: { ...retry, attempts: 50 }, final: true } },
      edges: [],
    }).graph;
    const run = new Driver(patient).start();
    for (let strike = 1; strike <= MAX_MEMORY_STRIKES; strike += 1) {
      expect(run.state.status).toBe("running");
      run.fail("a", "memory_limit");
      run.tick(run.now + 60_000);
    }
    expect(run.state).toMatchObject({ status: "failed", dispatches: MAX_MEMORY_STRIKES });
  });

  test("a terminal failure is never retried", () => {
    const run = new Driver(single).start();
    run.fail("a", "terminal");
    expect(run.state).toMatchObject({ status: "failed", dispatches: 1 });
  });

  test("a failed run that is retried dispatches its failed and interrupted nodes again, with fresh attempts, and keeps the rest", () => {
    const run = atFork({ policy: "all" });
    run.succeed("a");
    run.claim("b");
    run.fail("c", "terminal");
    expect(run.state).toMatchObject({ status: "failed", error: { node: "c" } });
    expect(run.node("b").status).toBe("canceled");
    run.send({ type: "retry", by: "someone", deadline_at: 2_000_000_000 });
    expect(run.state).toMatchObject({ status: "running", error: null, finished_at: null, deadline_at: 2_000_000_000 });
    expect(run.node("a").status).toBe("succeeded");
    expect(run.work("b").attempt).toBe(2);
    expect(run.work("c").attempt).toBe(2);
    for (const id of ["b", "c", "z"]) run.succeed(id);
    expect(run.state).toMatchObject({ status: "succeeded", dispatches: 7 });
  });

  test("only a failed run can be retried", () => {
    const run = new Driver(single).start();
    const retried = { type: "retry", by: "someone", deadline_at: 2_000_000_000 } as const;
    expect(run.send(retried).verdict).toEqual({ status: "discarded", reason: "not_failed" });
    run.succeed("a");
    expect(run.send(retried).verdict).toEqual({ status: "discarded", reason: "not_failed" });
    expect(run.state.status).toBe("succeeded");
  });

  test("the dispatches of a run have a cap that retrying it does not reset", () => {
    const stubborn = defineGraph({
      ...shape,
      id: "stubborn",
      start: "a",
      nodes: { a: { ...queued, retry: { attempts: 5_000, base_ms: 1, factor: 1, max_ms: 1 }, final: true } },
      edges: [],
    }).graph;
    const run = new Driver(stubborn).start();
    while (run.state.status === "running") {
      run.fail("a", "retryable");
      run.tick(run.now + 1);
    }
    expect(run.state).toMatchObject({
      status: "failed",
      dispatches: MAX_DISPATCHES,
      error: { error: { code: "dispatches_exhausted" } },
    });
    expect(run.send({ type: "retry", by: "someone", deadline_at: 2_000_000_000 }).verdict).toEqual({
      status: "discarded",
      reason: "caps_reached",
    });
  });

  test("the events of a run have a cap, past which it fails and is not retried", () => {
    const run = new Driver(single).start();
    run.state = { ...run.state, seq: MAX_EVENTS };
    run.tick(run.now + 1);
    expect(run.state).toMatchObject({ status: "failed", error: { node: null, error: { code: "events_exhausted" } } });
    expect(run.send({ type: "retry", by: "someone", deadline_at: 2_000_000_000 }).verdict).toEqual({
      status: "discarded",
      reason: "caps_reached",
    });
  });
});
