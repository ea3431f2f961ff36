import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { LIMITS } from "../../graphs/run.ts";
import type { ApiEnv } from "../context.ts";
import type { FieldError } from "../problems/failure.ts";
import { pointer } from "../problems/from-zod.ts";
import { problem } from "../problems/problem.ts";
import { boundedBody } from "./bounded-body.ts";

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Takes the bodies of requests that have one: at most `LIMITS.request_bytes`, refused by Content-Length before anything is read and while reading;
 * JSON in UTF-8; no lone surrogates, which no UTF-8 text can hold and which would be altered silently on the way.
 */
export function jsonBody(): MiddlewareHandler<ApiEnv>[] {
  return [boundedBody(LIMITS.request_bytes), checked];
}

const checked = createMiddleware<ApiEnv>(async function checkJson(c, next) {
  if (c.req.raw.body === null) return next();
  const bytes = await c.req.arrayBuffer();
  const type = c.req.header("Content-Type");
  if (bytes.byteLength === 0 && type === undefined) return next();
  if (type === undefined || !JSON_TYPE.test(type)) {
    return problem(c, { reason: "unsupported_media_type", got: type ?? null });
  }
  const parsed = parse(bytes);
  if ("detail" in parsed) return problem(c, { reason: "invalid_json", detail: parsed.detail });
  const errors = parsed.surrogates ? loneSurrogates(parsed.value) : [];
  if (errors.length > 0) return problem(c, { reason: "invalid_request", errors });
  await next();
});

/** UTF-8 holds no lone surrogate, so one can only come from an escape. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

function parse(bytes: ArrayBuffer): { value: unknown; surrogates: boolean } | { detail: string } {
  if (bytes.byteLength === 0) return { detail: "The body is empty." };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    return { value: JSON.parse(text), surrogates: SURROGATE_ESCAPE.test(text) };
  } catch (error) {
    if (error instanceof SyntaxError)
      return { detail: `The body does not parse as JSON: ${error.message}`.slice(0, 300) };
    if (error instanceof TypeError) return { detail: "The body is not UTF-8." };
    throw error;
  }
}

const MOST_ERRORS = 20;

/** Walks without recursion, as the nesting is the sender's choice. */
function loneSurrogates(root: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const open: { value: unknown; path: PropertyKey[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined && errors.length < MOST_ERRORS; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") {
      if (!value.isWellFormed()) errors.push(lone(path));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (!key.isWellFormed()) errors.push(lone([...path, key]));
        // Only what could hold text is looked at; deeper than any schema reaches, the schema refuses it.
        if ((typeof child === "string" || typeof child === "object") && path.length < 64) {
          open.push({ value: child, path: [...path, key] });
        }
      }
    }
  }
  return errors;
}

function lone(path: PropertyKey[]): FieldError {
  return { pointer: pointer(path), parameter: null, detail: "has a lone surrogate, which is not Unicode text" };
}
