import { createRoute, z } from "@hono/zod-openapi";
import { shownKey, signingKey } from "../../webhooks/secret.ts";
import type { Api } from "../context.ts";
import { TenantQuery } from "../keys/resource.ts";
import { foreignTenant } from "../keys/tenant.ts";
import { isOpenLoopback } from "../middleware/authenticate.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";

const WebhookSecret = z
  .object({
    secret: z.string().openapi({
      description: "As libraries of Standard Webhooks take it. The same for all webhooks of the tenant.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    }),
    source: z.enum(["configured", "development"]).openapi({
      description: "`development`: the server has no LIFT_WEBHOOK_SECRET, and anybody can compute this secret.",
    }),
  })
  .openapi("WebhookSecret");

export const route = createRoute({
  method: "get",
  path: "/v1/webhooks/secret",
  operationId: "getWebhookSecret",
  tags: ["webhooks"],
  summary: "Read the secret that the tenant's events are signed with",
  description:
    "Events follow Standard Webhooks: `webhook-signature` is an HMAC-SHA-256 with this secret over `webhook-id`, `webhook-timestamp` and the body. It changes with the secret LIFT_WEBHOOK_SECRET of the deployment alone.",
  middleware: [requireScope("admin")] as const,
  request: { query: TenantQuery },
  responses: {
    200: { description: "The secret", content: { "application/json": { schema: WebhookSecret } } },
    ...problems("invalid_request", "webhooks_not_configured"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const asked = c.req.valid("query").tenant;
    const refused = foreignTenant(c, asked);
    if (refused !== null) return refused;
    const key = await signingKey(c.env, asked ?? c.get("principal").tenant, { local: isOpenLoopback(c) });
    if (key === null) return problem(c, { reason: "webhooks_not_configured" });
    c.header("Cache-Control", "no-store");
    return c.json({ secret: shownKey(key), source: key.source }, 200);
  });
}
