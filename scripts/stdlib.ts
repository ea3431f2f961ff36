import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { LIMITS } from "../src/graphs/run.ts";
import { asObject, FACTS_ONLY, type JsonObject, LiftClient, mapConcurrently } from "./lib/client.ts";
import { ROOT, startServer } from "./lib/server.ts";

/**
 * `npm run stdlib [-- --limit N --json OUT]`: posts every .py file of the system CPython's standard library through `POST /v1/runs` and holds what comes back
 * against CPython's own `ast`: no 5xx, no lost run, at most 1 % of the valid files called invalid, and the same number of functions in each.
 */
const { values } = parseArgs({
  options: { limit: { type: "string" }, json: { type: "string" }, width: { type: "string", default: "4" } },
});

interface Result {
  path: string;
  valid: boolean;
  /** `lifted`, `invalid` (called not Python), `refused` (HTTP 4xx by a stated limit), `server_error` (5xx), `lost` (never ended), `failed` (any other end). */
  ended: "lifted" | "invalid" | "refused" | "server_error" | "lost" | "failed";
  functions: number;
  found: number | null;
  lifted: number | null;
  seconds: number;
  detail: string | null;
}

const files = (await standardLibrary()).slice(0, values.limit === undefined ? undefined : Number(values.limit));
const state = mkdtempSync(join(tmpdir(), "lift-stdlib-"));
const server = await startServer({ state, output: "collect" });
const client = new LiftClient(server.url);
let done = 0;
try {
  const results = await mapConcurrently(files, Number(values.width), async (file) => {
    const result = await post(file);
    done++;
    if (done % 100 === 0 || done === files.length) console.error(`${done}/${files.length}`);
    return result;
  });
  const summary = summarise(results);
  console.table(summary);
  for (const result of results.filter(isNotable).slice(0, 60)) console.log(JSON.stringify(result));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ summary, results }, null, 1)}\n`);
  process.exitCode =
    Number(summary.server_errors) + Number(summary.lost) + Number(summary.functions_differ) > 0 ? 1 : 0;
} finally {
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}

function isNotable(result: Result): boolean {
  return (
    (result.valid && result.ended !== "lifted") ||
    (result.found !== null && result.valid && result.found !== result.functions)
  );
}

async function post(file: JsonObject): Promise<Result> {
  const [path, source, valid, functions] = [
    String(file.path),
    String(file.source),
    file.valid === true,
    Number(file.functions),
  ];
  const began = Date.now();
  const result = { path, valid, functions, found: null, lifted: null, detail: null };
  const since = () => (Date.now() - began) / 1000;
  try {
    const created = await client.call("POST", "/v1/runs", { graph: "reverse", input: { source, path, ...FACTS_ONLY } });
    if (created.status >= 500)
      return { ...result, ended: "server_error", seconds: since(), detail: JSON.stringify(created.body).slice(0, 300) };
    if (created.status >= 400)
      return { ...result, ended: "refused", seconds: since(), detail: String(asObject(created.body).code) };
    const id = asObject(created.body).id;
    const deadline = Date.now() + 600_000;
    while (Date.now() < deadline) {
      const { status, body } = await client.call("GET", `/v1/runs/${id}?wait=30`);
      if (status >= 500)
        return { ...result, ended: "server_error", seconds: since(), detail: JSON.stringify(body).slice(0, 300) };
      const run = asObject(body);
      if (run.status === "succeeded") {
        const report = asObject(asObject(run.outcome).file);
        return {
          ...result,
          ended: "lifted",
          found: Number(report.functions_found),
          lifted: Number(report.functions_lifted),
          seconds: since(),
        };
      }
      if (run.status === "failed") {
        const error = asObject(run.error);
        const ended = error.code === "invalid_python" ? "invalid" : "failed";
        return {
          ...result,
          ended,
          seconds: since(),
          detail: `${error.code}: ${error.detail ?? error.message}`.slice(0, 300),
        };
      }
      if (run.status !== "queued" && run.status !== "running")
        return { ...result, ended: "failed", seconds: since(), detail: String(run.status) };
    }
    return { ...result, ended: "lost", seconds: since() };
  } catch (error) {
    return { ...result, ended: "server_error", seconds: since(), detail: String(error) };
  }
}

function summarise(results: Result[]): Record<string, number> {
  const ended = (kind: Result["ended"], valid?: boolean) =>
    results.filter((r) => r.ended === kind && (valid === undefined || r.valid === valid)).length;
  const seconds = results.map((r) => r.seconds).sort((a, b) => a - b);
  const lifted = results.filter((r) => r.ended === "lifted" && r.valid);
  return {
    files: results.length,
    valid: results.filter((r) => r.valid).length,
    lifted: ended("lifted"),
    valid_called_invalid: ended("invalid", true),
    invalid_called_valid: ended("lifted", false),
    refused_by_limit: ended("refused"),
    other_failures: ended("failed"),
    server_errors: ended("server_error"),
    lost: ended("lost"),
    functions_expected: lifted.reduce((sum, r) => sum + r.functions, 0),
    functions_found: lifted.reduce((sum, r) => sum + (r.found ?? 0), 0),
    functions_lifted: lifted.reduce((sum, r) => sum + (r.lifted ?? 0), 0),
    functions_differ: lifted.filter((r) => r.found !== r.functions).length,
    seconds_p50: seconds[Math.floor(seconds.length / 2)] ?? 0,
    seconds_p95: seconds[Math.floor(seconds.length * 0.95)] ?? 0,
  };
}

/** Files that CPython itself cannot decode are left out: JSON carries text, not bytes. Their number is printed. */
async function standardLibrary(): Promise<JsonObject[]> {
  const child = spawn("python3", [join(ROOT, "scripts/oracles/stdlib.py")], { stdio: ["ignore", "pipe", "inherit"] });
  const files: JsonObject[] = [];
  for await (const line of createInterface({ input: child.stdout })) files.push(asObject(JSON.parse(line)));
  const texts = files.filter(({ source }) => source !== null);
  console.log(
    `${files.length} files, ${files.length - texts.length} of them not text in their declared encoding; limit ${LIMITS.source_bytes} bytes a file`,
  );
  return texts;
}
