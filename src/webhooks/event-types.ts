import { z } from "zod";

/** What a run tells its webhook. Names are hierarchical and separated by full stops, as Standard Webhooks has it ("Event types"). */
export const WebhookEventType = z.enum([
  "run.waiting",
  "run.reminder",
  "run.deadline_passed",
  "run.succeeded",
  "run.failed",
  "run.canceled",
  "run.expired",
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;
