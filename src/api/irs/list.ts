import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../../store/cursor.ts";
import { currentIr } from "../../store/irs.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { Cursor, DEFAULT_LIMIT, Limit } from "../runs/parameters.ts";
import { IrResource, irResource } from "./resource.ts";

export const route = createRoute({
  method: "get",
  path: "/v1/irs",
  operationId: "listIrs",
  tags: ["irs"],
  summary: "Find the current contracts of functions",
  description:
    "The newest revision of each IR, the most recently changed first, by repository, path and qualified name.",
  middleware: [requireScope("read")] as const,
  request: {
    query: z.object({
      repo: z.string().max(200).optional(),
      path: z.string().max(1024).optional(),
      function: z.string().max(500).optional(),
      limit: Limit,
      cursor: Cursor,
    }),
  },
  responses: {
    200: {
      description: "A page of IRs",
      content: {
        "application/json": {
          schema: z
            .object({ data: z.array(IrResource), has_more: z.boolean(), next_cursor: z.string().nullable() })
            .openapi("IrList"),
        },
      },
    },
    ...problems("invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { cursor, limit, ...place } = c.req.valid("query");
    const after = cursor === undefined ? null : decodeCursor(cursor);
    if (cursor !== undefined && after === null) {
      return problem(c, {
        reason: "invalid_request",
        errors: [{ pointer: null, parameter: "cursor", detail: "is not a cursor of this API" }],
      });
    }
    const { tenant } = c.get("principal");
    const { rows, next } = await currentIr(c.env.DB, { tenant, ...place }, limit ?? DEFAULT_LIMIT, after);
    const { origin } = new URL(c.req.url);
    c.header("Cache-Control", "private, no-cache");
    return c.json(
      {
        data: rows.map((row) => irResource(row, origin)),
        has_more: next !== null,
        next_cursor: next === null ? null : encodeCursor(next),
      },
      200,
    );
  });
}
