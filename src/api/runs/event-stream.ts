import { streamSSE } from "hono/streaming";
import type { JournalEvent } from "../../graph/events.ts";
import { LIMITS, type RunId, type TenantId } from "../../graphs/run.ts";
import type { ApiContext } from "../context.ts";
import { eventResource } from "./event.ts";
import { callRun } from "./run-object.ts";

/** A comment is sent after this long without an event, so that nothing on the way takes the connection for dead. */
const HEARTBEAT_MS = 10_000;
/** How long a client waits before it reconnects, in milliseconds. */
const RECONNECT_MS = 1_000;

interface Events {
  events: JournalEvent[];
  /** The run has ended and these are its last events. */
  terminal: boolean;
}

/**
 * Streams the journal from `after` until the run has ended, was deleted or the client left. A run never notices: reading changes nothing.
 * When the run cannot be reached the stream ends without a terminal event, and the client resumes with the last id it saw.
 */
export function streamEvents(
  c: ApiContext,
  run: { id: RunId; tenant: TenantId; after: number; first: Events },
): Response {
  const { env } = c;
  return streamSSE(c, async (stream) => {
    await stream.write(`retry: ${RECONNECT_MS}\n: connected\n\n`);
    let after = run.after;
    let page: Events | null = run.first;
    while (page !== null && !stream.aborted) {
      for (const event of page.events) {
        await stream.writeSSE({
          id: String(event.seq),
          event: event.type,
          data: JSON.stringify(eventResource(event)),
        });
        after = event.seq;
      }
      if (page.terminal) break;
      if (page.events.length === 0) await stream.write(": heartbeat\n\n");
      if (stream.aborted) break;
      const seen = after;
      page = await callRun(env, run.id, (object) =>
        object.events({ tenant: run.tenant, after: seen, limit: LIMITS.page, wait_ms: HEARTBEAT_MS }),
      );
    }
  });
}
