import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../context.ts";

export const route = createRoute({
  method: "get",
  path: "/livez",
  operationId: "live",
  tags: ["health"],
  summary: "Is the Worker alive",
  security: [],
  responses: {
    200: {
      description: "It is",
      content: { "application/json": { schema: z.object({ status: z.literal("ok") }).openapi("Liveness") } },
    },
  },
});

export function register(app: Api): void {
  app.openapi(route, (c) => {
    c.header("Cache-Control", "no-store");
    return c.json({ status: "ok" as const }, 200);
  });
}
