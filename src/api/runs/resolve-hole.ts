import { createRoute, z } from "@hono/zod-openapi";
import { applyAnswer } from "../../graphs/forward/answers.ts";
import type { HoleAnswers } from "../../graphs/forward/facts.ts";
import { literalOf } from "../../graphs/forward/literal.ts";
import type { Hole } from "../../ir/ir.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import type { Failure } from "../problems/failure.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { headers } from "../response-headers.ts";
import { runAnswer } from "./answer.ts";
import { holesOf } from "./holes.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { Run } from "./resource.ts";
import { callRun } from "./run-object.ts";

const Resolution = z
  .strictObject({
    value: z.unknown().optional().openapi({
      description:
        "The answer: text such as a type, a clause, or code, or a JSON value that stands for a Python literal.",
    }),
    suggestion: z
      .int()
      .nonnegative()
      .optional()
      .openapi({ description: "Take this one of the hole's suggestions, counted from 0." }),
  })
  .refine((body) => "value" in body !== "suggestion" in body, { message: "must have either `value` or `suggestion`" })
  .openapi("HoleResolution", { example: { value: "def total(xs):\n    return sum(xs)\n" } });

export const route = createRoute({
  method: "post",
  path: "/v1/runs/{id}/holes/{hole}/resolution",
  operationId: "resolveHole",
  tags: ["runs"],
  summary: "Answer a hole",
  description:
    "The run goes on with the answer. Idempotent: the same answer again is answered with the run as it is. Code is the answer to an `implementation` hole; it is judged like any other.",
  middleware: [requireScope("run")] as const,
  request: {
    params: RunPath.extend({
      hole: z.string().openapi({ param: { name: "hole", in: "path" }, example: "hole_4f0a9c31b2d7e586" }),
    }),
    body: { required: true, content: { "application/json": { schema: Resolution } } },
  },
  responses: {
    202: {
      description: "The answer is taken and the run goes on",
      headers: headers("ETag", "Retry-After"),
      content: { "application/json": { schema: Run } },
    },
    ...problems(
      "run_not_found",
      "hole_not_found",
      "hole_not_awaited",
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
    const { id: text, hole: hole_id } = c.req.valid("param");
    const id = asRunId(text);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant, name } = c.get("principal");
    const [run, waits] = await Promise.all([
      callRun(c.env, id, (object) => object.read({ tenant })),
      callRun(c.env, id, (object) => object.waits({ tenant })),
    ]);
    if (run === null || waits === null) return problem(c, { reason: "run_not_found" });
    const hole = holesOf(run, waits).find((item) => item.id === hole_id);
    const ir = run.outcome?.irs?.find((item) => item.id === hole?.ir)?.ir;
    if (hole === undefined || ir === undefined) return problem(c, { reason: "hole_not_found" });

    const body = c.req.valid("json");
    const value = answerOf(hole, body);
    if (value === null)
      return problem(c, invalid("/suggestion", `the hole has ${hole.suggestions.length} suggestions`));
    if (hole.resolution?.value === value) return c.json(runAnswer(c, run), 202);
    const [wait] = waits;
    if (!hole.awaited || wait === undefined) {
      const detail = hole.status === "open" ? "The run does not wait for this hole." : `The hole is ${hole.status}.`;
      return problem(c, { reason: "hole_not_awaited", detail });
    }
    const answer: HoleAnswers["answers"][number] = { hole: hole.id, value, by: name, source: "human" };
    const fits = applyAnswer(ir, answer);
    if (!fits.ok) return problem(c, invalid(body.suggestion === undefined ? "/value" : "/suggestion", fits.detail));

    const { node, token } = wait;
    const taken = await callRun(c.env, id, (object) =>
      object.answer({ tenant, node, token, value: { answers: [answer] } }),
    );
    if (taken === null) return problem(c, { reason: "run_not_found" });
    if (taken.status === "invalid")
      return problem(c, invalid("/value", taken.issues.map(({ message }) => message).join("; ")));
    if (taken.status === "discarded" && taken.reason !== "duplicate") {
      return problem(c, { reason: "hole_not_awaited", detail: `The answer came too late: ${taken.reason}.` });
    }
    const after = await callRun(c.env, id, (object) => object.read({ tenant }));
    return after === null ? problem(c, { reason: "run_not_found" }) : c.json(runAnswer(c, after), 202);
  });
}

/** The answer as text; null when there is no such suggestion. */
function answerOf({ suggestions }: Hole, { value, suggestion }: z.infer<typeof Resolution>): string | null {
  if (suggestion !== undefined) return suggestions[suggestion]?.value ?? null;
  return typeof value === "string" ? value : literalOf(value);
}

const invalid = (pointer: string, detail: string): Failure & { reason: "invalid_request" } => ({
  reason: "invalid_request",
  errors: [{ pointer, parameter: null, detail }],
});
