import { Scalar } from "@scalar/hono-api-reference";
import { html } from "hono/html";
import type { Api, ApiEnv } from "../context.ts";
import { openApiDocument } from "../openapi.ts";

/**
 * The viewer is a script of 3 MB, which the page loads from a CDN in this version: it is too large to ship inside the Worker. Until it has loaded,
 * and for readers without that network, the page lists the operations by itself.
 */
const VIEWER = "https://cdn.jsdelivr.net/npm/@scalar/api-reference@1.72.1";
const MOUNT = '<div id="app"></div>';

export function register(app: Api): void {
  const viewer = Scalar<ApiEnv>({ url: "/openapi.json", pageTitle: "Lift API", cdn: VIEWER });
  app.get("/docs", async (c, next) => {
    const page = await viewer(c, next);
    if (!(page instanceof Response)) throw new Error("the viewer made no page");
    const list = String(await operations(app));
    return c.html((await page.text()).replace(MOUNT, () => `<div id="app">${list}</div>`));
  });
}

function operations(app: Api) {
  const rows = Object.entries(openApiDocument(app).paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return html`<h1>Lift API</h1>
<p>The full viewer is loaded from cdn.jsdelivr.net. Without it: the whole document is <a href="/openapi.json">/openapi.json</a>, errors are explained
under <a href="/docs/problems">/docs/problems</a>, and these are the operations.</p>
<table>
${rows.map(
  ({ method, path, operation }) =>
    html`<tr><td><code>${method}</code></td><td><code>${path}</code></td><td>${operation.summary ?? ""}</td></tr>
`,
)}</table>`;
}
