import { addressRefusal } from "../../webhooks/address.ts";
import { signingKey } from "../../webhooks/secret.ts";
import type { WebhookTarget } from "../../webhooks/target.ts";
import type { ApiContext } from "../context.ts";
import { isOpenLoopback } from "../middleware/authenticate.ts";
import type { Failure } from "../problems/failure.ts";

export interface Caller {
  /** Scheme and authority under which the API was called: what events link to. */
  origin: string;
  /** On an open server on loopback events may go to this machine. */
  local: boolean;
}

export function callerOf(c: ApiContext): Caller {
  return { origin: new URL(c.req.url).origin, local: isOpenLoopback(c) };
}

/** Why a run cannot tell this webhook anything; null when it can, or has none. */
export async function webhookFault(
  c: ApiContext,
  webhook: WebhookTarget | undefined,
  { local }: Caller,
): Promise<(Failure & { reason: "invalid_request" | "webhooks_not_configured" }) | null> {
  if (webhook === undefined) return null;
  const detail = addressRefusal(webhook.url, { local });
  if (detail !== null) {
    return { reason: "invalid_request", errors: [{ pointer: "/webhook/url", parameter: null, detail }] };
  }
  const key = await signingKey(c.env, c.get("principal").tenant, { local });
  return key === null ? { reason: "webhooks_not_configured" } : null;
}
