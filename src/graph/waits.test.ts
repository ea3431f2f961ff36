import { describe, expect, test } from "vitest";
import type { NodeId } from "./ids.ts";
import { Driver, VALUE } from "./simulation/driver.ts";
import { waiting } from "./simulation/fixtures.ts";

describe("waits", () => {
  const answer = (run: Driver, token: string) =>
    run.send({ type: "answer", node: "ask" as NodeId, token, writes: { answer: VALUE } as never });
  const tokenOf = (run: Driver): string => {
    const own = run.node("ask");
    return own.status === "open" ? own.token : "";
  };

  test("a run whose nodes only wait is `waiting`, and an answer brings it on once", () => {
    const run = new Driver(waiting).start();
    expect(run.state.status).toBe("waiting");
    const token = tokenOf(run);
    expect(answer(run, "another-token").verdict).toEqual({ status: "discarded", reason: "superseded" });
    expect(answer(run, token).verdict).toEqual({ status: "accepted" });
    expect(run.node("used").status).toBe("scheduled");
    expect(answer(run, token).verdict).toEqual({ status: "discarded", reason: "duplicate" });
  });

  test("an answer at or after the timeout is not taken, even when nobody has looked at the clock yet", () => {
    const run = new Driver(waiting).start();
    const token = tokenOf(run);
    run.now += 5_000;
    expect(answer(run, token).verdict).toEqual({ status: "discarded", reason: "timed_out" });
    expect(run.node("late").status).toBe("scheduled");
    expect(run.node("used").status).toBe("idle");
    expect(answer(run, token).verdict).toEqual({ status: "discarded", reason: "timed_out" });
  });
});
