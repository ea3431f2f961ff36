import type { ServerResponse } from "node:http";
import type { Json } from "./reply.ts";

/** Sends about half of it and breaks the connection. */
export function cut(
  response: ServerResponse,
  parts: readonly string[],
  headers: Record<string, string>,
  type: string,
): void {
  const text = parts.join("");
  response.writeHead(200, { "content-type": type, ...headers });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => setTimeout(() => response.destroy(), 20));
}

export function json(response: ServerResponse, status: number, body: Json, headers: Record<string, string>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Headers of every answer: the request's id, and the limits of its rate. */
export function limitHeaders(
  api: "anthropic" | "openai",
  request_id: string,
  exhausted: boolean,
): Record<string, string> {
  const remaining = exhausted ? "0" : "999";
  if (api === "openai")
    return {
      "x-request-id": request_id,
      "openai-processing-ms": "5",
      "x-ratelimit-limit-requests": "1000",
      "x-ratelimit-remaining-requests": remaining,
      "x-ratelimit-reset-requests": "1s",
    };
  return {
    "request-id": request_id,
    "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
    "anthropic-ratelimit-requests-limit": "1000",
    "anthropic-ratelimit-requests-remaining": remaining,
    "anthropic-ratelimit-requests-reset": new Date(Date.now() + 1_000).toISOString(),
    "anthropic-ratelimit-tokens-limit": "400000",
    "anthropic-ratelimit-tokens-remaining": exhausted ? "0" : "399000",
    "anthropic-ratelimit-tokens-reset": new Date(Date.now() + 1_000).toISOString(),
  };
}
