import { createRoute, z } from "@hono/zod-openapi";
import type { OpenWait, RunSnapshot } from "../../../durable-objects/contract.ts";
import { blockingHoles } from "../../graphs/forward/holes.ts";
import { Hole, type IR } from "../../ir/ir.ts";
import { component } from "../component.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { callRun } from "./run-object.ts";

const RunHole = component(Hole, "Hole")
  .extend({
    ir: z.string().openapi({ description: "The IR that the hole is in." }),
    awaited: z.boolean().openapi({ description: "The run waits for this answer." }),
  })
  .openapi("RunHole");
type RunHole = z.infer<typeof RunHole>;

export const route = createRoute({
  method: "get",
  path: "/v1/runs/{id}/holes",
  operationId: "listHoles",
  tags: ["runs"],
  summary: "List what a run's contracts leave open",
  description:
    "Holes of all IRs of the run, answered ones included. Those marked `awaited` are what the run waits for.",
  middleware: [requireScope("read")] as const,
  request: { params: RunPath },
  responses: {
    200: {
      description: "The holes",
      content: { "application/json": { schema: z.object({ data: z.array(RunHole) }).openapi("RunHoles") } },
    },
    ...problems("run_not_found", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const [run, waits] = await Promise.all([
      callRun(c.env, id, (object) => object.read({ tenant })),
      callRun(c.env, id, (object) => object.waits({ tenant })),
    ]);
    if (run === null || waits === null) return problem(c, { reason: "run_not_found" });
    c.header("Cache-Control", "private, no-cache");
    return c.json({ data: holesOf(run, waits) }, 200);
  });
}

/** Every hole with whether an open wait is for it. */
export function holesOf(run: RunSnapshot, waits: readonly OpenWait[]): RunHole[] {
  return (run.outcome?.irs ?? []).flatMap(({ id, ir }) => {
    const wanted = new Set(awaited(ir, waits));
    return ir.holes.map((hole) => ({ ...hole, ir: id, awaited: wanted.has(hole.id) }));
  });
}

function awaited(ir: IR, waits: readonly OpenWait[]): string[] {
  return waits.length === 0 ? [] : blockingHoles(ir).map(({ id }) => id);
}
