import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/definition.ts";
import type { NodeId } from "../graph/ids.ts";
import { Driver, VALUE } from "../graph/simulation/driver.ts";
import { single, waiting } from "../graph/simulation/fixtures.ts";
import { type EventRun, MOST_HOLES, WebhookEvent, webhookEvent, webhookEventId } from "./event.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";

/** A driver that notes what each of its steps is to the outside. */
class Told extends Driver {
  readonly told: Occurrence[] = [];

  override send(stimulus: Parameters<Driver["send"]>[0]) {
    const before = this.state;
    const decision = super.send(stimulus);
    this.told.push(...occurrencesOf(this.graph, before, this.state, decision.events));
    return decision;
  }

  types(): string[] {
    return this.told.map(({ type }) => type);
  }
}

const asking = (graph: Graph = waiting) => new Told(graph, { reminders: [{ after_ms: 2_000 }] }).start() as Told;
const run = (changes: Partial<EventRun> = {}): EventRun => ({
  id: "run_abcdefghij",
  graph: "resolve",
  status: "waiting",
  revision: 7,
  origin: "https://lift.example",
  error: null,
  ...changes,
});

describe("what a run tells the outside", () => {
  it("is that it waits, that it still waits, and that nobody came, with the times of the wait", () => {
    const driver = asking();
    driver.tick(3_000);
    driver.tick(6_000);
    const wait = { node: "ask", since: 1_000, until: 6_000 };
    expect(driver.told.map(({ type, at, wait }) => ({ type, at, wait }))).toEqual([
      { type: "run.waiting", at: 1_000, wait: { ...wait, reminder: null } },
      { type: "run.reminder", at: 3_000, wait: { ...wait, reminder: { number: 1, of: 1 } } },
      { type: "run.deadline_passed", at: 6_000, wait: { ...wait, reminder: null } },
    ]);
    driver.succeed("late");
    expect(driver.types().at(-1)).toBe("run.succeeded");
  });

  it("is each end by its name, and nothing of the work between", () => {
    const done = new Told(single).start() as Told;
    done.claim("a");
    done.succeed("a");
    expect(done.types()).toEqual(["run.succeeded"]);
    const canceled = new Told(single).start() as Told;
    canceled.send({ type: "cancel", by: "me" });
    expect(canceled.types()).toEqual(["run.canceled"]);
    const expired = new Told(single, { deadline_at: 5_000 }).start() as Told;
    expired.tick(5_000);
    expect(expired.types()).toEqual(["run.expired"]);
  });

  it("is nothing of a wait that was answered before anybody was told, nor of one that only collects", () => {
    const driver = asking();
    const [opened] = driver.journal.slice(-1);
    const own = driver.node("ask");
    if (opened === undefined || own.status !== "open") throw new Error("no open wait");
    const before = driver.state;
    driver.send({ type: "answer", node: "ask" as NodeId, token: own.token, writes: { answer: VALUE } as never });
    expect(occurrencesOf(waiting, before, driver.state, [opened])).toEqual([]);

    const node = waiting.nodes.get("ask" as NodeId);
    if (node?.kind !== "wait") throw new Error("no wait");
    const nodes = new Map(waiting.nodes).set(node.id, { ...node, collects: true });
    const collecting = asking({ ...waiting, nodes });
    collecting.tick(6_000);
    expect(collecting.types()).not.toContain("run.deadline_passed");
  });
});

describe("the body of an event", () => {
  const [waits] = asking().told;
  if (waits === undefined) throw new Error("no event");

  it("names the run, its state and its holes, and has nothing of the contract", () => {
    const event = webhookEvent(waits, run(), ["hole_1", "hole_2"]);
    expect(WebhookEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual({
      type: "run.waiting",
      timestamp: "1970-01-01T00:00:01.000Z",
      data: {
        run: "run_abcdefghij",
        graph: "resolve",
        status: "waiting",
        revision: 7,
        urls: {
          self: "https://lift.example/v1/runs/run_abcdefghij",
          events: "https://lift.example/v1/runs/run_abcdefghij/events",
          holes: "https://lift.example/v1/runs/run_abcdefghij/holes",
        },
        waiting_for: {
          node: "ask",
          since: "1970-01-01T00:00:01.000Z",
          until: "1970-01-01T00:00:06.000Z",
          holes: ["hole_1", "hole_2"],
          holes_total: 2,
        },
      },
    });
  });

  it("stays small with many holes, and says how many there are", () => {
    const holes = Array.from({ length: 500 }, (_, index) => `hole_${"x".repeat(40)}${index}`);
    const event = webhookEvent(waits, run(), holes);
    expect(event.data.waiting_for?.holes).toEqual(holes.slice(0, MOST_HOLES));
    expect(event.data.waiting_for?.holes_total).toBe(500);
    expect(JSON.stringify(event).length).toBeLessThan(20_000);
  });

  it("names the code of a failure, and no message", () => {
    const failed = { type: "run.failed", seq: 9, at: 2_000, wait: null } as const;
    const error = { code: "unanswered", node: "unanswered" };
    const event = webhookEvent(failed, run({ status: "failed", error }), null);
    expect(event.data).toMatchObject({ status: "failed", error });
    expect(event.data.waiting_for).toBeUndefined();
  });

  it("has an id without a full stop, another for each event and for a run made anew under its old id", () => {
    const ids = [
      webhookEventId({ id: "run_a-b_c", created_at: 1 }, 1),
      webhookEventId({ id: "run_a-b_c", created_at: 1 }, 2),
    ];
    expect(new Set([...ids, webhookEventId({ id: "run_a-b_c", created_at: 2 }, 1)]).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^evt_[\w-]+$/);
  });
});
