import { describe, expect, test } from "vitest";
import { createRun, decide } from "./decide.ts";
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

  test("no wait lasts longer than the run gives its answers", () => {
    const created = createRun(
      waiting,
      { input: Object.fromEntries(waiting.input.map((channel) => [channel, VALUE])), deadline_at: 1e9, answer_ms: 200 },
      1_000,
    );
    const entropy = { now: 1_000, random: () => 0.5, token: () => "token" };
    const { state } = decide(waiting, created.state, { type: "start" }, entropy);
    expect(state.nodes.get("ask" as NodeId)).toMatchObject({ status: "open", timeout_at: 1_200 });
  });
});
