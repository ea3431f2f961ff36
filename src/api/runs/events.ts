import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import { LIMITS } from "../../graphs/run.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { eventResource, RunEvent } from "./event.ts";
import { streamEvents } from "./event-stream.ts";
import { asRunId, Limit, RunPath, wholeNumber } from "./parameters.ts";
import { callRun } from "./run-object.ts";

const SEQUENCE = "Only events after this sequence number.";

export const route = createRoute({
  method: "get",
  path: "/v1/runs/{id}/events",
  operationId: "listRunEvents",
  tags: ["runs"],
  summary: "Read the journal of a run",
  description:
    "A JSON list, or with `Accept: text/event-stream` a stream: `id` is the sequence number, so that `Last-Event-ID` resumes without a gap or a repeat; comments keep it alive; it ends after the terminal event. Resuming after the terminal event answers 204, which tells an EventSource to stop.",
  middleware: [requireScope("read")] as const,
  request: {
    params: RunPath,
    query: z.object({ after: wholeNumber(0, Number.MAX_SAFE_INTEGER, SEQUENCE).optional(), limit: Limit }),
    headers: z.object({
      "last-event-id": wholeNumber(0, Number.MAX_SAFE_INTEGER, SEQUENCE).optional(),
    }),
  },
  responses: {
    200: {
      description: "The events, oldest first",
      content: {
        "application/json": {
          schema: z
            .object({
              data: z.array(RunEvent),
              has_more: z.boolean(),
              next_after: z.int().openapi({ description: "What to pass as `after` to read on." }),
              terminal: z.boolean().openapi({ description: "The run has ended and this is the end of its journal." }),
            })
            .openapi("RunEventList"),
        },
        "text/event-stream": { schema: z.string() },
      },
    },
    204: { description: "The run has ended and there is nothing after this event (streams only)" },
    ...problems("run_not_found", "invalid_request", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const query = c.req.valid("query");
    const after = c.req.valid("header")["last-event-id"] ?? query.after ?? 0;
    const limit = query.limit ?? LIMITS.page;
    const page = await callRun(c.env, id, (run) => run.events({ tenant, after, limit: limit + 1 }));
    if (page === null) return problem(c, { reason: "run_not_found" });

    const supports = ["application/json", "text/event-stream"];
    if (accepts(c, { header: "Accept", supports, default: "application/json" }) === "text/event-stream") {
      if (page.terminal && page.events.length === 0) return c.body(null, 204);
      return streamEvents(c, { id, tenant, after, first: page });
    }
    c.header("Cache-Control", "private, no-cache");
    c.header("Vary", "Accept");
    const shown = page.events.slice(0, limit);
    const has_more = page.events.length > limit;
    return c.json(
      {
        data: shown.map(eventResource),
        has_more,
        next_after: shown.at(-1)?.seq ?? after,
        terminal: page.terminal && !has_more,
      },
      200,
    );
  });
}
