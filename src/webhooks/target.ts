import { z } from "zod";
import { WebhookEventType } from "./event-types.ts";

/** Where a run's events are sent. Which addresses are taken, `address.ts` says. */
export const WebhookTarget = z.strictObject({
  url: z.string().min(1).max(2000),
  /** All types when absent. */
  events: z.array(WebhookEventType).min(1).max(WebhookEventType.options.length).optional(),
});
export type WebhookTarget = z.infer<typeof WebhookTarget>;
