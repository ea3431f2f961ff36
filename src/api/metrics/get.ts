import { createRoute, z } from "@hono/zod-openapi";
import { suggestionCounts } from "../../store/suggestion-metrics.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problems } from "../problems/responses.ts";
import { rfc3339 } from "../time.ts";
import { SuggestionMetrics, suggestionMetrics } from "./suggestions.ts";

/** As long as a decision counts more than half of a new one. */
const WINDOW_MS = 90 * 24 * 60 * 60 * 1000;

export const route = createRoute({
  method: "get",
  path: "/v1/metrics",
  operationId: "getMetrics",
  tags: ["metrics"],
  summary: "How well it works for the tenant",
  description:
    "Counted over the last 90 days, of the caller's tenant alone. Runs that were deleted and answers that were taken back do not count. What was answered in the last seconds may be missing.",
  middleware: [requireScope("read")] as const,
  responses: {
    200: {
      description: "The figures",
      content: {
        "application/json": {
          schema: z.object({ since: z.iso.datetime(), suggestions: z.array(SuggestionMetrics) }).openapi("Metrics"),
        },
      },
    },
    ...problems(),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const since = Date.now() - WINDOW_MS;
    const counts = await suggestionCounts(c.env.DB, c.get("principal").tenant, since);
    c.header("Cache-Control", "no-store");
    return c.json({ since: rfc3339(since), suggestions: counts.map(suggestionMetrics) }, 200);
  });
}
