import { createRoute, z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "../../store/cursor.ts";
import { listRevisions } from "../../store/irs.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { Cursor, DEFAULT_LIMIT, Limit } from "../runs/parameters.ts";
import { IrPath } from "./get.ts";
import { IrRevision, revisionResource } from "./resource.ts";

export const route = createRoute({
  method: "get",
  path: "/v1/irs/{id}/revisions",
  operationId: "listIrRevisions",
  tags: ["irs"],
  summary: "Read the history of an IR, newest first",
  middleware: [requireScope("read")] as const,
  request: { params: IrPath, query: z.object({ limit: Limit, cursor: Cursor }) },
  responses: {
    200: {
      description: "A page of revisions",
      content: {
        "application/json": {
          schema: z
            .object({ data: z.array(IrRevision), has_more: z.boolean(), next_cursor: z.string().nullable() })
            .openapi("IrRevisionList"),
        },
      },
    },
    ...problems("ir_not_found", "invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = cursor === undefined ? null : decodeCursor(cursor);
    if (cursor !== undefined && after === null) {
      return problem(c, {
        reason: "invalid_request",
        errors: [{ pointer: null, parameter: "cursor", detail: "is not a cursor of this API" }],
      });
    }
    const { tenant } = c.get("principal");
    const { id } = c.req.valid("param");
    const { rows, next } = await listRevisions(c.env.DB, tenant, id, limit ?? DEFAULT_LIMIT, after?.[0] ?? null);
    if (rows.length === 0 && after === null) return problem(c, { reason: "ir_not_found" });
    const { origin } = new URL(c.req.url);
    c.header("Cache-Control", "private, no-cache");
    return c.json(
      {
        data: rows.map((row) => revisionResource(row, origin)),
        has_more: next !== null,
        next_cursor: next === null ? null : encodeCursor(next),
      },
      200,
    );
  });
}
