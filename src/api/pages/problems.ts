import { html } from "hono/html";
import type { Api } from "../context.ts";
import { isProblemCode, PROBLEMS } from "../problems/catalogue.ts";
import { problem } from "../problems/problem.ts";
import { layout } from "./layout.ts";

/** The pages that the `type` of a problem points to. */
export function register(app: Api): void {
  app.get("/docs/problems", (c) =>
    c.html(
      layout(
        "Problems",
        html`<h1>Problems</h1>
<p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p>
<table>
<tr><th>Status</th><th>Code</th><th>Meaning</th></tr>
${Object.entries(PROBLEMS).map(
  ([code, { status, title }]) =>
    html`<tr><td>${status}</td><td><a href="/docs/problems/${code}"><code>${code}</code></a></td><td>${title}</td></tr>
`,
)}</table>`,
      ),
    ),
  );

  app.get("/docs/problems/:code", (c) => {
    const code = c.req.param("code");
    if (!isProblemCode(code)) return problem(c, { reason: "not_found" });
    const { status, title, cause, fix, retryable } = PROBLEMS[code];
    return c.html(
      layout(
        title,
        html`<h1>${title}</h1>
<p><code>${code}</code>, status ${status}. ${retryable ? "The same request may succeed later." : "The same request fails again."}</p>
<h2>Cause</h2>
<p>${cause}</p>
<h2>Fix</h2>
<p>${fix}</p>
<p><a href="/docs/problems">All problems</a> · <a href="/docs">API reference</a></p>`,
      ),
    );
  });
}
