import { createRoute, z } from "@hono/zod-openapi";
import { RunStatus } from "../../graphs/run.ts";
import { decodeCursor, encodeCursor } from "../../store/cursor.ts";
import { listRuns, type RunRow } from "../../store/runs.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { rfc3339, rfc3339OrNull } from "../time.ts";
import { Cursor, DEFAULT_LIMIT, Limit } from "./parameters.ts";
import { Run, runUrls } from "./resource.ts";

/** How a run looks in a list; `urls.self` has the rest. */
export const RunSummary = Run.pick({
  id: true,
  graph: true,
  graph_version: true,
  status: true,
  revision: true,
  created_at: true,
  updated_at: true,
  finished_at: true,
  tags: true,
  urls: true,
})
  .extend({
    repo: z.string().nullable(),
    error_code: z.string().nullable(),
    stuck: z.boolean().openapi({ description: "The run made no progress and could not be woken." }),
  })
  .openapi("RunSummary");

export const route = createRoute({
  method: "get",
  path: "/v1/runs",
  operationId: "listRuns",
  tags: ["runs"],
  summary: "List runs, newest first",
  description: "Lists follow the runs with a short delay; a run itself is always current.",
  middleware: [requireScope("read")] as const,
  request: {
    query: z.object({
      graph: z.string().max(100).optional(),
      status: RunStatus.optional(),
      repo: z.string().max(200).optional(),
      created_after: z.iso.datetime({ offset: true }).optional(),
      limit: Limit,
      cursor: Cursor,
    }),
  },
  responses: {
    200: {
      description: "A page of runs",
      content: {
        "application/json": {
          schema: z
            .object({ data: z.array(RunSummary), has_more: z.boolean(), next_cursor: z.string().nullable() })
            .openapi("RunList"),
        },
      },
    },
    ...problems("invalid_request"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { cursor, limit, created_after, graph, status, repo } = c.req.valid("query");
    const after = cursor === undefined ? null : decodeCursor(cursor);
    if (cursor !== undefined && after === null) {
      return problem(c, {
        reason: "invalid_request",
        errors: [{ pointer: null, parameter: "cursor", detail: "is not a cursor of this API" }],
      });
    }
    const filter = {
      tenant: c.get("principal").tenant,
      graph,
      status,
      repo,
      created_after: created_after === undefined ? undefined : Date.parse(created_after),
    };
    const { rows, next } = await listRuns(c.env.DB, filter, limit ?? DEFAULT_LIMIT, after);
    const { origin } = new URL(c.req.url);
    c.header("Cache-Control", "private, no-cache");
    return c.json(
      {
        data: rows.map((row) => summary(row, origin)),
        has_more: next !== null,
        next_cursor: next === null ? null : encodeCursor(next),
      },
      200,
    );
  });
}

function summary(row: RunRow, origin: string): z.infer<typeof RunSummary> {
  return {
    id: row.id,
    graph: row.graph,
    graph_version: row.graph_version,
    status: row.status,
    revision: row.revision,
    created_at: rfc3339(row.created_at),
    updated_at: rfc3339(row.updated_at),
    finished_at: rfc3339OrNull(row.finished_at),
    tags: row.tags,
    repo: row.repo,
    error_code: row.error_code,
    stuck: row.stuck,
    urls: runUrls(row.id, origin),
  };
}
