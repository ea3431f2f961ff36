import { z } from "@hono/zod-openapi";
import { TenantId } from "../../graphs/run.ts";
import type { ApiKeyRow } from "../../store/keys.ts";
import { Scope } from "../auth/principal.ts";
import { rfc3339, rfc3339OrNull } from "../time.ts";

/** A key as it can be shown at any time: recognisable, not usable. */
export const ApiKey = z
  .object({
    id: z.string().openapi({ example: "key_9bd2" }),
    name: z.string(),
    tenant: z.string(),
    prefix: z.string().openapi({ description: "The first characters of the key.", example: "lift_x7Gk2q" }),
    scopes: z.array(Scope),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable().openapi({ description: "To about a minute; may be late." }),
    revoked_at: z.iso.datetime().nullable(),
  })
  .openapi("ApiKey");
export type ApiKey = z.infer<typeof ApiKey>;

/** The only answer that holds the key itself. */
export const NewApiKey = ApiKey.extend({
  key: z.string().openapi({ description: "Shown this once; only a hash is kept." }),
}).openapi("NewApiKey");

export const TenantQuery = z.object({
  tenant: TenantId.optional().openapi({ type: "string", description: "For the operator's secret only." }),
});

export function keyResource(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    tenant: row.tenant,
    prefix: row.prefix,
    scopes: z.array(Scope).parse(row.scopes),
    created_at: rfc3339(row.created_at),
    last_used_at: rfc3339OrNull(row.last_used_at),
    revoked_at: rfc3339OrNull(row.revoked_at),
  };
}
