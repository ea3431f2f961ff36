import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "../context.ts";
import { problem } from "../problems/problem.ts";

/**
 * What is read and dropped of a body that turned out too large: most clients read no answer before they have sent everything, and a proxy in
 * between may report a lost connection in place of the answer. Beyond that the connection is given up.
 */
const DRAIN_BYTES = 64 * 1024 * 1024;

/**
 * Reads a body of at most `limit` bytes and hands it on; a larger one is 413, by its Content-Length before anything is read, else while reading.
 * Holds at most `limit` bytes and one chunk.
 */
export function boundedBody(limit: number): MiddlewareHandler<ApiEnv> {
  return async function boundedBody(c, next) {
    const { raw } = c.req;
    if (raw.body === null) return next();
    const tooLarge = { reason: "body_too_large", limit } as const;
    if (Number(raw.headers.get("Content-Length")) > limit) return problem(c, tooLarge);
    const bytes = await read(raw.body, limit);
    if (bytes === null) return problem(c, tooLarge);
    c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: bytes, signal: raw.signal });
    return next();
  };
}

/** Null when there is more than `limit`. */
async function read(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size <= limit) chunks.push(next.value);
    else chunks.length = 0;
    if (size > DRAIN_BYTES) {
      await reader.cancel();
      break;
    }
  }
  return size > limit ? null : joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
