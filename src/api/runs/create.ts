import { createRoute, z } from "@hono/zod-openapi";
import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import { LIMITS, type RunId, RunRequest, type TenantId } from "../../graphs/run.ts";
import { component } from "../component.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { callerOf, webhookFault } from "../webhooks/caller.ts";
import { runAnswer } from "./answer.ts";
import { hashOf, IdempotencyHeader, runIdFor } from "./idempotency.ts";
import { preferredWait } from "./prefer.ts";
import { faultOf } from "./request.ts";
import { isTerminal, Run } from "./resource.ts";
import { callRun } from "./run-object.ts";

const EXAMPLE: RunRequest = {
  graph: "reverse",
  input: { source: "def half(n: int) -> int:\n    assert n >= 0\n    return n // 2\n", path: "half.py" },
};

export const route = createRoute({
  method: "post",
  path: "/v1/runs",
  operationId: "createRun",
  tags: ["runs"],
  summary: "Start a run",
  description: `Answers at once with 202, or with \`Prefer: wait=N\` (at most ${LIMITS.wait_seconds} seconds) with 201 once the run stops moving. A run that fails is a run, not an HTTP error.`,
  middleware: [requireScope("run")] as const,
  request: {
    headers: IdempotencyHeader.extend({
      prefer: z
        .string()
        .optional()
        .openapi({
          description: `\`wait=N\`: how many seconds to wait for the run, at most ${LIMITS.wait_seconds} (RFC 7240). Anything else is ignored.`,
          example: "wait=20",
        }),
    }),
    body: {
      required: true,
      content: { "application/json": { schema: component(RunRequest, "RunRequest"), example: EXAMPLE } },
    },
  },
  responses: {
    201: {
      description: "The run stopped moving within the time to wait",
      headers: headers("Location", "ETag", "Retry-After", "Preference-Applied", "Idempotent-Replayed"),
      content: { "application/json": { schema: Run } },
    },
    202: {
      description: "The run was accepted and goes on",
      headers: headers("Location", "ETag", "Retry-After", "Preference-Applied", "Idempotent-Replayed"),
      content: { "application/json": { schema: Run } },
    },
    ...problems(
      "invalid_json",
      "body_too_large",
      "source_too_large",
      "unsupported_media_type",
      "invalid_request",
      "idempotency_mismatch",
      "too_many_requests",
      "run_unavailable",
      "webhooks_not_configured",
    ),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const request = c.req.valid("json");
    const fault = faultOf(request);
    if (fault?.reason === "source_too_large") return problem(c, fault);
    if (fault?.reason === "invalid_request") return problem(c, fault);
    const caller = callerOf(c);
    const untold = await webhookFault(c, request.webhook, caller);
    if (untold !== null) return problem(c, untold);

    const { tenant } = c.get("principal");
    const id = await runIdFor(tenant, c.req.valid("header")["idempotency-key"]);
    const request_hash = await hashOf(request);
    const made = await callRun(c.env, id, (run) => run.create({ id, tenant, request, request_hash, caller }));
    if (made.status === "conflict") return problem(c, { reason: "idempotency_mismatch" });
    if (made.status === "exists") c.header("Idempotent-Replayed", "true");
    c.header("Location", `/v1/runs/${id}`);

    const seconds = preferredWait(c.req.valid("header").prefer);
    if (seconds === null) return c.json(runAnswer(c, made.run), 202);
    c.header("Preference-Applied", `wait=${seconds}`);
    const run = atRest(made.run) ? made.run : await waitForRest(c.env, id, tenant, made.run, seconds);
    return atRest(run) ? c.json(runAnswer(c, run), 201) : c.json(runAnswer(c, run), 202);
  });
}

/** `waiting` is a person's turn: nothing more happens by itself. */
function atRest(run: RunSnapshot): boolean {
  return isTerminal(run.status) || run.status === "waiting";
}

async function waitForRest(
  env: Cloudflare.Env,
  id: RunId,
  tenant: TenantId,
  run: RunSnapshot,
  seconds: number,
): Promise<RunSnapshot> {
  const later = await callRun(env, id, (object) =>
    object.read({ tenant, known_revision: run.revision, wait_ms: seconds * 1000, until: "rest" }),
  );
  return later ?? run;
}
