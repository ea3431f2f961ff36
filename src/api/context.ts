import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Principal } from "./auth/principal.ts";

/** What every handler finds in its context. `principal` is set on everything under /v1. */
export interface ApiEnv {
  Bindings: Cloudflare.Env;
  Variables: { requestId: string; principal: Principal };
}

export type Api = OpenAPIHono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;
