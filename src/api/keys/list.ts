import { createRoute, z } from "@hono/zod-openapi";
import { listKeys } from "../../store/keys.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problems } from "../problems/responses.ts";
import { ApiKey, keyResource, TenantQuery } from "./resource.ts";
import { foreignTenant } from "./tenant.ts";

export const route = createRoute({
  method: "get",
  path: "/v1/keys",
  operationId: "listKeys",
  tags: ["keys"],
  summary: "List the keys of the tenant, newest first, revoked ones too",
  middleware: [requireScope("admin")] as const,
  request: { query: TenantQuery },
  responses: {
    200: {
      description: "Every key",
      content: { "application/json": { schema: z.object({ data: z.array(ApiKey) }).openapi("KeyList") } },
    },
    ...problems("invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const asked = c.req.valid("query").tenant;
    const refused = foreignTenant(c, asked);
    if (refused !== null) return refused;
    const rows = await listKeys(c.env.DB, asked ?? c.get("principal").tenant);
    c.header("Cache-Control", "no-store");
    return c.json({ data: rows.map(keyResource) }, 200);
  });
}
