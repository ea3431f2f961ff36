import { describe, expect, test } from "vitest";
import { defineGraph } from "./define.ts";
import { Driver } from "./simulation/driver.ts";
import { edges } from "./simulation/edges.ts";
import { atFork, inline, queued, shape, single, waiting } from "./simulation/fixtures.ts";
import { wakes } from "./wakes.ts";

describe("cancel and deadline", () => {
  const places: { title: string; at: () => Driver }[] = [
    { title: "before it has started", at: () => new Driver(single) },
    { title: "while a message waits in the queue", at: () => new Driver(single).start() },
    {
      title: "while a node is at work",
      at: () => {
        const run = new Driver(single).start();
        run.claim("a");
        return run;
      },
    },
    {
      title: "while a node waits for its next attempt",
      at: () => {
        const run = new Driver(single).start();
        run.fail("a", "retryable");
        return run;
      },
    },
    {
      title: "while a join waits for branches",
      at: () => {
        const run = atFork({ policy: "all" });
        run.succeed("a");
        return run;
      },
    },
    { title: "while it waits for an answer", at: () => new Driver(waiting).start() },
  ];
  test.each(places)(
    "a run that is canceled $title ends as canceled at once, and late results are discarded",
    ({ at }) => {
      const run = at();
      const late = [...run.state.nodes]
        .filter(([, own]) => own.status === "scheduled" || own.status === "claimed")
        .map(([id]) => run.success(run.work(id)));
      expect(run.send({ type: "cancel", by: "someone" }).verdict).toEqual({ status: "accepted" });
      expect(run.state.status).toBe("canceled");
      expect(wakes(run.graph, run.state)).toEqual([]);
      for (const result of late) expect(run.send(result).verdict).toEqual({ status: "discarded", reason: "terminal" });
      expect(run.state.status).toBe("canceled");
    },
  );

  test("a cancel waits for inline work, takes its result and discards those of the queue", () => {
    const graph = defineGraph({
      ...shape,
      id: "mixed",
      start: "f",
      nodes: {
        f: inline,
        a: inline,
        b: queued,
        j: { kind: "join", join: { policy: "all" } },
        z: { ...inline, final: true },
      },
      edges: edges("f>a", "f>b", "a>j", "b>j", "j>z"),
    }).graph;
    const run = new Driver(graph).start();
    run.succeed("f");
    run.send({ type: "cancel", by: "someone" });
    expect(run.state).toMatchObject({ status: "running", canceling: true });
    expect(run.succeed("b").verdict).toEqual({ status: "discarded", reason: "canceling" });
    expect(run.send({ type: "cancel", by: "someone else" }).verdict).toEqual({
      status: "discarded",
      reason: "duplicate",
    });
    expect(run.succeed("a").verdict).toEqual({ status: "accepted" });
    expect(run.state.status).toBe("canceled");
    expect(run.story.slice(-4)).toEqual(["cancel_requested", "result_discarded b", "node_succeeded a", "run_canceled"]);
  });

  test("a cancel after success changes nothing", () => {
    const run = new Driver(single).start();
    run.succeed("a");
    expect(run.send({ type: "cancel", by: "someone" })).toMatchObject({ verdict: { reason: "terminal" }, events: [] });
    expect(run.state.status).toBe("succeeded");
  });

  test("a run expires at its deadline, and at once when the deadline is in the past", () => {
    const run = new Driver(single, { deadline_at: 5_000 }).start();
    run.tick(4_999);
    expect(run.state.status).toBe("running");
    run.tick(5_000);
    expect(run.state).toMatchObject({ status: "expired", finished_at: 5_000 });
    expect(new Driver(single, { deadline_at: 1 }).start().story).toEqual(["run_created", "run_expired"]);
  });
});

describe("clock", () => {
  test("time in the journal never runs backwards, and nothing is planned for before now", () => {
    const run = new Driver(single, { now: 1_000_000 }).start();
    run.claim("a");
    run.now = 10;
    run.fail("a", "retryable");
    expect(run.journal.map((event) => event.at)).toEqual([1_000_000, 1_000_000, 1_000_000, 1_000_000]);
    expect(run.node("a")).toMatchObject({ status: "retrying", retry_at: 1_001_000 });
    run.tick(20);
    expect(run.node("a").status).toBe("retrying");
    run.tick(1_001_000);
    expect(run.node("a").status).toBe("scheduled");
  });

  test("a jump forwards ends leases early and loses nothing", () => {
    const run = new Driver(single).start();
    run.claim("a");
    run.tick(run.now + 3_600_000);
    run.tick(run.now + 10_000);
    run.succeed("a");
    expect(run.state.status).toBe("succeeded");
  });
});
