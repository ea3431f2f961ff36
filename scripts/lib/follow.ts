import { asArray, asObject, type JsonObject, type LiftClient } from "./client.ts";

const ENDED = /^run_(succeeded|failed|canceled|expired)$/;

/** A node that ended, as a person wants to see it. */
export interface NodeLine {
  node: string;
  ok: boolean;
  milliseconds: number;
  from_cache: boolean;
}

/**
 * Follows a run's journal until it ends or waits for a person, hands over each node as it ends, and answers the run as it is then.
 * `after` is the last event already seen.
 */
export async function followRun(
  client: LiftClient,
  id: string,
  show: (line: NodeLine) => void,
  after = 0,
): Promise<{ run: JsonObject; after: number }> {
  const began = new Map<string, number>();
  let seen = after;
  for (;;) {
    const page = asObject((await client.call("GET", `/v1/runs/${id}/events?after=${seen}&wait=5`)).body);
    let rest = false;
    for (const item of asArray(page.data)) {
      const event = asObject(item);
      seen = Number(event.seq);
      const type = String(event.type);
      const node = String(event.node ?? "");
      const at = Date.parse(String(event.at));
      if (type === "node_scheduled") began.set(node, at);
      if (type === "node_succeeded" || type === "node_failed")
        show({
          node,
          ok: type === "node_succeeded",
          milliseconds: at - (began.get(node) ?? at),
          from_cache: event.cache === "hit",
        });
      if (ENDED.test(type) || type === "wait_opened") rest = true;
    }
    if (!rest) continue;
    const run = asObject((await client.call("GET", `/v1/runs/${id}`)).body);
    if (run.status !== "queued" && run.status !== "running") return { run, after: seen };
  }
}

export function printLine({ node, ok, milliseconds, from_cache }: NodeLine): string {
  const mark = ok ? "ok" : "FAILED";
  return `  ${node.padEnd(22)} ${mark.padEnd(7)} ${String(milliseconds).padStart(6)} ms${from_cache ? "  (from cache)" : ""}`;
}
