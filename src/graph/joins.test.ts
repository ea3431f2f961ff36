import { describe, expect, test } from "vitest";
import { defineGraph, type NodeDefinition } from "./define.ts";
import type { JoinPolicy } from "./definition.ts";
import { Driver } from "./simulation/driver.ts";
import { edges } from "./simulation/edges.ts";
import { atFork, inline, queued, shape } from "./simulation/fixtures.ts";

describe("joins", () => {
  test("`all` goes on when every branch has come, and fails with the first branch that fails, leaving the others behind", () => {
    const good = atFork({ policy: "all" });
    for (const id of ["a", "b"]) good.succeed(id);
    expect(good.node("j").status).toBe("idle");
    good.succeed("c");
    expect(good.node("z").status).toBe("scheduled");
    const bad = atFork({ policy: "all" });
    const late = bad.success(bad.work("a"));
    bad.fail("b", "terminal");
    expect(bad.state).toMatchObject({ status: "failed", error: { node: "b" } });
    expect(bad.send(late).verdict).toEqual({ status: "discarded", reason: "terminal" });
  });

  test("`first_success` goes on with the first branch and discards the others as superseded", () => {
    const run = atFork({ policy: "first_success" });
    const late = run.success(run.work("a"));
    run.fail("b", "terminal");
    run.succeed("c");
    expect(run.node("z").status).toBe("scheduled");
    expect(run.node("a").status).toBe("canceled");
    expect(run.send(late).verdict).toEqual({ status: "discarded", reason: "superseded" });
    run.succeed("z");
    expect(run.state.status).toBe("succeeded");
  });

  test("`first_success` fails when no branch is left", () => {
    const run = atFork({ policy: "first_success" });
    for (const id of ["c", "b", "a"]) run.fail(id, "terminal", { code: `bad_${id}` });
    expect(run.state).toMatchObject({ status: "failed", error: { node: "a", error: { code: "bad_a" } } });
  });

  test("`quorum` goes on with as many branches as it wants, and fails as soon as they cannot be had", () => {
    const good = atFork({ policy: "quorum", count: 2 });
    good.fail("a", "terminal");
    good.succeed("b");
    expect(good.node("j").status).toBe("idle");
    good.succeed("c");
    expect(good.node("j").status).toBe("succeeded");
    const bad = atFork({ policy: "quorum", count: 2 });
    bad.fail("a", "terminal");
    expect(bad.state.status).toBe("running");
    bad.fail("b", "terminal");
    expect(bad.state.status).toBe("failed");
  });

  test("`collect_errors` goes on when every branch is settled, however, and a later retry of the run lets the failed branches be", () => {
    const run = atFork({ policy: "collect_errors" });
    for (const id of ["a", "b", "c"]) run.fail(id, "terminal");
    expect(run.node("z").status).toBe("scheduled");
    run.fail("z", "terminal");
    expect(run.state).toMatchObject({ status: "failed", error: { node: "z" } });
    run.send({ type: "retry", by: "someone", deadline_at: 2_000_000_000 });
    expect(run.journal.findLast((event) => event.type === "run_retried")).toMatchObject({ nodes: ["z"] });
    expect(run.node("a").status).toBe("failed");
    run.succeed("z");
    expect(run.state.status).toBe("succeeded");
  });

  describe("`until`", () => {
    const looked = () => {
      const branch = (id: string) =>
        ({ [`${id}_is`]: { kind: "decision", version: "1", reads: [], choices: ["enough", "more", "idle"] } }) as const;
      const ways = (id: string) =>
        [
          `f>${id}`,
          `${id}>${id}_is`,
          ...["enough", "more", "idle"].map((label) => `${id}_is>j:${label}` as const),
        ] as const;
      const nodes: Record<string, NodeDefinition<"given">> = {
        f: inline,
        a: queued,
        b: queued,
        c: queued,
        ...branch("a"),
        ...branch("b"),
        ...branch("c"),
        j: { kind: "join", join: { policy: "until", label: "enough", idle: "idle" } },
        z: { ...inline, final: true },
      };
      const all: `${string}>${string}`[] = [...ways("a"), ...ways("b"), ...ways("c"), "j>z"];
      const run = new Driver(
        defineGraph({ ...shape, id: "looked", start: "f", nodes, edges: edges(...all) }).graph,
      ).start();
      run.succeed("f");
      const come = (id: string, choice: string) => {
        run.succeed(id);
        run.succeed(`${id}_is`, choice);
      };
      return { run, come };
    };

    test("goes on with the first branch that comes by its label, and cancels the others", () => {
      const { run, come } = looked();
      come("b", "more");
      expect(run.node("j").status).toBe("idle");
      come("c", "enough");
      expect(run.node("z").status).toBe("scheduled");
      expect(run.node("a").status).toBe("canceled");
    });

    test("goes on when all are settled and one has something to show", () => {
      const { run, come } = looked();
      come("b", "more");
      come("c", "idle");
      run.fail("a", "terminal");
      expect(run.node("z").status).toBe("scheduled");
    });

    test("fails with the first failure when all the others were idle", () => {
      const { run, come } = looked();
      come("b", "idle");
      come("c", "idle");
      run.fail("a", "terminal", { code: "refused" });
      expect(run.state).toMatchObject({ status: "failed", error: { node: "a", error: { code: "refused" } } });
    });

    test("is refused when no edge has its label", () => {
      expect(() => atFork({ policy: "until", label: "enough", idle: "idle" })).toThrow(/labelled enough/);
    });
  });

  const fanned = (join: JoinPolicy) => {
    const branches = Array.from({ length: 50 }, (_, index) => `b${index}`);
    const nodes: Record<string, NodeDefinition<"given">> = {
      f: inline,
      j: { kind: "join", join },
      z: { ...inline, final: true },
    };
    for (const id of branches) nodes[id] = queued;
    const run = new Driver(
      defineGraph({
        ...shape,
        id: "fanned",
        start: "f",
        nodes,
        edges: edges(...branches.flatMap((id) => [`f>${id}`, `${id}>j`] as const), "j>z"),
      }).graph,
    ).start();
    run.succeed("f");
    return { run, branches };
  };
  test.each<{ join: JoinPolicy; passes: (failures: number) => boolean }>([
    { join: { policy: "all" }, passes: (failures) => failures === 0 },
    { join: { policy: "first_success" }, passes: (failures) => failures < 50 },
    { join: { policy: "quorum", count: 20 }, passes: (failures) => failures <= 30 },
    { join: { policy: "collect_errors" }, passes: () => true },
  ])("of 50 branches of which some fail, $join.policy lets through what it says", ({ join, passes }) => {
    for (const failures of [0, 1, 30, 31, 49, 50]) {
      const { run, branches } = fanned(join);
      for (const [index, id] of branches.entries()) {
        if (run.node(id).status !== "scheduled") continue;
        if (index < failures) run.fail(id, "terminal");
        else run.succeed(id);
      }
      expect(run.node("z").status).toBe(passes(failures) ? "scheduled" : "idle");
      expect(run.state.status).toBe(passes(failures) ? "running" : "failed");
      for (const id of branches) expect(run.node(id).status).not.toBe("scheduled");
    }
  });
});
