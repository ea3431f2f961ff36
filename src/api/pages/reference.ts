import { Scalar } from "@scalar/hono-api-reference";
import type { Api } from "../context.ts";

/**
 * The viewer is a script of 3 MB, which the page loads from a CDN in this version: it is too large to ship inside the Worker. Readers without that
 * network find the whole document at /openapi.json.
 */
const VIEWER = "https://cdn.jsdelivr.net/npm/@scalar/api-reference@1.72.1";

export function register(app: Api): void {
  app.get("/docs", Scalar({ url: "/openapi.json", pageTitle: "Lift API", cdn: VIEWER }));
}
