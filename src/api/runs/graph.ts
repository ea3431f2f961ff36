import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { GraphView } from "../../../durable-objects/contract.ts";
import type { Api } from "../context.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/responses.ts";
import { rfc3339OrNull } from "../time.ts";
import { asRunId, RunPath } from "./parameters.ts";
import { callRun } from "./run-object.ts";

const MERMAID = "text/vnd.mermaid";

export const RunGraph = z
  .object({
    id: z.string(),
    version: z.string(),
    nodes: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        mode: z.string().nullable(),
        state: z.string(),
        iteration: z.int(),
        attempts: z.int(),
        started_at: z.iso.datetime().nullable(),
        finished_at: z.iso.datetime().nullable(),
        cache: z.string().nullable(),
        error: z.string().nullable().openapi({ description: "Code of the node's last error." }),
      }),
    ),
    edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string().nullable() })),
  })
  .openapi("RunGraph");

export const route = createRoute({
  method: "get",
  path: "/v1/runs/{id}/graph",
  operationId: "getRunGraph",
  tags: ["runs"],
  summary: "Read the graph of a run with the state of each node",
  description: `JSON, or the drawing with \`Accept: ${MERMAID}\`.`,
  middleware: [requireScope("read")] as const,
  request: { params: RunPath },
  responses: {
    200: {
      description: "The graph",
      content: { "application/json": { schema: RunGraph }, [MERMAID]: { schema: z.string() } },
    },
    ...problems("run_not_found", "too_many_requests", "run_unavailable"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const id = asRunId(c.req.valid("param").id);
    if (id === null) return problem(c, { reason: "run_not_found" });
    const { tenant } = c.get("principal");
    const view = await callRun(c.env, id, (run) => run.graph({ tenant }));
    if (view === null) return problem(c, { reason: "run_not_found" });
    c.header("Cache-Control", "private, no-cache");
    c.header("Vary", "Accept");
    const supports = ["application/json", MERMAID];
    if (accepts(c, { header: "Accept", supports, default: "application/json" }) === MERMAID) {
      return c.body(view.mermaid, 200, { "Content-Type": `${MERMAID}; charset=utf-8` });
    }
    return c.json(graphResource(view), 200);
  });
}

function graphResource({ id, version, nodes, edges }: GraphView): z.infer<typeof RunGraph> {
  return {
    id,
    version,
    nodes: nodes.map((node) => ({
      ...node,
      started_at: rfc3339OrNull(node.started_at),
      finished_at: rfc3339OrNull(node.finished_at),
    })),
    edges,
  };
}
