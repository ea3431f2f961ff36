import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../context.ts";
import { problem } from "../problems/problem.ts";
import { publicProblems } from "../problems/responses.ts";
import { checkDependencies } from "./check.ts";
import { Dependency } from "./dependency.ts";

export const route = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "ready",
  tags: ["health"],
  summary: "Do the dependencies answer",
  description: "Each by name. With one failing the answer is 503 and names it; what does not need it keeps working.",
  security: [],
  responses: {
    200: {
      description: "All do",
      content: {
        "application/json": {
          schema: z.object({ status: z.literal("ok"), dependencies: z.array(Dependency) }).openapi("Readiness"),
        },
      },
    },
    ...publicProblems("not_ready"),
  },
});

export function register(app: Api): void {
  app.openapi(route, async (c) => {
    const dependencies = await checkDependencies(c.env);
    if (dependencies.some(({ status }) => status !== "ok")) return problem(c, { reason: "not_ready", dependencies });
    c.header("Cache-Control", "no-store");
    return c.json({ status: "ok" as const, dependencies }, 200);
  });
}
