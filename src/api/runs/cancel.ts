import { createRoute } from "@hono/zod-openapi";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { runAnswer } from "./answer.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { isTerminal, Run } from "./resource.ts";
import { callRun } from "./run-object.ts";

export const route = createRoute({
  method: "post",
  path: "/v1/runs/{id}/cancel",
  operationId: "cancelRun",
  tags: ["runs"],
  summary: "Cancel a run",
  description:
    "Idempotent. Work in flight may finish and is discarded. A run that has ended stays as it is, and is answered with 200.",
  middleware: [requireScope("run")] as const,
  request: { params: RunPath },
  responses: {
    200: {
      description: "The run has ended",
      headers: headers("ETag"),
      content: { "application/json": { schema: Run } },
    },
    202: {
      description: "The run is being cancelled",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
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
    const { tenant, name } = c.get("principal");
    const run = await callRun(c.env, id, (object) => object.cancel({ tenant, by: name }));
    if (run === null) return problem(c, { reason: "run_not_found" });
    return isTerminal(run.status) ? c.json(runAnswer(c, run), 200) : c.json(runAnswer(c, run), 202);
  });
}
