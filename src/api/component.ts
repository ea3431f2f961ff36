import { z } from "@hono/zod-openapi";

/**
 * Names a schema of another room in the OpenAPI document. Schemas made before the OpenAPI extension of zod was loaded lack its method, so the method
 * is called on them.
 */
export function component<Schema extends z.ZodType>(schema: Schema, name: string): Schema {
  return z.ZodType.prototype.openapi.call(schema, name) as Schema;
}
