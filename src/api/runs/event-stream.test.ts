import { describe, expect, it } from "vitest";
import type { JournalEvent } from "../../graph/events.ts";
import { callWith, ORIGIN } from "../testing.ts";

type Page = { events: JournalEvent[]; terminal: boolean } | null;

const event = (seq: number, type: "run_succeeded" | "run_canceled" = "run_succeeded"): JournalEvent => ({
  seq,
  at: seq,
  type,
});
const page = (seqs: number[], terminal = false): Page => ({ events: seqs.map((seq) => event(seq)), terminal });

/** Runs whose journal answers with the given pages in turn; an error is thrown. */
async function streamed(...pages: (Page | Error)[]): Promise<{ text: string; asked: number[] }> {
  const asked: number[] = [];
  const events = async ({ after }: { after: number }) => {
    asked.push(after);
    const next = pages.shift();
    if (next instanceof Error) throw next;
    return next ?? null;
  };
  const RUNS = { idFromName: () => "", get: () => ({ events }) } as unknown as Cloudflare.Env["RUNS"];
  const headers = { Accept: "text/event-stream" };
  const response = await callWith({ RUNS }, `${ORIGIN}/v1/runs/run_0000000000/events`, { headers });
  return { text: await response.text(), asked };
}
const ids = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

describe("the event stream", () => {
  it("asks on from the last event it sent, and ends with the journal", async () => {
    const { text, asked } = await streamed(page([1, 2]), page([3]), page([4], true));
    expect([ids(text), asked]).toEqual([
      [1, 2, 3, 4],
      [0, 2, 3],
    ]);
  });

  it("sends a comment when nothing happened", async () => {
    const { text } = await streamed(page([1]), page([]), page([2], true));
    expect(text).toMatch(/id: 1\n\n: heartbeat\n\n/);
  });

  it("says at once how soon to come back", async () => {
    const { text } = await streamed(page([1], true));
    expect(text.startsWith("retry: 1000\n")).toBe(true);
  });

  it("ends when the run is deleted meanwhile", async () => {
    const { text } = await streamed(page([1]), null);
    expect(ids(text)).toEqual([1]);
  });

  it("survives an object that restarts", async () => {
    const moved = Object.assign(new Error("moved"), { retryable: true });
    const { text } = await streamed(page([1]), moved, page([2], true));
    expect(ids(text)).toEqual([1, 2]);
  });

  it("ends without a terminal event, and without the reason, when the run cannot be reached", async () => {
    const { text } = await streamed(page([1]), new Error("secret"));
    expect(ids(text)).toEqual([1]);
    expect(text).not.toContain("secret");
  });
});
