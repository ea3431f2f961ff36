import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import type { ApiContext } from "../context.ts";
import { type Run, retryAfter, runEtag, runResource } from "./resource.ts";

/** Sets the headers that go with a run, on an answer with or without its body. */
export function runHeaders(c: ApiContext, run: Pick<RunSnapshot, "revision" | "created_at" | "status">): void {
  c.header("ETag", runEtag(run));
  c.header("Cache-Control", "private, no-cache");
  const seconds = retryAfter(run.status);
  if (seconds !== null) c.header("Retry-After", seconds);
}

/** The resource of a run, with its headers set. */
export function runAnswer(c: ApiContext, run: RunSnapshot): Run {
  runHeaders(c, run);
  return runResource(run, new URL(c.req.url).origin);
}
