import { createRoute } from "@hono/zod-openapi";
import type { HoleAnswer } from "../../holes/answer.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import type { FieldError } from "../problems/failure.ts";
import { problem } from "../problems/problem.ts";
import { headers } from "../response-headers.ts";
import { runAnswer } from "./answer.ts";
import { answerOf, faultOf, HoleResolutions } from "./hole-body.ts";
import { IdempotencyHeader } from "./idempotency.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { ANSWER_PROBLEMS, requestOf } from "./resolve-hole.ts";
import { Run } from "./resource.ts";
import { callRun } from "./run-object.ts";
import { submitAnswers } from "./submit-answers.ts";

export const route = createRoute({
  method: "post",
  path: "/v1/runs/{id}/holes/resolutions",
  operationId: "resolveHoles",
  tags: ["runs"],
  summary: "Answer several holes",
  description: "All of the answers are taken, in their order, or none of them is.",
  middleware: [requireScope("run")] as const,
  request: {
    params: RunPath,
    headers: IdempotencyHeader,
    body: { required: true, content: { "application/json": { schema: HoleResolutions } } },
  },
  responses: {
    202: {
      description: "The answers are taken and the run goes on",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
    ...ANSWER_PROBLEMS,
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const principal = c.get("principal");
    const body = c.req.valid("json");
    const at = new Date();
    const answers: HoleAnswer[] = [];
    const places = new Map<string, string>();
    const errors: FieldError[] = [];
    for (const [index, { hole, ...reply }] of body.answers.entries()) {
      const pointer = `/answers/${index}/${Object.keys(reply)[0] ?? "value"}`;
      const fault = places.has(hole) ? "answers a hole a second time" : faultOf(reply);
      if (fault !== null) errors.push({ pointer, parameter: null, detail: fault });
      places.set(hole, pointer);
      const answer = fault === null ? answerOf(hole, reply, principal, at) : null;
      if (fault === null && answer === null) return problem(c, { reason: "hole_not_found" });
      if (answer !== null) answers.push(answer);
    }
    if (errors.length > 0) return problem(c, { reason: "invalid_request", errors });
    const submitted = await submitAnswers(c.env, {
      run: id,
      tenant: principal.tenant,
      answers,
      pointer: ({ hole }) => places.get(hole) ?? "",
      request: await requestOf(c.req.valid("header")["idempotency-key"], body),
    });
    if (!submitted.ok) return problem(c, submitted.failure);
    const run = await callRun(c.env, id, (object) => object.read({ tenant: principal.tenant }));
    return run === null ? problem(c, { reason: "run_not_found" }) : c.json(runAnswer(c, run), 202);
  });
}
