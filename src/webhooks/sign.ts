import { base64, type SigningKey } from "./secret.ts";

/** One attempt to deliver an event: the id is the event's, the time the attempt's. */
export interface SignedContent {
  /** Without a full stop. */
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  body: string;
}

/** The headers by which a receiver tells our events from others' (Standard Webhooks 1.0.0, "Webhook headers", symmetric signatures `v1`). */
export async function signedHeaders({ bytes }: SigningKey, { id, at, body }: SignedContent) {
  const timestamp = String(Math.floor(at / 1000));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${base64(new Uint8Array(signature))}`,
  };
}
