import { createRoute, z } from "@hono/zod-openapi";
import { TenantId } from "../../graphs/run.ts";
import { type ApiKeyRow, findKey, insertKey } from "../../store/keys.ts";
import { Scope } from "../auth/principal.ts";
import { base64url, newSecret, sha256, sha256Hex, shownPrefix } from "../auth/secret.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { IdempotencyHeader } from "../runs/idempotency.ts";
import { keyResource, NewApiKey } from "./resource.ts";
import { foreignTenant } from "./tenant.ts";

const KeyRequest = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      // As a pattern it would need a flag, which no JSON Schema can carry.
      .refine((name) => !/\p{Cc}/u.test(name), "has control characters"),
    scopes: z.array(Scope).min(1).max(3),
    tenant: TenantId.optional().openapi({ type: "string", description: "For the operator's secret only." }),
  })
  .openapi("KeyRequest", { example: { name: "ci", scopes: ["run"] } as never });

export const route = createRoute({
  method: "post",
  path: "/v1/keys",
  operationId: "createKey",
  tags: ["keys"],
  summary: "Make a key",
  description:
    "The key is shown once and stored hashed. `read` reads, `run` also makes and changes runs, `admin` also manages keys.",
  middleware: [requireScope("admin")] as const,
  request: {
    headers: IdempotencyHeader,
    body: { required: true, content: { "application/json": { schema: KeyRequest } } },
  },
  responses: {
    201: {
      description: "The key",
      headers: headers("Location"),
      content: { "application/json": { schema: NewApiKey } },
    },
    ...problems("invalid_json", "body_too_large", "unsupported_media_type", "invalid_request", "key_exists"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { name, scopes, tenant: asked } = c.req.valid("json");
    const refused = foreignTenant(c, asked);
    if (refused !== null) return refused;
    const tenant = asked ?? c.get("principal").tenant;
    const key = newSecret();
    const row: ApiKeyRow = {
      id: await keyId(tenant, c.req.valid("header")["idempotency-key"]),
      tenant,
      name,
      hash: await sha256Hex(key),
      prefix: shownPrefix(key),
      scopes: [...new Set(scopes)],
      created_at: Date.now(),
      last_used_at: null,
      revoked_at: null,
    };
    await insertKey(c.env.DB, row);
    if ((await findKey(c.env.DB, row.hash)) === null) return problem(c, { reason: "key_exists", id: row.id });
    c.header("Cache-Control", "no-store");
    c.header("Location", `/v1/keys/${row.id}`);
    return c.json({ ...keyResource(row), key }, 201);
  });
}

async function keyId(tenant: TenantId, idempotencyKey: string | undefined): Promise<string> {
  const bytes =
    idempotencyKey === undefined
      ? crypto.getRandomValues(new Uint8Array(16))
      : (await sha256(`key\0${tenant}\0${idempotencyKey}`)).slice(0, 16);
  return `key_${base64url(bytes)}`;
}
