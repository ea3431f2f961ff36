import { createRoute, z } from "@hono/zod-openapi";
import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import type { RunId, TenantId } from "../../graphs/run.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { runAnswer, runHeaders } from "./answer.ts";
import { matches } from "./if-none-match.ts";
import { asRunId, RunPath, Wait } from "./parameters.ts";
import { isTerminal, Run, runEtag } from "./resource.ts";
import { callRun } from "./run-object.ts";

export const route = createRoute({
  method: "get",
  path: "/v1/runs/{id}",
  operationId: "getRun",
  tags: ["runs"],
  summary: "Read a run",
  description:
    "Carries a strong ETag; with `If-None-Match` an unchanged run is 304. `?wait=N` answers as soon as the run is newer than `If-None-Match` (without it: than at the time of asking), or after N seconds.",
  middleware: [requireScope("read")] as const,
  request: {
    params: RunPath,
    query: z.object({ wait: Wait }),
    headers: z.object({ "if-none-match": z.string().optional() }),
  },
  responses: {
    200: {
      description: "The run",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
    304: { description: "The run has not changed", headers: headers("ETag", "Retry-After") },
    ...problems("run_not_found", "invalid_request", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const known = c.req.valid("header")["if-none-match"];
    const seconds = c.req.valid("query").wait ?? 0;

    if (known !== undefined || seconds > 0) {
      const now = await callRun(c.env, id, (run) => run.peek({ tenant }));
      if (now === null) return problem(c, { reason: "run_not_found" });
      const seen = known === undefined || matches(known, runEtag(now));
      if (seen && seconds > 0 && !isTerminal(now.status)) {
        const run = await waitForChange(c.env, id, tenant, now.revision, seconds);
        if (run === null) return problem(c, { reason: "run_not_found" });
        if (!matches(known, runEtag(run))) return c.json(runAnswer(c, run), 200);
        runHeaders(c, run);
        return c.body(null, 304);
      }
      if (seen && known !== undefined) {
        runHeaders(c, now);
        return c.body(null, 304);
      }
    }
    const run = await callRun(c.env, id, (object) => object.read({ tenant }));
    return run === null ? problem(c, { reason: "run_not_found" }) : c.json(runAnswer(c, run), 200);
  });
}

function waitForChange(
  env: Cloudflare.Env,
  id: RunId,
  tenant: TenantId,
  known_revision: number,
  seconds: number,
): Promise<RunSnapshot | null> {
  const query = { tenant, known_revision, wait_ms: seconds * 1000, until: "change" } as const;
  return callRun(env, id, (run) => run.read(query));
}
