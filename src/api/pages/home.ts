import { html } from "hono/html";
import { LIMITS } from "../../graphs/run.ts";
import type { Api } from "../context.ts";
import { layout } from "./layout.ts";

/** The first page: what this is, a first call that works, and where to read on. */
export function register(app: Api): void {
  app.get("/", (c) => {
    const { origin } = new URL(c.req.url);
    const key = c.env.LIFT_ADMIN_KEY ? ' \\\n  -H "Authorization: Bearer $LIFT_KEY"' : "";
    const curl = `curl ${origin}/v1/runs${key} \\
  -H 'Content-Type: application/json' -H 'Prefer: wait=30' \\
  -d '{"graph": "reverse", "input": {"source": "def half(n: int) -> int:\\n    assert n >= 0\\n    return n // 2\\n"}}'`;
    return c.html(
      layout(
        "Lift",
        html`<h1>Lift</h1>
<p>Lift turns Python into a formal contract of each function: its intent, signature, pre- and postconditions, effects and open
questions, with the evidence for every clause and a verdict from a solver where one was reached.</p>
<h2>Lift a function</h2>
<pre><code>${curl}</code></pre>
<p>The answer is the run with an IR per function. A long run is followed by <code>GET /v1/runs/{id}?wait=30</code> or by its event stream.</p>
<h2>Read on</h2>
<ul>
<li><a href="/docs">API reference</a></li>
<li><a href="/openapi.json">OpenAPI 3.1 document</a></li>
<li><a href="/docs/problems">Problems</a>: every error, its cause and its fix</li>
<li><a href="/readyz">State of the dependencies</a></li>
</ul>
<h2>Limits</h2>
<p>Source file ${LIMITS.source_bytes / 1024} KB in UTF-8 · request body ${LIMITS.request_bytes / 1024} KB · ${LIMITS.functions_per_file} functions a
file · IR ${LIMITS.ir_bytes / 1024} KB · wait ${LIMITS.wait_seconds} s · page ${LIMITS.page}</p>`,
      ),
    );
  });
}
