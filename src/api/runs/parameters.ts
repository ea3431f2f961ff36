import { z } from "@hono/zod-openapi";
import { LIMITS, RunId } from "../../graphs/run.ts";

export const RunPath = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "run_4fVn0x7v3LkqTJm1yS2bQw" }),
});

/** An id that no run can have names no run. */
export function asRunId(text: string): RunId | null {
  const id = RunId.safeParse(text);
  return id.success ? id.data : null;
}

/** A query parameter that holds a whole number. */
export function wholeNumber(least: number, most: number, meaning: string) {
  return z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .openapi({ type: "integer", minimum: least, maximum: most, description: meaning });
}

export const Wait = wholeNumber(0, LIMITS.wait_seconds, "Wait up to this many seconds for a change.").optional();

export const Limit = wholeNumber(1, LIMITS.page, "How many to answer at most; 20 by default.").optional();
export const DEFAULT_LIMIT = 20;

export const Cursor = z
  .string()
  .max(400)
  .optional()
  .openapi({ description: "`next_cursor` of the page before. Opaque." });
