import type { MiddlewareHandler } from "hono";
import { TenantId } from "../../graphs/run.ts";
import { touchKey } from "../../store/keys.ts";
import { lookUpKey } from "../auth/key-lookup.ts";
import type { Principal } from "../auth/principal.ts";
import { sameSecret, sha256Hex } from "../auth/secret.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import type { Failure } from "../problems/failure.ts";
import { problem } from "../problems/problem.ts";

const DEFAULT_TENANT = TenantId.parse("default");
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Sets the principal, or answers 401. Without LIFT_ADMIN_KEY the API is open to requests on loopback that carry no key, and says so in `Lift-Auth`.
 */
export function authenticate(): MiddlewareHandler<ApiEnv> {
  return async function authenticate(c, next) {
    const who = await principalOf(c);
    if ("reason" in who) return problem(c, who);
    c.set("principal", who);
    await next();
  };
}

async function principalOf(c: ApiContext): Promise<Principal | Failure> {
  const header = c.req.header("Authorization");
  if (header === undefined) return openLoopback(c);
  const secret = BEARER.exec(header)?.[1];
  if (secret === undefined) return { reason: "invalid_key" };
  const admin = c.env.LIFT_ADMIN_KEY;
  if (admin !== undefined && admin !== "" && (await sameSecret(secret, admin))) {
    return { tenant: DEFAULT_TENANT, scopes: ["admin"], name: "operator", operator: true };
  }
  const now = Date.now();
  const key = await lookUpKey(c.env, await sha256Hex(secret), now);
  if (key === null) return { reason: "invalid_key" };
  if (key.confirmed_at === now) c.executionCtx.waitUntil(touch(c.env.DB, key.id, now));
  return { tenant: key.tenant, scopes: key.scopes, name: key.id, operator: false };
}

/** `last_used_at` is for people and may be late or missing. */
async function touch(db: D1Database, id: string, now: number): Promise<void> {
  try {
    await touchKey(db, id, now);
  } catch (error) {
    console.warn({ message: "last use of a key was not noted", key: id, error: String(error) });
  }
}

/** Local development: a server without LIFT_ADMIN_KEY that is called on loopback. */
export function isOpenLoopback(c: ApiContext): boolean {
  return !c.env.LIFT_ADMIN_KEY && LOOPBACK.has(new URL(c.req.url).hostname);
}

/** A page of another site in a browser on this machine could reach the open server; its requests carry a foreign Origin. */
function openLoopback(c: ApiContext): Principal | Failure {
  if (!isOpenLoopback(c)) return { reason: "unauthenticated" };
  const origin = c.req.header("Origin");
  if (origin !== undefined && !isLoopback(origin)) {
    return { reason: "forbidden", detail: "An open local server answers no pages of other sites." };
  }
  c.header("Lift-Auth", "open-loopback");
  return { tenant: DEFAULT_TENANT, scopes: ["admin"], name: "loopback", operator: true };
}

function isLoopback(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && LOOPBACK.has(url.hostname);
}
