import { createRoute } from "@hono/zod-openapi";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { callRun } from "./run-object.ts";

export const route = createRoute({
  method: "delete",
  path: "/v1/runs/{id}",
  operationId: "deleteRun",
  tags: ["runs"],
  summary: "Delete a run",
  description:
    "Really deletes: the journal, the values, the cached results the run made, and the IR revisions that no other run arrived at. A run that is still going is stopped.",
  middleware: [requireScope("run")] as const,
  request: { params: RunPath },
  responses: {
    204: { description: "The run is gone" },
    ...problems(
      "run_not_found",
      "invalid_json",
      "body_too_large",
      "unsupported_media_type",
      "invalid_request",
      "too_many_requests",
      "run_unavailable",
    ),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const removed = await callRun(c.env, id, (run) => run.remove({ tenant }));
    return removed ? c.body(null, 204) : problem(c, { reason: "run_not_found" });
  });
}
