import { env, runInDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { type EventType, JournalEvent } from "../../src/graph/events.ts";
import type { TestRun } from "./bench.ts";

const TERMINAL: ReadonlySet<EventType> = new Set(["run_succeeded", "run_failed", "run_canceled", "run_expired"]);

/**
 * What holds of every run at any moment, whatever happened to it: the journal is dense and ends once (once more per retry), each activation of
 * a node has at most one accepted outcome, every value the journal names is stored, and a run that has not ended has a wake and an alarm.
 */
export async function checkInvariants(run: TestRun): Promise<void> {
  const found = await runInDurableObject(run.stub, async (_, { storage }) => ({
    events: storage.sql.exec<{ data: string }>("SELECT data FROM events ORDER BY seq").toArray(),
    blobs: storage.sql.exec<{ hash: string }>("SELECT DISTINCT hash FROM blobs").toArray(),
    wakes: storage.sql.exec<{ key: string }>("SELECT key FROM wakes").toArray(),
    alarm: await storage.getAlarm(),
  }));
  const events = found.events.map(({ data }) => JournalEvent.parse(JSON.parse(data)));
  expect(
    events.map((event) => event.seq),
    "seq is dense",
  ).toEqual(events.map((_, index) => index + 1));
  expect(
    events.every((event, index) => event.at >= (events[index - 1]?.at ?? 0)),
    "time does not run back",
  ).toBe(true);

  const ends = events.filter((event) => TERMINAL.has(event.type)).length;
  const retries = events.filter((event) => event.type === "run_retried").length;
  const outcomes = events
    .filter((event) => event.type === "node_succeeded")
    .map((event) => `${event.node}#${event.iteration}`);
  expect(new Set(outcomes).size, `one accepted outcome per activation: ${outcomes}`).toBe(outcomes.length);

  const hashes = new Set(found.blobs.map(({ hash }) => hash));
  for (const event of events) {
    const refs = event.type === "run_created" ? event.input : "writes" in event ? event.writes : {};
    for (const [channel, ref] of Object.entries(refs)) expect(hashes.has(ref.hash), `value of ${channel}`).toBe(true);
  }

  const { finished_at } = await run.read();
  if (finished_at === null) {
    expect(ends, "no terminal event yet").toBe(retries);
    expect(found.wakes.length, "a run that has not ended has a wake").toBeGreaterThan(0);
    expect(found.alarm, "and an alarm").not.toBeNull();
  } else {
    expect(ends, "one terminal event").toBe(retries + 1);
  }
}

/** The row in D1 comes to say what the run says, at the latest when its wake has come. */
export async function checkProjected(run: TestRun): Promise<void> {
  let row: Record<string, unknown> | null = null;
  let shown = await run.read();
  for (let tries = 1; tries <= 60; tries++) {
    row = await env.DB.prepare("SELECT status, revision FROM runs WHERE id = ?").bind(run.id).first();
    shown = await run.read();
    if (row?.revision === shown.revision) break;
    if (tries % 10 === 0) await run.alarm(10_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(row, "D1 converges to the run").toEqual({ status: shown.status, revision: shown.revision });
}
