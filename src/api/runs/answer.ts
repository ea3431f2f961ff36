import type { RunSnapshot } from "../../../durable-objects/contract.ts";
import type { ApiContext } from "../context.ts";
import { type Run, retryAfter, runEtag, runResource } from "./resource.ts";

/** The resource of a run, with the headers that go with it set on the answer. */
export function runAnswer(c: ApiContext, run: RunSnapshot): Run {
  c.header("ETag", runEtag(run));
  c.header("Cache-Control", "private, no-cache");
  const seconds = retryAfter(run.status);
  if (seconds !== null) c.header("Retry-After", seconds);
  return runResource(run, new URL(c.req.url).origin);
}
