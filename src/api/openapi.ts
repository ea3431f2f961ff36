import { LIMITS } from "../graphs/run.ts";
import type { Api } from "./context.ts";

const DESCRIPTION = `Lift turns Python into formal contracts with evidence and verdicts.

A run is one execution of one graph: start it with \`POST /v1/runs\`, then wait (\`Prefer: wait=N\`, \`?wait=N\`), poll with \`ETag\` or follow its events.
\`queued -> running -> waiting -> running -> succeeded | failed | canceled | expired\`; the last four are terminal.

Every error is \`application/problem+json\` (RFC 9457); \`type\` is a page that says the cause and the fix. Every answer carries \`X-Request-Id\`.
There is no rate limit of its own; a single run that gets more requests than it can answer says 429 with \`Retry-After\`.

Limits: source ${LIMITS.source_bytes / 1024} KB in UTF-8, request body ${LIMITS.request_bytes / 1024} KB, IR ${LIMITS.ir_bytes / 1024} KB, ${LIMITS.functions_per_file} functions a file, wait ${LIMITS.wait_seconds} s, page ${LIMITS.page}.
Runs and IRs are kept until they are deleted. An \`Idempotency-Key\` lives as long as its run.`;

/** The document that the routes' own schemas make. */
export function openApiDocument(app: Api) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Lift", version: "1.0.0", description: DESCRIPTION },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    tags: [
      { name: "runs", description: "One execution of one graph" },
      { name: "irs", description: "The history of the contracts" },
      { name: "webhooks", description: "What a run tells the outside by itself" },
      { name: "keys", description: "Who may call" },
      { name: "metrics", description: "How well it works for the tenant" },
      { name: "health", description: "Is it up" },
    ],
  });
}

/** Serves the document. It is the same for every request, so its text is made once. */
export function register(app: Api): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description:
      "A key from POST /v1/keys, or the secret LIFT_ADMIN_KEY. Without that secret the API is open on loopback only.",
  });
  let text: string | null = null;
  app.get("/openapi.json", (c) => {
    text ??= JSON.stringify(openApiDocument(app));
    return c.body(text, 200, { "Content-Type": "application/json" });
  });
}
