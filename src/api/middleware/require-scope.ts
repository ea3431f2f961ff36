import type { MiddlewareHandler } from "hono";
import { may, type Scope } from "../auth/principal.ts";
import type { ApiEnv } from "../context.ts";
import { problem } from "../problems/problem.ts";

/** Answers 403 unless the caller holds the scope or one that includes it. */
export function requireScope(scope: Scope): MiddlewareHandler<ApiEnv> {
  return async function requireScope(c, next) {
    if (!may(c.get("principal"), scope)) {
      return problem(c, { reason: "forbidden", detail: `This needs a key with the scope ${scope}.` });
    }
    await next();
  };
}
