import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodeId } from "./ids.ts";
import { remindersDue, reminderTimes } from "./reminders.ts";
import { Driver, VALUE } from "./simulation/driver.ts";
import { waiting } from "./simulation/fixtures.ts";
import { wakes } from "./wakes.ts";

/** The fixture's wait opens at 1,000 and ends at 6,000. */
const started = (run: { deadline_at?: number } = {}) =>
  new Driver(waiting, { ...run, reminders: [{ after_ms: 4_000 }, { share: 0.2 }, { after_ms: 9_000 }] }).start();
const reminded = (run: Driver) => run.journal.filter((event) => event.type === "wait_reminded");
const wakeOf = (run: Driver, key: string) => wakes(waiting, run.state).find((wake) => wake.key === key)?.at;
const tokenOf = (run: Driver): string => {
  const own = run.node("ask");
  return own.status === "open" ? own.token : "";
};

describe("reminders", () => {
  test("are due in order, each once, and the next one is a wake", () => {
    const run = started();
    expect(wakeOf(run, "remind:ask")).toBe(2_000);
    run.tick(1_999);
    expect(reminded(run)).toEqual([]);
    run.tick(2_000);
    run.tick(2_000);
    expect(reminded(run)).toMatchObject([{ node: "ask", token: tokenOf(run), reminder: 1 }]);
    expect(wakeOf(run, "remind:ask")).toBe(5_000);
    run.tick(5_500);
    expect(reminded(run).map(({ reminder }) => reminder)).toEqual([1, 2]);
    expect(wakeOf(run, "remind:ask")).toBeUndefined();
    expect(run.state.status).toBe("waiting");
  });

  test("that fell due while nobody looked are one", () => {
    const run = started();
    run.tick(5_900);
    expect(reminded(run).map(({ reminder }) => reminder)).toEqual([2]);
    run.tick(5_950);
    expect(reminded(run)).toHaveLength(1);
  });

  test("end with the answer, with the wait and with the run", () => {
    const answered = started();
    const writes = { answer: VALUE } as never;
    answered.now = 2_500;
    answered.send({ type: "answer", node: "ask" as NodeId, token: tokenOf(answered), writes });
    answered.tick(5_500);
    expect(reminded(answered)).toEqual([]);

    const late = started();
    late.tick(6_000);
    expect(late.journal.map(({ type }) => type)).toContain("wait_timed_out");
    expect(reminded(late)).toEqual([]);

    const canceled = started();
    canceled.now = 2_500;
    canceled.send({ type: "cancel", by: "me" });
    expect(reminded(canceled)).toEqual([]);
    expect(canceled.state.status).toBe("canceled");
  });

  test("are never planned for after the end of the run, nor asked for by runs that name none", () => {
    const short = started({ deadline_at: 4_000 });
    expect(short.node("ask")).toMatchObject({ remind_at: [1_600] });
    const silent = new Driver(waiting).start();
    expect(silent.node("ask")).toMatchObject({ remind_at: [] });
    expect(wakeOf(silent, "remind:ask")).toBeUndefined();
    silent.tick(5_999);
    expect(reminded(silent)).toEqual([]);
  });
});

test("the times of reminders are ascending, distinct and inside the wait, and each becomes due exactly at its time", () => {
  const rule = fc.oneof(
    fc.record({ after_ms: fc.integer({ min: 1, max: 2_000 }) }),
    fc.record({ share: fc.double({ min: 0.001, max: 0.999, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.array(rule), fc.nat(1_000), fc.nat(1_500), (rules, since, length) => {
      const remind_at = reminderTimes(rules, since, since + length);
      for (const [index, at] of remind_at.entries()) {
        expect(at).toBeGreaterThan(remind_at[index - 1] ?? since);
        expect(at).toBeLessThan(since + length);
        expect([remindersDue({ remind_at }, at - 1), remindersDue({ remind_at }, at)]).toEqual([index, index + 1]);
      }
      const whole = rules.filter((one) => "after_ms" in one && one.after_ms < length);
      expect(remind_at.length).toBeGreaterThanOrEqual(
        new Set(whole.map((one) => "after_ms" in one && one.after_ms)).size,
      );
    }),
  );
});
