import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import type { Api, ApiEnv } from "./context.ts";
import * as livez from "./health/livez.ts";
import * as readyz from "./health/readyz.ts";
import * as diffIr from "./irs/diff.ts";
import * as getIr from "./irs/get.ts";
import * as listIrs from "./irs/list.ts";
import * as listRevisions from "./irs/revisions.ts";
import * as createKey from "./keys/create.ts";
import * as listKeys from "./keys/list.ts";
import * as revokeKey from "./keys/revoke.ts";
import * as metrics from "./metrics/get.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { jsonBody } from "./middleware/json-body.ts";
import * as openapi from "./openapi.ts";
import * as home from "./pages/home.ts";
import * as problemPages from "./pages/problems.ts";
import * as reference from "./pages/reference.ts";
import { fromThrown } from "./problems/from-thrown.ts";
import { fromZod } from "./problems/from-zod.ts";
import { problem } from "./problems/problem.ts";
import * as cancelRun from "./runs/cancel.ts";
import * as createRun from "./runs/create.ts";
import * as deleteRun from "./runs/delete.ts";
import * as listDeliveries from "./runs/deliveries.ts";
import * as listEvents from "./runs/events.ts";
import * as getRun from "./runs/get.ts";
import * as getGraph from "./runs/graph.ts";
import * as listHoles from "./runs/holes.ts";
import * as listRuns from "./runs/list.ts";
import * as resolveHole from "./runs/resolve-hole.ts";
import * as resolveHoles from "./runs/resolve-holes.ts";
import * as retryRun from "./runs/retry.ts";
import * as undoHole from "./runs/undo-hole.ts";
import * as webhookEvents from "./webhooks/events.ts";
import * as webhookSecret from "./webhooks/secret.ts";

const OPERATIONS = [
  createRun,
  getRun,
  listRuns,
  listEvents,
  listDeliveries,
  getGraph,
  cancelRun,
  retryRun,
  deleteRun,
  listHoles,
  resolveHole,
  resolveHoles,
  undoHole,
  listIrs,
  getIr,
  listRevisions,
  diffIr,
  webhookSecret,
  webhookEvents,
  createKey,
  listKeys,
  revokeKey,
  metrics,
  livez,
  readyz,
  openapi,
  reference,
  problemPages,
  home,
];

/** The HTTP interface of Lift. Every failure leaves as a problem document, whether a handler returned it or something threw. */
export function createApp(): Api {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) => {
      if (result.success) return;
      return problem(c, { reason: "invalid_request", errors: fromZod(result.target, result.error) });
    },
  });
  app.use(requestId());
  app.use(secureHeaders());
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allow) => problem(c, { reason: "method_not_allowed", method: c.req.method, allow }),
    }),
  );
  app.notFound((c) => problem(c, { reason: "not_found" }));
  app.onError((error, c) => {
    const failure = fromThrown(error);
    console.error({
      message: "request failed",
      reason: failure.reason,
      request_id: c.get("requestId"),
      method: c.req.method,
      path: c.req.path,
      error: error.stack ?? String(error),
    });
    return problem(c, failure);
  });
  app.use("/v1/*", authenticate());
  app.use("/v1/*", ...jsonBody());
  for (const operation of OPERATIONS) operation.register(app);
  return app;
}
