import { z } from "@hono/zod-openapi";
import { WebhookEvent } from "../../webhooks/event.ts";
import { WebhookEventType } from "../../webhooks/event-types.ts";
import { component } from "../component.ts";
import type { Api } from "../context.ts";

const MEANINGS: Readonly<Record<WebhookEventType, string>> = {
  "run.waiting": "The run waits for a person: `waiting_for` says for which holes and until when",
  "run.reminder": "The run still waits",
  "run.deadline_passed": "Nobody answered in time, and the run goes on without",
  "run.succeeded": "The run has succeeded",
  "run.failed": "The run has failed; it may be retried",
  "run.canceled": "The run was canceled",
  "run.expired": "The run did not end before its deadline",
};

const HEADERS = z.object({
  "webhook-id": z.string().openapi({ description: "The same in every attempt: what was seen before may be dropped." }),
  "webhook-timestamp": z.string().openapi({ description: "Seconds since the epoch, of this attempt." }),
  "webhook-signature": z.string().openapi({ description: "`v1,` and a signature in base64." }),
});

/** Describes what receivers get in the OpenAPI document; there is nothing to route. */
export function register(app: Api): void {
  const schema = component(WebhookEvent, "WebhookEvent");
  for (const type of WebhookEventType.options) {
    app.openAPIRegistry.registerWebhook({
      method: "post",
      path: type,
      tags: ["webhooks"],
      summary: MEANINGS[type],
      request: { headers: HEADERS, body: { required: true, content: { "application/json": { schema } } } },
      responses: {
        "2XX": { description: "The event has arrived" },
        410: { description: "The endpoint is gone: the run sends it nothing more" },
        default: { description: "Anything else, redirects too, is a failure, and the event is sent again" },
      },
    });
  }
}
