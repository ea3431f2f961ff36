import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { RunRequest } from "../src/graphs/run.ts";
import { Bench, MODES } from "./testing/bench.ts";
import { asks, Inbox, until } from "./testing/inbox.ts";
import { checkInvariants } from "./testing/invariants.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(MODES)("reminders, $mode", ({ always_replay }) => {
  it("come once each, to the webhook and in the journal, and stop with the answer", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox, [60, 120, 1800]));
    await run.alarm(MINUTE + 1);
    await run.alarm();
    await evictDurableObject(run.stub);
    await run.alarm();
    await until(async () => expect(await inbox.types()).toEqual(["run.reminder", "run.waiting"]));
    await run.alarm(MINUTE);
    await until(async () => expect(await inbox.types()).toEqual(["run.reminder", "run.reminder", "run.waiting"]));
    expect((await run.read()).status).toBe("waiting");
    await run.answer();
    await run.alarm(HOUR);
    await run.finish();
    expect((await run.types()).filter((type) => type === "wait_reminded question")).toHaveLength(2);
    await until(async () => expect((await inbox.types()).slice(2)).toEqual(["run.succeeded", "run.waiting"]));
    const reminders = (await inbox.events()).filter(({ type }) => type === "run.reminder");
    expect(reminders.map(({ data }) => data.waiting_for?.reminder?.number).sort()).toEqual([1, 2]);
    await checkInvariants(run);
  });

  it("are journaled and told together or not at all: a commit that dies takes both along, and the next alarm makes both", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox, [60]));
    const rows = () => run.rows<{ type: string }>("SELECT type FROM deliveries ORDER BY seq");
    bench.failAt("before_journal_commit", 1);
    await run.alarm(MINUTE + 1).catch(() => false);
    expect((await run.types()).at(-1)).toBe("wait_opened question");
    expect(await rows()).toEqual([{ type: "run.waiting" }]);
    await run.alarm(1_000);
    expect((await run.types()).at(-1)).toBe("wait_reminded question");
    expect(await rows()).toEqual([{ type: "run.waiting" }, { type: "run.reminder" }]);
    await until(async () => expect(await inbox.types()).toEqual(["run.reminder", "run.waiting"]));
  });

  it("are journaled without a webhook too, after a day and after three quarters of the time where none are named", async () => {
    const bench = new Bench({ always_replay });
    const run = await bench.start("ask", { graph: "resolve", tags: ["ask"] } as Partial<RunRequest>);
    const opened = (await run.events()).find((event) => event.type === "wait_opened");
    // The wait of this graph lasts an hour, which is no day.
    expect(opened).toMatchObject({ remind_at: [(opened?.at ?? 0) + 45 * MINUTE] });
    await run.alarm(46 * MINUTE);
    expect((await run.types()).at(-1)).toBe("wait_reminded question");
  });

  it("a wait that nobody ends in time tells so, and the run goes on", async () => {
    const bench = new Bench({ always_replay });
    const inbox = new Inbox();
    const run = await bench.start("ask", asks(inbox));
    await run.alarm(HOUR + 1_000);
    await run.finish();
    await until(async () =>
      expect(await inbox.types()).toEqual(["run.deadline_passed", "run.succeeded", "run.waiting"]),
    );
    expect((await run.types()).filter((type) => type.startsWith("wait_reminded"))).toEqual([]);
  });
});
