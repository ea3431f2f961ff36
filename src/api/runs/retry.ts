import { createRoute, z } from "@hono/zod-openapi";
import type { SeedAnswer } from "../../../durable-objects/contract.ts";
import type { RunId } from "../../graphs/run.ts";
import { HoleId } from "../../ir/ids.ts";
import type { Api, ApiContext } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { callerOf, webhookFault } from "../webhooks/caller.ts";
import { runAnswer } from "./answer.ts";
import { hashOf, IdempotencyHeader, runIdFor } from "./idempotency.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { Run } from "./resource.ts";
import { retriedBefore, retryMark } from "./retry-mark.ts";
import { callRun } from "./run-object.ts";

const RetryRequest = z
  .strictObject({
    from: z.string().max(120).optional().openapi({
      description: "Make a new run that reuses what the nodes before this one produced.",
      example: "merge",
    }),
    without: z
      .array(HoleId)
      .max(100)
      .optional()
      .openapi({
        description:
          "Take answers back, also of a run that has ended: a new run is made that is given the other answers again and waits for these holes. It reuses what came before the run asked, or before `from`. Without this field the new run is given no answer.",
        example: ["hole_4f0a9c31b2d7e586"],
      }),
  })
  .openapi("RetryRequest");

export const route = createRoute({
  method: "post",
  path: "/v1/runs/{id}/retry",
  operationId: "retryRun",
  tags: ["runs"],
  summary: "Continue a failed run, or rerun from a node",
  description:
    "Without a body the failed run itself continues from its failed node. With `from` or `without` a new run is made, linked by `rerun_of`, that reuses the nodes before it and tells the same webhook; nodes from there on run again, with their effects.",
  middleware: [requireScope("run")] as const,
  request: {
    params: RunPath,
    headers: IdempotencyHeader,
    body: { required: false, content: { "application/json": { schema: RetryRequest } } },
  },
  responses: {
    202: {
      description: "The run that goes on",
      headers: headers("Location", "ETag", "Retry-After", "Idempotent-Replayed"),
      content: { "application/json": { schema: Run } },
    },
    ...problems(
      "run_not_found",
      "run_not_failed",
      "invalid_json",
      "body_too_large",
      "unsupported_media_type",
      "invalid_request",
      "unknown_node",
      "hole_not_found",
      "hole_not_awaited",
      "idempotency_mismatch",
      "too_many_requests",
      "run_unavailable",
      "webhooks_not_configured",
    ),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const key = c.req.valid("header")["idempotency-key"];
    const { from, without } = c.req.valid("json");
    if (from === undefined && without === undefined) return retry(c, id, key);
    return rerun(c, id, { from: from ?? "holes", ...(without === undefined ? {} : { without }) }, key);
  });
}

async function retry(c: ApiContext, id: RunId, key: string | undefined) {
  const { tenant, name } = c.get("principal");
  const mark = await retryMark(name, key);
  const before = key === undefined ? null : await retriedBefore(c.env, id, tenant, mark);
  if (before !== null) {
    c.header("Idempotent-Replayed", "true");
    return c.json(runAnswer(c, before), 202);
  }
  const answer = await callRun(c.env, id, (run) => run.retry({ tenant, by: mark }));
  if (answer === null) return problem(c, { reason: "run_not_found" });
  if (answer.status === "not_failed") {
    // A concurrent request with the same key may have been first.
    const meanwhile = key === undefined ? null : await retriedBefore(c.env, id, tenant, mark);
    if (meanwhile === null) return problem(c, { reason: "run_not_failed", status: answer.run.status });
    c.header("Idempotent-Replayed", "true");
    return c.json(runAnswer(c, meanwhile), 202);
  }
  c.header("Location", `/v1/runs/${id}`);
  return c.json(runAnswer(c, answer.run), 202);
}

async function rerun(
  c: ApiContext,
  origin: RunId,
  again: { from: string; without?: HoleId[] },
  key: string | undefined,
) {
  const { tenant } = c.get("principal");
  const seeded = await callRun(c.env, origin, (run) => run.seed({ tenant, ...again }));
  if (seeded === null) return problem(c, { reason: "run_not_found" });
  if (seeded.status !== "ok") return problem(c, seedFailure(seeded));

  const { request, seed } = seeded;
  const caller = callerOf(c);
  const untold = await webhookFault(c, request.webhook, caller);
  if (untold !== null) return problem(c, untold);
  const id = await runIdFor(tenant, key);
  const request_hash = await hashOf({ rerun_of: origin, ...again, request });
  const made = await callRun(c.env, id, (run) => run.create({ id, tenant, request, request_hash, seed, caller }));
  if (made.status === "conflict") return problem(c, { reason: "idempotency_mismatch" });
  if (made.status === "exists") c.header("Idempotent-Replayed", "true");
  c.header("Location", `/v1/runs/${id}`);
  return c.json(runAnswer(c, made.run), 202);
}

function seedFailure(seeded: Exclude<SeedAnswer, { status: "ok" }>) {
  switch (seeded.status) {
    case "unknown_node":
      return { reason: "unknown_node", nodes: seeded.nodes } as const;
    case "unknown_hole":
      return { reason: "hole_not_found" } as const;
    case "asks_nobody":
      return { reason: "hole_not_awaited", detail: "The run asks nobody, and so has no answers." } as const;
    case "too_late": {
      const detail = `answers are given before this node; begin at \`${seeded.asking}\` or before it`;
      return { reason: "invalid_request", errors: [{ pointer: "/from", parameter: null, detail }] } as const;
    }
  }
}
