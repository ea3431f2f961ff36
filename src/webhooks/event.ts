import { z } from "zod";
import type { RunStatus } from "../graph/state.ts";
import { WebhookEventType } from "./event-types.ts";
import type { Occurrence } from "./occurrences.ts";

const STATUSES = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "canceled",
  "expired",
] as const satisfies readonly RunStatus[];

/** Holes that an event names at most, so that its body stays far below the 20 KB that Standard Webhooks recommends. */
export const MOST_HOLES = 100;

/**
 * The body of an event. It is thin: ids and what changed, never a contract or code; whoever wants more reads the run. `revision` orders the events of a run, which may arrive in any order and more than once.
 */
export const WebhookEvent = z.object({
  type: WebhookEventType,
  /** When it happened; an attempt to deliver it has a time of its own. */
  timestamp: z.iso.datetime(),
  data: z.object({
    run: z.string(),
    graph: z.string(),
    status: z.enum(STATUSES),
    revision: z.int(),
    urls: z.object({ self: z.url(), events: z.url(), holes: z.url() }),
    /** With `run.waiting`, `run.reminder` and `run.deadline_passed`. */
    waiting_for: z
      .object({
        node: z.string(),
        since: z.iso.datetime(),
        /** The last moment for an answer. */
        until: z.iso.datetime(),
        /** Ids of the holes that are asked, in order, at most 100; null for graphs that have none. */
        holes: z.array(z.string()).nullable(),
        holes_total: z.int().nullable(),
        /** With `run.reminder`. */
        reminder: z.object({ number: z.int(), of: z.int() }).optional(),
      })
      .optional(),
    /** With `run.failed`. */
    error: z.object({ code: z.string(), node: z.string().nullable() }).optional(),
  }),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The run that an event is about, as it is after the commit that the event is of. */
export interface EventRun {
  id: string;
  graph: string;
  status: RunStatus;
  revision: number;
  /** Scheme and authority under which the run's API was called when it was created. */
  origin: string;
  error: { code: string; node: string | null } | null;
}

export function webhookEvent(
  { type, at, wait }: Occurrence,
  { id, graph, status, revision, origin, error }: EventRun,
  holes: readonly string[] | null,
): WebhookEvent {
  const self = `${origin}/v1/runs/${id}`;
  return {
    type,
    timestamp: time(at),
    data: {
      run: id,
      graph,
      status,
      revision,
      urls: { self, events: `${self}/events`, holes: `${self}/holes` },
      ...(wait === null
        ? {}
        : {
            waiting_for: {
              node: wait.node,
              since: time(wait.since),
              until: time(wait.until),
              holes: holes?.slice(0, MOST_HOLES) ?? null,
              holes_total: holes?.length ?? null,
              ...(wait.reminder === null ? {} : { reminder: wait.reminder }),
            },
          }),
      ...(type === "run.failed" && error !== null ? { error } : {}),
    },
  };
}

/**
 * The id of an event, the same however often it is sent. The run's time of creation keeps a run that was deleted and created anew under its old id from repeating ids.
 */
export function webhookEventId(run: { id: string; created_at: number }, seq: number): string {
  return `evt_${run.id.replace(/^run_/, "")}_${run.created_at.toString(36)}_${seq}`;
}

const time = (at: number) => new Date(at).toISOString();
