import { createRoute, z } from "@hono/zod-openapi";
import { revokeKey } from "../../store/keys.ts";
import { FRESH_MS, forgetKey, GRACE_MS } from "../auth/key-lookup.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { TenantQuery } from "./resource.ts";
import { foreignTenant } from "./tenant.ts";

export const route = createRoute({
  method: "delete",
  path: "/v1/keys/{id}",
  operationId: "revokeKey",
  tags: ["keys"],
  summary: "Revoke a key",
  description: `For good, and idempotent. Takes effect everywhere within ${FRESH_MS / 1000} seconds; if the database fails meanwhile, a key in use may be taken for up to ${GRACE_MS / 60_000} minutes more.`,
  middleware: [requireScope("admin")] as const,
  request: {
    params: z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, example: "key_9bd2" }) }),
    query: TenantQuery,
  },
  responses: {
    204: { description: "The key is revoked" },
    ...problems("key_not_found", "invalid_json", "body_too_large", "unsupported_media_type", "invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const asked = c.req.valid("query").tenant;
    const refused = foreignTenant(c, asked);
    if (refused !== null) return refused;
    const tenant = asked ?? c.get("principal").tenant;
    const hash = await revokeKey(c.env.DB, tenant, c.req.valid("param").id, Date.now());
    if (hash === null) return problem(c, { reason: "key_not_found" });
    await forgetKey(c.env.NODE_CACHE, hash);
    return c.body(null, 204);
  });
}
