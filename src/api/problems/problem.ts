import { z } from "@hono/zod-openapi";
import type { Contradiction, FixChange } from "../../holes/problem.ts";
import type { ApiContext } from "../context.ts";
import { Dependency } from "../health/dependency.ts";
import { PROBLEMS, type ProblemCode, type StatusOf } from "./catalogue.ts";
import type { Failure } from "./failure.ts";

export const PROBLEM_JSON = "application/problem+json";

/** One change of a fix. */
const HoleFixChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drop"), clause: z.string(), before: z.string() }),
  z.object({ kind: z.literal("weaken"), clause: z.string(), before: z.string(), after: z.string() }),
  z.object({ kind: z.literal("answer"), suggestion: z.int(), value: z.string() }),
  z.object({ kind: z.literal("narrow"), value: z.string() }),
  z.object({ kind: z.literal("drop_example"), call: z.string() }),
]);

/** The body of every failure (RFC 9457). */
export const Problem = z
  .object({
    type: z.url().openapi({ description: "A page that explains the problem, its cause and its fix." }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().openapi({ description: "The path that was asked for." }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    request_id: z.string(),
    retryable: z.boolean().openapi({ description: "The same request may succeed later without a change." }),
    errors: z.array(
      z.object({
        pointer: z.string().nullable().openapi({ description: "RFC 6901 pointer into the body." }),
        parameter: z.string().nullable().openapi({ description: "Query parameter or header." }),
        detail: z.string(),
      }),
    ),
    dependencies: z.array(Dependency).optional(),
    resolution: z
      .object({ hole: z.string(), by: z.string().nullable(), value: z.string().nullable(), at: z.string().nullable() })
      .optional()
      .openapi({ description: "The answer that stands. `value` is null where the hole was skipped." }),
    counterexample: z
      .record(z.string(), z.string())
      .nullable()
      .optional()
      .openapi({ description: "Python literals by name: an input, and the result where there is one." }),
    core: z
      .array(z.object({ clause: z.string(), text: z.string() }))
      .optional()
      .openapi({ description: "Clauses that cannot hold together." }),
    fixes: z
      .array(z.object({ changes: z.array(HoleFixChange), text: z.string() }))
      .optional()
      .openapi({
        description: "Changes with any one of which the answer could stand, the smallest first; each was checked.",
      }),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof Problem>;

/** What a kind of failure adds to its entry in the catalogue. */
interface Explanation {
  detail: string;
  errors?: Problem["errors"];
  dependencies?: Dependency[];
  more?: Pick<Problem, "resolution" | "counterexample" | "core" | "fixes">;
  headers?: Record<string, string>;
}

/**
 * Answers a failure. The status is part of the type, so that a route that does not declare it does not compile.
 */
export function problem<const F extends Failure>(c: ApiContext, failure: F) {
  const code: F["reason"] = failure.reason;
  const { status, title, retryable } = PROBLEMS[code];
  const { detail, errors, dependencies, more, headers } = explain(failure);
  const url = new URL(c.req.url);
  const body: Problem = {
    type: `${url.origin}/docs/problems/${code}`,
    title,
    status,
    detail,
    instance: url.pathname,
    code,
    request_id: c.get("requestId"),
    retryable,
    errors: errors ?? [],
    ...(dependencies === undefined ? {} : { dependencies }),
    ...more,
  };
  return c.json(body, status as StatusOf<F["reason"]>, {
    "Content-Type": PROBLEM_JSON,
    "Cache-Control": "no-store",
    ...headers,
  });
}

function explainContradiction({ message, counterexample, core, fixes }: Contradiction): Explanation {
  const texts = new Map(core.map(({ id, text }) => [id, text]));
  return {
    detail: message,
    more: {
      counterexample: counterexample === null ? null : { ...counterexample },
      core: core.map(({ id, text }) => ({ clause: id, text })),
      fixes: fixes.map(({ changes }) => ({
        changes: changes.map((change) => ({ ...change })),
        text: changes.map((change) => fixText(change, texts)).join("; "),
      })),
    },
  };
}

function fixText(change: FixChange, texts: ReadonlyMap<string, string>): string {
  switch (change.kind) {
    case "drop":
      return `withdraw \`${texts.get(change.clause) ?? change.before}\``;
    case "weaken":
      return `replace \`${change.before}\` by \`${change.after}\``;
    case "answer":
    case "narrow":
      return `answer \`${change.value}\` instead`;
    case "drop_example":
      return `withdraw the example \`${change.call}\``;
  }
}

function explain(failure: Failure): Explanation {
  switch (failure.reason) {
    case "invalid_json":
      return { detail: failure.detail, errors: [{ pointer: "", parameter: null, detail: failure.detail }] };
    case "unauthenticated":
      return {
        detail: "This address needs a key.",
        headers: { "WWW-Authenticate": 'Bearer realm="lift"' },
      };
    case "invalid_key":
      return {
        detail: "The key is unknown or revoked.",
        headers: { "WWW-Authenticate": 'Bearer realm="lift", error="invalid_token"' },
      };
    case "forbidden":
      return { detail: failure.detail };
    case "not_found":
      return { detail: "No route has this path." };
    case "run_not_found":
      return { detail: "There is no run with this id for this key." };
    case "ir_not_found":
      return { detail: "There is no IR with this id and revision for this key." };
    case "hole_not_found":
      return { detail: "The contract of this run has no hole with this id." };
    case "hole_not_awaited":
    case "hole_not_undoable":
      return { detail: failure.detail };
    case "run_busy":
      return { detail: failure.detail, headers: { "Retry-After": "1" } };
    case "hole_not_answered":
      return { detail: "There is no answer to take back." };
    case "hole_already_resolved": {
      const { hole, by, value, at } = failure;
      const what = value === null ? "skipped it" : `answered \`${value.slice(0, 200)}\``;
      return {
        detail: `${by ?? "Somebody"} ${what}${at === null ? "" : ` at ${at}`}.`,
        more: { resolution: { hole, by, value, at } },
      };
    }
    case "hole_contradiction":
      return explainContradiction(failure.contradiction);
    case "key_not_found":
      return { detail: "There is no key with this id for this key's tenant." };
    case "method_not_allowed":
      return {
        detail: `${failure.method} is not allowed here; ${failure.allow.join(", ")} ${failure.allow.length === 1 ? "is" : "are"}.`,
        headers: { Allow: failure.allow.join(", ") },
      };
    case "run_not_failed":
      return { detail: `The run is ${failure.status} and cannot be continued in place.` };
    case "key_exists":
      return { detail: `Key ${failure.id} was made with this Idempotency-Key and is not shown again.` };
    case "body_too_large":
      return {
        detail: `The body may have at most ${failure.limit} bytes.`,
        errors: [{ pointer: "", parameter: null, detail: `more than ${failure.limit} bytes` }],
        headers: { Connection: "close" },
      };
    case "source_too_large":
      return {
        detail: `The text has ${failure.bytes} bytes in UTF-8; at most ${failure.limit} are allowed.`,
        errors: [{ pointer: failure.pointer, parameter: null, detail: `more than ${failure.limit} bytes in UTF-8` }],
      };
    case "unsupported_media_type":
      return {
        detail:
          failure.got === null
            ? "The Content-Type is missing; send application/json."
            : "The Content-Type is not application/json in UTF-8.",
        errors: [{ pointer: null, parameter: "Content-Type", detail: "must be application/json" }],
        headers: { Accept: "application/json" },
      };
    case "invalid_request":
      return {
        detail:
          failure.errors.length === 1 ? "One thing is not valid." : `${failure.errors.length} things are not valid.`,
        errors: [...failure.errors],
      };
    case "idempotency_mismatch":
      return {
        detail: "This Idempotency-Key belongs to a run with another body.",
        errors: [{ pointer: null, parameter: "Idempotency-Key", detail: "was used with another body" }],
      };
    case "unknown_node":
      return {
        detail: `The run can be continued from: ${failure.nodes.join(", ")}.`,
        errors: [{ pointer: "/from", parameter: null, detail: "is not a node to continue from" }],
      };
    case "too_many_requests":
      return {
        detail: "More requests wait for this run than it can answer.",
        headers: { "Retry-After": String(failure.retry_after) },
      };
    case "internal":
      return { detail: "The request failed for a reason that is ours." };
    case "store_unavailable":
      return {
        detail: "The database behind lists, history and keys does not answer.",
        headers: { "Retry-After": String(failure.retry_after) },
      };
    case "run_unavailable":
      return {
        detail: "The run's object does not answer now.",
        headers: { "Retry-After": String(failure.retry_after) },
      };
    case "webhooks_not_configured":
      return { detail: "LIFT_WEBHOOK_SECRET is not set, or has fewer than 24 characters." };
    case "not_ready":
      return {
        detail: `Failing: ${failure.dependencies
          .filter(({ status }) => status !== "ok")
          .map(({ name }) => name)
          .join(", ")}.`,
        dependencies: [...failure.dependencies],
        headers: { "Retry-After": "5" },
      };
  }
}
