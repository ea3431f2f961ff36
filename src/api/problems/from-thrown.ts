import { HTTPException } from "hono/http-exception";
import { StoreUnavailable } from "../../store/failure.ts";
import type { Failure } from "./failure.ts";

/** Seconds a client is asked to wait before it tries a failed dependency again. */
const RETRY_AFTER = 2;

/**
 * What a thrown value means for the caller. Errors of Durable Object RPC carry `overloaded` (never retried by us) and `retryable`
 * (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/). Whatever is not known is ours.
 */
export function fromThrown(error: unknown): Failure {
  if (error instanceof StoreUnavailable) return { reason: "store_unavailable", retry_after: RETRY_AFTER };
  if (error instanceof HTTPException) return fromHttp(error);
  if (flag(error, "overloaded")) return { reason: "too_many_requests", retry_after: RETRY_AFTER };
  if (flag(error, "retryable")) return { reason: "run_unavailable", retry_after: RETRY_AFTER };
  return { reason: "internal" };
}

function fromHttp(error: HTTPException): Failure {
  switch (error.status) {
    case 400:
      return { reason: "invalid_json", detail: "The body does not parse as JSON." };
    case 415:
      return { reason: "unsupported_media_type", got: null };
    default:
      return { reason: "internal" };
  }
}

export function flag(error: unknown, name: "overloaded" | "retryable"): boolean {
  return typeof error === "object" && error !== null && Reflect.get(error, name) === true;
}
