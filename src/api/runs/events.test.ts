import { describe, expect, it } from "vitest";
import { call, finished, post, SOLVE } from "../testing.ts";
import type { RunEvent } from "./event.ts";
import type { Run } from "./resource.ts";

const STREAM = { Accept: "text/event-stream" };
const list = async (id: string, query = "") =>
  (await call(`/v1/runs/${id}/events${query}`)).json<{
    data: RunEvent[];
    has_more: boolean;
    next_after: number;
    terminal: boolean;
  }>();
/** The sequence numbers of a stream's events, in order. */
const ids = (stream: string) => [...stream.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

describe("the journal as a list", () => {
  it("is dense from 1, ends with the terminal event and holds no values", async () => {
    const { id } = await finished();
    const { data, terminal, next_after } = await list(id);
    expect(data.map(({ seq }) => seq)).toEqual(data.map((_, index) => index + 1));
    expect([data[0]?.type, data.at(-1)?.type, terminal]).toEqual(["run_created", "run_succeeded", true]);
    expect(next_after).toBe(data.length);
    expect(JSON.stringify(data)).not.toContain("declare-const");
  });

  it("reads on from where the last page ended", async () => {
    const { id } = await finished();
    const whole = (await list(id)).data;
    const first = await list(id, "?limit=2");
    expect(first.has_more).toBe(true);
    const rest = await list(id, `?after=${first.next_after}`);
    expect([...first.data, ...rest.data]).toEqual(whole);
  });
});

describe("the journal as a stream", () => {
  it("follows a run from its first event to its terminal one, and ends by itself", async () => {
    const { id } = await (await post("/v1/runs", SOLVE)).json<Run>();
    const response = await call(`/v1/runs/${id}/events`, { headers: STREAM });
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    const text = await response.text();
    const events = (await list(id)).data;
    expect(ids(text)).toEqual(events.map(({ seq }) => seq));
    expect(text).toContain("event: run_succeeded\n");
  });

  it("resumes after Last-Event-ID or `after` without a gap or a repeat", async () => {
    const { id } = await finished();
    const last = (await list(id)).data.length;
    const resumed = await call(`/v1/runs/${id}/events?after=1`, { headers: { ...STREAM, "Last-Event-ID": "3" } });
    expect(ids(await resumed.text())).toEqual(Array.from({ length: last - 3 }, (_, index) => index + 4));
    const asked = await call(`/v1/runs/${id}/events?after=${last - 1}`, { headers: STREAM });
    expect(ids(await asked.text())).toEqual([last]);
  });

  it("tells a client that has the terminal event not to come back", async () => {
    const { id } = await finished();
    const last = (await list(id)).data.length;
    const response = await call(`/v1/runs/${id}/events`, { headers: { ...STREAM, "Last-Event-ID": String(last) } });
    expect(response.status).toBe(204);
  });

  it("that is left at its first byte does not touch the run", async () => {
    const { id } = await (await post("/v1/runs", SOLVE)).json<Run>();
    const response = await call(`/v1/runs/${id}/events`, { headers: STREAM });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const run = await (await call(`/v1/runs/${id}?wait=20`)).json<Run>();
    await expect.poll(async () => (await (await call(`/v1/runs/${id}`)).json<Run>()).status).toBe("succeeded");
    expect(run.id).toBe(id);
  });
});

describe("the graph of a run", () => {
  it("shows each node's state and attempts", async () => {
    const { id } = await finished();
    const graph = await (await call(`/v1/runs/${id}/graph`)).json<{ nodes: { state: string; attempts: number }[] }>();
    expect(graph.nodes.length).toBeGreaterThan(0);
    expect(graph.nodes.filter(({ state }) => state === "succeeded").length).toBeGreaterThan(0);
  });

  it("is drawn in Mermaid when asked", async () => {
    const { id } = await finished();
    const response = await call(`/v1/runs/${id}/graph`, { headers: { Accept: "text/vnd.mermaid" } });
    expect(response.headers.get("Content-Type")).toBe("text/vnd.mermaid; charset=utf-8");
    expect(await response.text()).toMatch(/^(?:---[\s\S]*?---\s*)?(?:flowchart|graph|stateDiagram)/);
  });
});
