import { z } from "@hono/zod-openapi";
import { RunId, type TenantId } from "../../graphs/run.ts";
import { base64url, sha256, sha256Hex } from "../auth/secret.ts";

/** Printable ASCII, bare or as a quoted string (RFC 8941 section 3.3.3); both forms name the same key. */
export const IdempotencyKey = z
  .string()
  .regex(/^(?:"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255}"|[\x21\x23-\x7e][\x20-\x7e]{0,254})$/, {
    message: "must be 1 to 255 printable ASCII characters, bare or as a quoted string",
  })
  .transform((text) => (text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : text.trimEnd()))
  .openapi({
    type: "string",
    description:
      "The same key and body name the same run; the same key with another body is refused. Lives as long as the run.",
    example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
  });

/** The header as validators see it: names are lower case. */
export const IdempotencyHeader = z.object({ "idempotency-key": IdempotencyKey.optional() });

/** The id of a run follows from the key, so that the run's own object is the lock; without a key it is random. */
export async function runIdFor(tenant: TenantId, key: string | undefined): Promise<RunId> {
  if (key === undefined) return RunId.parse(`run_${base64url(crypto.getRandomValues(new Uint8Array(16)))}`);
  return RunId.parse(`run_${base64url(await sha256(`run\0${tenant}\0${key}`))}`);
}

/** SHA-256 (hex) of a JSON value with the keys of every object sorted, so that the order of fields does not matter. */
export function hashOf(value: unknown): Promise<string> {
  return sha256Hex(JSON.stringify(value, sorted));
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
