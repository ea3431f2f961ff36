import { createRoute, z } from "@hono/zod-openapi";
import type { HoleView } from "../../../durable-objects/contract.ts";
import { holesOfWait } from "../../graphs/holes/awaited.ts";
import { inOrder } from "../../graphs/holes/choose.ts";
import { Change } from "../../holes/change.ts";
import { Hole } from "../../ir/ir.ts";
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
    changes: z.array(Change).openapi({
      description:
        "What answers changed in this hole, its own and those that led here, with `cause`, `before` and `after`.",
    }),
    early: z
      .object({ by: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({ description: "An answer that came before the run waits, and is kept for it." }),
    refused: z
      .array(z.object({ by: z.string(), at: z.iso.datetime(), code: z.string(), detail: z.string() }))
      .openapi({ description: "Kept answers and undos that could not be carried out when the run came to them." }),
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
    "Holes of all IRs of the run, the open ones first, in the order in which they should be asked, then the answered ones. Those marked `awaited` are what the run waits for.",
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
    const view = await callRun(c.env, id, (object) => object.holes({ tenant }));
    if (view === null) return problem(c, { reason: "run_not_found" });
    c.header("Cache-Control", "private, no-cache");
    return c.json({ data: holesOf(view) }, 200);
  });
}

function holesOf({ run, wait, contract, kept }: HoleView): RunHole[] {
  const decisions = contract?.decisions ?? run.outcome?.decisions ?? { answers: [], refused: [] };
  const changes = decisions.answers.flatMap((answer) => answer.changes);
  return (run.outcome?.irs ?? []).flatMap(({ id, ir: shown }) => {
    // What was accepted counts at once, also before a node has gone on with it.
    const ir = contract === null || run.finished_at !== null ? shown : contract.ir;
    const wanted = new Set(
      wait === null || contract === null ? [] : holesOfWait(wait.node, ir, contract.asking).map((hole) => hole.id),
    );
    const open = inOrder(ir);
    const answered = ir.holes.filter(({ status }) => status !== "open");
    return [...open, ...answered].map((hole): RunHole => {
      const early = kept.findLast((one) => one.kind === "answer" && one.answer.hole === hole.id);
      const refused = decisions.refused.flatMap(({ command, code, detail }) => {
        const { hole: own, by, at } = command.kind === "answer" ? command.answer : command;
        return own === hole.id ? [{ by, at, code, detail }] : [];
      });
      return {
        ...hole,
        ir: id,
        awaited: wanted.has(hole.id),
        changes: changes.filter(({ cause, subject }) => subject === hole.id || cause === hole.id),
        early: early?.kind === "answer" ? { by: early.answer.by, at: early.answer.at } : null,
        refused,
      };
    });
  });
}
