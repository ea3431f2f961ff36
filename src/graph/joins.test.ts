import { describe, expect, test } from "vitest";
import { atFork } from "./simulation/fixtures.ts";

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
});
