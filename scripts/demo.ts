import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IR } from "../src/ir/ir.ts";
import { renderIr } from "../src/ir/render.ts";
import { asArray, asObject, type Json, type JsonObject, LiftClient } from "./lib/client.ts";
import { followRun, printLine } from "./lib/follow.ts";
import { ROOT, startServer } from "./lib/server.ts";

/**
 * `npm run demo [-- FILE.py]`: starts all Workers on this machine, lifts a file through the HTTP API as a third party would, shows every
 * node as it ends, prints the IRs with their verdicts and what to try next. Needs no account, no key and no network.
 */
const path = process.argv[2] ?? "examples/rental.py";
const source = readFileSync(path.startsWith("/") ? path : join(ROOT, path), "utf8");
const state = mkdtempSync(join(tmpdir(), "lift-demo-"));

console.log("Starting the Workers (API, solver, Python sandbox) in a local workerd ...");
const server = await startServer({ state, output: "collect" });
const client = new LiftClient(server.url);
try {
  console.log(
    `Lift listens on ${server.url}\n\nPOST /v1/runs  graph=reverse  ${path} (${source.split("\n").length} lines)`,
  );
  const created = await client.call("POST", "/v1/runs", { graph: "reverse", input: { source, path } });
  if (created.status !== 202)
    throw new Error(`POST /v1/runs answered ${created.status}: ${JSON.stringify(created.body)}`);
  const { run } = await followRun(client, String(asObject(created.body).id), (line) => console.log(printLine(line)));
  if (run.status !== "succeeded") throw new Error(`the run ${run.status}: ${JSON.stringify(run.error)}`);
  show(run);
} finally {
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}

function show(run: JsonObject): void {
  const outcome = asObject(run.outcome);
  const irs = asArray(outcome.irs).map((item) => IR.parse(asObject(item).ir));
  for (const ir of irs) console.log(`\n${renderIr(ir)}`);
  const file = asObject(outcome.file);
  const contradicted = irs.filter(({ metadata }) => metadata.checks.some(({ status }) => status === "unsat"));
  console.log(`\n${"=".repeat(78)}`);
  console.log(
    `${file.functions_lifted} of ${file.functions_found} functions lifted, ${count(irs, "assertions")} contracts, ${count(irs, "effects")} effects, ${count(irs, "holes")} holes.`,
  );
  console.log(`Clauses: ${verdictCounts(irs)}.`);
  for (const ir of contradicted) {
    const check = ir.metadata.checks.find(({ status }) => status === "unsat");
    console.log(
      `\nDEFECT found by the solver in ${ir.metadata.qualified_name}: these clauses exclude each other, so no call can be right:`,
    );
    for (const id of check?.core ?? []) {
      const clause = ir.assertions.find((assertion) => assertion.id === id);
      const line = ir.metadata.evidence.find((item) => clause?.provenance.evidence_refs.includes(item.id))?.span?.line;
      console.log(`    ${clause?.category} ${clause?.expression.text}   (${path}:${line ?? "?"})`);
    }
  }
  for (const ir of irs) {
    for (const { expression, verdict } of ir.assertions) {
      if (verdict.status !== "refuted") continue;
      const input = Object.entries(verdict.counterexample).map(([name, value]) => `${name} = ${value}`);
      console.log(
        `\nDEFECT found in ${ir.metadata.qualified_name}, replayed on the code: \`${expression.text}\` is false`,
      );
      console.log(`    for ${input.join(", ")}   (${verdict.observed ?? "no result"})`);
    }
  }
  console.log(`\nwhole file: ${verdictLine(outcome.verdict ?? null)}`);
  console.log(`\nNext, start the server yourself and ask it (another terminal):
  npm start
  curl -s localhost:8787/v1/runs -H 'content-type: application/json' -H 'prefer: wait=20' \\
    -d "$(python3 -c 'import json,sys; print(json.dumps({"graph":"reverse","input":{"source":open(sys.argv[1]).read(),"path":sys.argv[1]}}))' ${path})"
  curl -s localhost:8787/v1/runs            # the list; then /v1/runs/{id}, /events, /graph
and look at http://localhost:8787/docs, the API reference.`);
}

/** How many clauses have each verdict, the strongest first. */
function verdictCounts(irs: IR[]): string {
  const all = irs.flatMap(({ assertions }) => assertions.map(({ verdict }) => verdict.status));
  return (["proved", "bounded", "tested", "refuted", "vacuous", "unknown"] as const)
    .map((status) => [status, all.filter((each) => each === status).length] as const)
    .filter(([, times]) => times > 0)
    .map(([status, times]) => `${times} ${status}`)
    .join(", ");
}

function count(irs: IR[], part: "assertions" | "effects" | "holes"): number {
  return irs.reduce((sum, ir) => sum + ir[part].length, 0);
}

function verdictLine(verdict: Json): string {
  if (verdict === null) return "no verdict";
  const { status, detail } = asObject(verdict);
  return `${status}${detail === undefined ? "" : ` (${detail})`}`;
}
