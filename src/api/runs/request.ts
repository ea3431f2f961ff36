import { LIMITS, type RunRequest } from "../../graphs/run.ts";
import type { Failure, FieldError } from "../problems/failure.ts";
import { pointer } from "../problems/from-zod.ts";

/** What a schema cannot say about a request: sizes in UTF-8 bytes, and NUL where it would cut a text short further on. */
export function faultOf(request: RunRequest): Failure | null {
  const [field, text] =
    request.graph === "reverse" ? ["source", request.input.source] : ["smtlib", request.input.smtlib];
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LIMITS.source_bytes) {
    return { reason: "source_too_large", pointer: `/input/${field}`, bytes, limit: LIMITS.source_bytes };
  }
  const errors = nuls(request);
  return errors.length > 0 ? { reason: "invalid_request", errors } : null;
}

/** Python source may hold a NUL: CPython refuses it as a syntax error, and so does the run, with its position. */
function nuls(request: RunRequest): FieldError[] {
  const fields = Object.entries(request.input).filter(([name]) => name !== "source");
  const tags = (request.tags ?? []).map((tag, index) => [["tags", index], tag] as const);
  return [...fields.map(([name, value]) => [["input", name], value] as const), ...tags]
    .filter(([, value]) => typeof value === "string" && value.includes("\0"))
    .map(([path]) => ({ pointer: pointer([...path]), parameter: null, detail: "has a NUL character" }));
}
