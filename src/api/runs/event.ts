import { z } from "@hono/zod-openapi";
import type { JournalEvent } from "../../graph/events.ts";
import { rfc3339 } from "../time.ts";

/** A journal event as clients see it. It names values by hash and never holds them. */
export const RunEvent = z
  .looseObject({
    seq: z.int().positive().openapi({ description: "Dense from 1." }),
    at: z.iso.datetime(),
    type: z.string().openapi({ example: "node_succeeded" }),
  })
  .openapi("RunEvent");
export type RunEvent = z.infer<typeof RunEvent>;

export function eventResource(event: JournalEvent): RunEvent {
  return { ...event, at: rfc3339(event.at) };
}
