/** One kind of failure as clients and people see it: the machine's part and the text of its page under /docs/problems. */
interface Entry {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  title: string;
  /** The same request may succeed later without a change. */
  retryable: boolean;
  cause: string;
  fix: string;
}

/** Every problem the API can answer. A code is stable for ever; its page explains it. */
export const PROBLEMS = {
  invalid_json: {
    status: 400,
    title: "The body is not JSON",
    retryable: false,
    cause: "The request body is empty, is not UTF-8, or does not parse as JSON (RFC 8259).",
    fix: "Serialise the body with a JSON library and send it as UTF-8. To lift a file, put its text into the field input.source.",
  },
  unauthenticated: {
    status: 401,
    title: "A key is needed",
    retryable: false,
    cause: "The request carries no `Authorization: Bearer lift_...` header.",
    fix: "Send a key. The first one is the secret LIFT_ADMIN_KEY of the deployment; it makes further ones with POST /v1/keys.",
  },
  invalid_key: {
    status: 401,
    title: "The key is not valid",
    retryable: false,
    cause: "The key is unknown or was revoked.",
    fix: "Check that the whole key was copied, and make a new one with POST /v1/keys if it was revoked.",
  },
  forbidden: {
    status: 403,
    title: "The key may not do this",
    retryable: false,
    cause:
      "The key lacks the scope of the operation, or the request comes from a foreign web page to an open local server.",
    fix: "Use a key with the scope that `detail` names: `read` < `run` < `admin`, each including the ones before it.",
  },
  not_found: {
    status: 404,
    title: "There is nothing at this address",
    retryable: false,
    cause: "No route of this API has this path.",
    fix: "Look the path up in /docs.",
  },
  run_not_found: {
    status: 404,
    title: "There is no such run",
    retryable: false,
    cause: "No run has this id, it was deleted, or it belongs to another tenant.",
    fix: "Check the id and the key. Runs that exist are listed by GET /v1/runs.",
  },
  ir_not_found: {
    status: 404,
    title: "There is no such IR or revision",
    retryable: false,
    cause: "No IR has this id or this revision, the run that made it was deleted, or it belongs to another tenant.",
    fix: "Check the id, the revision and the key. IRs that exist are listed by GET /v1/irs.",
  },
  hole_not_found: {
    status: 404,
    title: "There is no such hole",
    retryable: false,
    cause: "The run's contract has no hole with this id.",
    fix: "Holes that exist are listed by GET /v1/runs/{id}/holes.",
  },
  key_not_found: {
    status: 404,
    title: "There is no such key",
    retryable: false,
    cause: "No key has this id, or it belongs to another tenant.",
    fix: "Keys that exist are listed by GET /v1/keys.",
  },
  method_not_allowed: {
    status: 405,
    title: "This method is not allowed here",
    retryable: false,
    cause: "The path exists, but not with this HTTP method.",
    fix: "Use one of the methods in the `Allow` header of the answer.",
  },
  run_not_failed: {
    status: 409,
    title: "Only a failed run can be retried",
    retryable: false,
    cause: "The run has not failed, or the version of the graph it is pinned to is no longer there.",
    fix: 'Wait for the run to end, or start a linked run with {"from": "node"}.',
  },
  hole_not_awaited: {
    status: 409,
    title: "Nobody waits for this answer",
    retryable: false,
    cause: "The run has ended, or its graph asks nobody.",
    fix: 'Start a linked run with POST /v1/runs/{id}/retry and {"without": ["hole_..."]}: it is given the other answers again and waits for these holes. Or start a run with {"graph": "resolve"} and the IR.',
  },
  hole_already_resolved: {
    status: 409,
    title: "The hole is answered already",
    retryable: false,
    cause: "Somebody has given another answer. `resolution` says who, what and when.",
    fix: "Take the answer back with DELETE /v1/runs/{id}/holes/{hole}/resolution, and answer again.",
  },
  hole_contradiction: {
    status: 409,
    title: "The answer contradicts the contract",
    retryable: false,
    cause:
      "With the answer no call, or none for some inputs, could meet the contract, or an example contradicts it. Nothing was changed. `counterexample` is an input for which that is so, `core` names clauses that cannot hold together.",
    fix: "Give another answer, or first make one of the changes in `fixes`: each was checked to work.",
  },
  hole_not_answered: {
    status: 409,
    title: "The hole is not answered",
    retryable: false,
    cause: "There is no answer to take back.",
    fix: "Look at GET /v1/runs/{id}/holes.",
  },
  hole_not_undoable: {
    status: 409,
    title: "The answer cannot be taken back",
    retryable: false,
    cause: "What the answer made was changed since by something other than an answer. `detail` says where.",
    fix: "Start a run with the IR from before the answer.",
  },
  run_busy: {
    status: 409,
    title: "The run cannot take this now",
    retryable: true,
    cause: "Others change the same run at the same time, or it keeps as many early answers as it may.",
    fix: "Send the request again in a moment.",
  },
  key_exists: {
    status: 409,
    title: "This key was made already",
    retryable: false,
    cause: "A key was made with the same Idempotency-Key. Keys are stored hashed, so it cannot be shown a second time.",
    fix: "Use the key from the first answer, or revoke it and make another one under a new Idempotency-Key.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    retryable: false,
    cause: "The request body is larger than the limit that `detail` states.",
    fix: "Send one file per run.",
  },
  source_too_large: {
    status: 413,
    title: "A text of the request is too large",
    retryable: false,
    cause:
      "A text of the request, such as the prompt or the source, is larger than the limit that `detail` states, counted in UTF-8 bytes.",
    fix: "Shorten the prompt, split the file, or lift a smaller one.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be JSON",
    retryable: false,
    cause: "The Content-Type is missing or is not application/json in UTF-8.",
    fix: "Send `Content-Type: application/json`.",
  },
  invalid_request: {
    status: 422,
    title: "The request is not valid",
    retryable: false,
    cause: "A field or a parameter is missing, unknown, of the wrong type or out of its range.",
    fix: "Correct what `errors` points at: `pointer` is a JSON pointer (RFC 6901) into the body, `parameter` names a parameter or header.",
  },
  idempotency_mismatch: {
    status: 422,
    title: "The Idempotency-Key was used for another request",
    retryable: false,
    cause: "A run was created with the same Idempotency-Key and another body.",
    fix: "Use a new key for a new request. A key lives as long as its run.",
  },
  unknown_node: {
    status: 422,
    title: "The graph has no such node, or it was not reached",
    retryable: false,
    cause: "`from` does not name a node from which this run can be continued.",
    fix: "Use one of the nodes that `detail` lists.",
  },
  too_many_requests: {
    status: 429,
    title: "Too many requests at once",
    retryable: true,
    cause: "More requests wait for this one run than it can answer.",
    fix: "Wait as long as Retry-After says. Use ?wait=N or the event stream, which cost less than polling.",
  },
  internal: {
    status: 500,
    title: "Something is wrong on our side",
    retryable: false,
    cause: "A defect of Lift.",
    fix: "Report it with the request_id of the answer.",
  },
  store_unavailable: {
    status: 503,
    title: "Lists and history cannot be reached",
    retryable: true,
    cause:
      "The database behind lists, IR history and keys does not answer. Creating a run and reading one by its id still work.",
    fix: "Try again a little later.",
  },
  run_unavailable: {
    status: 503,
    title: "The run cannot be reached now",
    retryable: true,
    cause: "The object that holds the run is moving or restarting. The run itself is safe and goes on.",
    fix: "Try again; a create with the same Idempotency-Key never makes a second run.",
  },
  webhooks_not_configured: {
    status: 503,
    title: "This deployment sends no events",
    retryable: false,
    cause:
      "The secret LIFT_WEBHOOK_SECRET of the deployment, from which the keys that sign events follow, is not set or has fewer than 24 characters.",
    fix: "Whoever runs the deployment sets it with `npx wrangler secret put LIFT_WEBHOOK_SECRET`. Without `webhook` the same request is taken; follow the run by GET /v1/runs/{id}/events.",
  },
  not_ready: {
    status: 503,
    title: "Not every dependency answers",
    retryable: true,
    cause: "At least one dependency failed its check; `dependencies` names it.",
    fix: "Look at the named dependency. What does not need it keeps working.",
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof PROBLEMS;
export type StatusOf<Code extends ProblemCode> = (typeof PROBLEMS)[Code]["status"];

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}
