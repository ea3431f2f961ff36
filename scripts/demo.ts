import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { showForward } from "./demo/forward.ts";
import { showReverse } from "./demo/reverse.ts";
import { LiftClient } from "./lib/client.ts";
import { ROOT, startServer } from "./lib/server.ts";

/**
 * `npm run demo [-- FILE.py]`: starts all Workers on this machine and works with the HTTP API as a third party would. A file is lifted into IRs with
 * verdicts, then requests in plain words become contracts and code. Needs no account, no key and no network.
 */
const path = process.argv[2] ?? "examples/rental.py";
const source = readFileSync(path.startsWith("/") ? path : join(ROOT, path), "utf8");
const state = mkdtempSync(join(tmpdir(), "lift-demo-"));

console.log("Starting the Workers (API, solver, Python sandbox) in a local workerd ...");
// Whatever keys this machine has: the demo is what Lift does by itself.
const server = await startServer({ state, output: "collect", vars: { LIFT_MODEL: "offline" } });
const client = new LiftClient(server.url);
try {
  console.log(`Lift listens on ${server.url}\n`);
  await showReverse(client, source, path);
  await showForward(client);
} finally {
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}
console.log(`\nNext, try it yourself:
  npm run lift -- "Write a function gap(a: int, b: int) -> int that returns the absolute difference of a and b."
  npm run lift -- ${path}
or start the server and ask it (another terminal):
  npm start
  curl -s localhost:8787/v1/runs -H 'content-type: application/json' -H 'prefer: wait=20' \\
    -d "$(python3 -c 'import json,sys; print(json.dumps({"graph":"reverse","input":{"source":open(sys.argv[1]).read(),"path":sys.argv[1]}}))' ${path})"
  curl -s localhost:8787/v1/runs            # the list; then /v1/runs/{id}, /events, /graph, /holes
and look at http://localhost:8787/docs, the API reference.`);
