import { createRoute, z } from "@hono/zod-openapi";
import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import type { RunId, TenantId } from "../../graphs/run.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { runAnswer } from "./answer.ts";
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
    200: { description: "The run", content: { "application/json": { schema: Run } } },
    304: { description: "The run has not changed" },
    ...problems("run_not_found", "invalid_request", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const known = c.req.valid("header")["if-none-match"];
    const run = await read(c.env, id, tenant, known, c.req.valid("query").wait ?? 0);
    if (run === null) return problem(c, { reason: "run_not_found" });
    const body = runAnswer(c, run);
    return matches(known, runEtag(run)) ? c.body(null, 304) : c.json(body, 200);
  });
}

async function read(
  env: Cloudflare.Env,
  id: RunId,
  tenant: TenantId,
  known: string | undefined,
  seconds: number,
): Promise<RunSnapshot | null> {
  const now = await callRun(env, id, (run) => run.read({ tenant }));
  if (now === null || seconds === 0 || isTerminal(now.status)) return now;
  if (known !== undefined && !matches(known, runEtag(now))) return now;
  return callRun(env, id, (run) =>
    run.read({ tenant, known_revision: now.revision, wait_ms: seconds * 1000, until: "change" }),
  );
}
