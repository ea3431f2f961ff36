import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { runAnswer } from "./answer.ts";
import { answerOf, faultOf, HoleResolution } from "./hole-body.ts";
import { hashOf, IdempotencyHeader } from "./idempotency.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { Run } from "./resource.ts";
import { callRun } from "./run-object.ts";
import { submitAnswers } from "./submit-answers.ts";

export const HolePath = RunPath.extend({
  hole: z.string().openapi({ param: { name: "hole", in: "path" }, example: "hole_4f0a9c31b2d7e586" }),
});

export const ANSWER_PROBLEMS = problems(
  "run_not_found",
  "hole_not_found",
  "hole_not_awaited",
  "hole_already_resolved",
  "hole_contradiction",
  "run_busy",
  "invalid_json",
  "body_too_large",
  "unsupported_media_type",
  "invalid_request",
  "idempotency_mismatch",
  "too_many_requests",
  "run_unavailable",
);

export const route = createRoute({
  method: "post",
  path: "/v1/runs/{id}/holes/{hole}/resolution",
  operationId: "resolveHole",
  tags: ["runs"],
  summary: "Answer a hole",
  description:
    "The run goes on with the answer. Any open hole of a run that waits takes one, and an answer that comes while the run is at work is kept for it. Idempotent: the same answer again is answered with the run as it is. An answer that contradicts the contract is refused before anything changes. Code is the answer to an `implementation` hole of a forward run; it is judged like any other.",
  middleware: [requireScope("run")] as const,
  request: {
    params: HolePath,
    headers: IdempotencyHeader,
    body: { required: true, content: { "application/json": { schema: HoleResolution } } },
  },
  responses: {
    202: {
      description: "The answer is taken and the run goes on",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
    ...ANSWER_PROBLEMS,
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const { id: text, hole } = c.req.valid("param");
    const id = asRunId(text);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const body = c.req.valid("json");
    const pointer = `/${Object.keys(body)[0] ?? "value"}`;
    const fault = faultOf(body);
    if (fault !== null)
      return problem(c, { reason: "invalid_request", errors: [{ pointer, parameter: null, detail: fault }] });
    const principal = c.get("principal");
    const answer = answerOf(hole, body, principal, new Date());
    if (answer === null) return problem(c, { reason: "hole_not_found" });
    const submitted = await submitAnswers(c.env, {
      run: id,
      tenant: principal.tenant,
      answers: [answer],
      pointer: () => pointer,
      request: await requestOf(c.req.valid("header")["idempotency-key"], { hole, body }),
    });
    if (!submitted.ok) return problem(c, submitted.failure);
    const run = await callRun(c.env, id, (object) => object.read({ tenant: principal.tenant }));
    return run === null ? problem(c, { reason: "run_not_found" }) : c.json(runAnswer(c, run), 202);
  });
}

/** What is noted of a request with a key, so that the same key never takes another one. */
export async function requestOf(
  key: string | undefined,
  body: unknown,
): Promise<{ key: string; hash: string } | undefined> {
  return key === undefined ? undefined : { key, hash: await hashOf(body) };
}
