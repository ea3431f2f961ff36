import { createRoute, z } from "@hono/zod-openapi";
import { getIr } from "../../store/irs.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { matches } from "../runs/if-none-match.ts";
import { wholeNumber } from "../runs/parameters.ts";
import { IrResource, irResource } from "./resource.ts";

export const IrPath = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "ir_3kq0" }),
});

export const route = createRoute({
  method: "get",
  path: "/v1/irs/{id}",
  operationId: "getIr",
  tags: ["irs"],
  summary: "Read an IR",
  description: "The newest revision, or the named one. Revisions never change.",
  middleware: [requireScope("read")] as const,
  request: {
    params: IrPath,
    query: z.object({ revision: wholeNumber(1, Number.MAX_SAFE_INTEGER, "The newest one by default.").optional() }),
    headers: z.object({ "if-none-match": z.string().optional() }),
  },
  responses: {
    200: {
      description: "The revision",
      headers: headers("ETag"),
      content: { "application/json": { schema: IrResource } },
    },
    304: { description: "The revision is the one that is known", headers: headers("ETag") },
    ...problems("ir_not_found", "invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const row = await getIr(c.env.DB, c.get("principal").tenant, id, c.req.valid("query").revision);
    if (row === null) return problem(c, { reason: "ir_not_found" });
    const etag = `"${row.revision}-${row.content_hash.slice(0, 16)}"`;
    c.header("ETag", etag);
    c.header("Cache-Control", "private, no-cache");
    if (matches(c.req.valid("header")["if-none-match"], etag)) return c.body(null, 304);
    return c.json(irResource(row, new URL(c.req.url).origin), 200);
  });
}
