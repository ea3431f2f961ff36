import { createRoute, z } from "@hono/zod-openapi";
import type { Delivery } from "../../../durable-objects/deliveries.ts";
import { LIMITS } from "../../graphs/run.ts";
import { WebhookEventType } from "../../webhooks/event-types.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { rfc3339, rfc3339OrNull } from "../time.ts";
import { asRunId, Limit, RunPath, wholeNumber } from "./parameters.ts";
import { callRun } from "./run-object.ts";

const RunDelivery = z
  .object({
    id: z
      .string()
      .openapi({ description: "The `webhook-id` of every attempt.", example: "evt_4fVn0x7v3LkqTJm1_mi9k2_9" }),
    seq: z.int().openapi({ description: "The event of the run's journal that this tells of." }),
    type: WebhookEventType,
    created_at: z.iso.datetime(),
    status: z.enum(["pending", "delivered", "failed", "disabled"]).openapi({
      description: "`failed`: every attempt was made. `disabled`: the endpoint has answered 410 and gets nothing more.",
    }),
    attempts: z.int().openapi({ description: "One that is under way included." }),
    last_attempt_at: z.iso.datetime().nullable(),
    last_status: z.int().nullable().openapi({ description: "Null when there was no answer, or none yet." }),
    last_error: z.string().nullable(),
    next_attempt_at: z.iso.datetime().nullable().openapi({ description: "Null when there is none." }),
  })
  .openapi("RunDelivery");
type RunDelivery = z.infer<typeof RunDelivery>;

export const route = createRoute({
  method: "get",
  path: "/v1/runs/{id}/deliveries",
  operationId: "listDeliveries",
  tags: ["webhooks"],
  summary: "List what a run has told its webhook, and how that went",
  description:
    "One entry for each event, in the order of the journal. An event is sent up to ten times over more than three days, at least once, in no certain order.",
  middleware: [requireScope("read")] as const,
  request: {
    params: RunPath,
    query: z.object({
      after: wholeNumber(
        0,
        Number.MAX_SAFE_INTEGER,
        "Only deliveries of events after this sequence number.",
      ).optional(),
      limit: Limit,
    }),
  },
  responses: {
    200: {
      description: "The deliveries",
      content: {
        "application/json": {
          schema: z
            .object({
              webhook: z
                .object({
                  origin: z.string().openapi({ description: "Without path and query, which may hold secrets." }),
                  events: z.array(WebhookEventType),
                  disabled: z.boolean(),
                })
                .nullable()
                .openapi({ description: "Null for a run without a webhook." }),
              data: z.array(RunDelivery),
              has_more: z.boolean(),
              next_after: z.int().openapi({ description: "What to pass as `after` to read on." }),
            })
            .openapi("RunDeliveryList"),
        },
      },
    },
    ...problems("run_not_found", "invalid_request", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const { after = 0, limit = LIMITS.page } = c.req.valid("query");
    const view = await callRun(c.env, id, (run) => run.deliveries({ tenant, after, limit: limit + 1 }));
    if (view === null) return problem(c, { reason: "run_not_found" });
    c.header("Cache-Control", "private, no-cache");
    const shown = view.deliveries.slice(0, limit);
    return c.json(
      {
        webhook: view.webhook,
        data: shown.map(deliveryResource),
        has_more: view.deliveries.length > limit,
        next_after: shown.at(-1)?.seq ?? after,
      },
      200,
    );
  });
}

function deliveryResource({ due_at, created_at, last_attempt_at, ...delivery }: Delivery): RunDelivery {
  return {
    ...delivery,
    created_at: rfc3339(created_at),
    last_attempt_at: rfc3339OrNull(last_attempt_at),
    next_attempt_at: rfc3339OrNull(due_at),
  };
}
