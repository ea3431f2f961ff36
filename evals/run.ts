import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { asObject, type Json, type JsonObject, LiftClient, mapConcurrently } from "../scripts/lib/client.ts";
import { startServer } from "../scripts/lib/server.ts";
import { Oracle } from "./oracle.ts";
import { type SimulatedModel, simulatedModel } from "./simulated-model.ts";
import type { CaseResult, Suite, SuiteContext } from "./suite.ts";
import { contracts } from "./suites/contracts.ts";
import { effects } from "./suites/effects.ts";
import { forward } from "./suites/forward.ts";
import { holes } from "./suites/holes.ts";
import { preconditions } from "./suites/preconditions.ts";
import { signatures } from "./suites/signatures.ts";
import { smt } from "./suites/smt.ts";
import { soundness } from "./suites/soundness.ts";
import { strength } from "./suites/strength.ts";
import { synthesis } from "./suites/synthesis.ts";
import { verify } from "./suites/verify.ts";

/**
 * `npm run eval -- --suite NAME --data FILE [--with FILE]... [--json OUT] [--limit N] [--every N] [--minutes N] [--seed N]
 * [--url URL] [--model offline|simulated] [--accuracy P]`: one suite over one JSONL file, through the HTTP API of the real local Workers. `--every N` takes the first row and every Nth after
 * it; after `--minutes N` no further case begins, and those left are counted in `not_started`. The truth comes from the file and from system CPython.
 * A case that crashes is counted in `errors`.
 * `--model simulated` answers signatures from the data's own references, right with probability `--accuracy`, over the real wire protocol.
 * `--with-code` and `--with-words` give the holes suite the function's code without its contract and the row's description beside the contract, for each hidden part that they do not give away.
 * Suites that join rows of a second file take it from `--with`, else from the files beside the data that have the fields they need.
 */
const SUITES: readonly Suite[] = [
  signatures,
  contracts,
  effects,
  smt,
  soundness,
  verify,
  strength,
  preconditions,
  forward,
  synthesis,
  holes,
];

const { values } = parseArgs({
  options: {
    suite: { type: "string" },
    data: { type: "string" },
    json: { type: "string" },
    limit: { type: "string" },
    every: { type: "string", default: "1" },
    minutes: { type: "string" },
    with: { type: "string", multiple: true, default: [] },
    seed: { type: "string", default: "1" },
    url: { type: "string" },
    model: { type: "string", default: "offline" },
    accuracy: { type: "string", default: "0.6" },
    "with-code": { type: "boolean", default: false },
    "with-words": { type: "boolean", default: false },
  },
});
const suite = SUITES.find(({ name }) => name === values.suite);
if (suite === undefined || values.data === undefined) {
  console.error(
    `usage: npm run eval -- --suite ${SUITES.map(({ name }) => name).join("|")} --data FILE.jsonl [--with FILE] [--json OUT] [--limit N] [--every N] [--minutes N]`,
  );
  process.exit(2);
}

const data = values.data;
const rows = rowsOf(data)
  .filter((_, index) => index % Number(values.every) === 0)
  .slice(0, values.limit === undefined ? undefined : Number(values.limit));

const besideRows = new Map<string, JsonObject[]>();
const state = mkdtempSync(join(tmpdir(), "lift-eval-"));
const simulated = values.model === "simulated" ? await startSimulated() : null;
const vars = simulated?.vars ?? { LIFT_MODEL: "offline" };
const server = values.url === undefined ? await startServer({ state, output: "collect", vars }) : null;
// The server is a process group of its own and would outlive an interrupted evaluation.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void Promise.resolve(server?.kill()).finally(() => process.exit(130)));
const oracle = new Oracle();
const context: SuiteContext = {
  client: new LiftClient(values.url ?? server?.url ?? ""),
  oracle,
  seed: Number(values.seed),
  model: values.model,
  hidden: simulated?.hidden ?? null,
  material: { code: values["with-code"], words: values["with-words"] },
  beside: rowsBeside,
};
const started = Date.now();
let done = 0;
try {
  const cases = await mapConcurrently(rows, suite.width, async (row: JsonObject) => {
    const began = Date.now();
    if (values.minutes !== undefined && began - started > Number(values.minutes) * 60_000)
      return { id: row.id ?? null, seconds: 0, counts: { not_started: 1 } };
    const result = await suite
      .evaluate(row, context)
      .catch((error: unknown): CaseResult => ({ counts: { errors: 1 }, detail: { crashed: String(error) } }));
    done++;
    if (process.stderr.isTTY || done % 50 === 0 || done === rows.length)
      process.stderr.write(`\r${done}/${rows.length} `);
    return { id: row.id ?? null, seconds: (Date.now() - began) / 1000, ...result };
  });
  process.stderr.write("\n");
  const summary = summarise(suite, cases);
  if (simulated !== null) {
    const { asked, right } = simulated.firstSamples();
    if (suite.codes === true)
      Object.assign(summary, { baseline_single_sample_asked: asked, baseline_single_sample_right: right });
    const alone = simulated.hidden.score();
    if (alone.asked > 0)
      Object.assign(summary, { model_asked: alone.asked, model_top1: alone.top1, model_top3: alone.top3 });
  }
  const report = {
    suite: suite.name,
    data: basename(data),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"]).toString().trim(),
    seed: context.seed,
    seconds: (Date.now() - started) / 1000,
    summary,
    cases,
  };
  console.table(summary);
  console.log(`${report.suite} over ${report.data} in ${report.seconds.toFixed(1)} s at ${report.commit}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
} finally {
  oracle.close();
  await server?.stop();
  await simulated?.close();
  rmSync(state, { recursive: true, force: true });
}

function rowsOf(file: string): JsonObject[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => asObject(JSON.parse(line, exactNumber) as Json));
}

/** Numbers that JavaScript would write otherwise (`1.0`, integers beyond 2^53) keep their text, as Python tells them apart. */
function exactNumber(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined || String(value) === context.source) return value;
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context.source);
}

function startSimulated(): Promise<SimulatedModel> {
  const mutants = siblings().filter((file) => rowsOf(file).some((row) => "mutants" in row && "family" in row));
  const [accuracy, seed] = [Number(values.accuracy), Number(values.seed)];
  return simulatedModel({ data, mutants, codes: suite?.codes === true, accuracy, seed });
}

/** The files given by `--with`, else those beside the data. */
function siblings(): string[] {
  if (values.with.length > 0) return values.with;
  return readdirSync(dirname(data))
    .filter((name) => name.endsWith(".jsonl") && name !== basename(data))
    .sort()
    .map((name) => join(dirname(data), name));
}

/** Read once for each list of fields. */
function rowsBeside(fields: readonly string[]): JsonObject[] {
  const key = fields.join(" ");
  const known = besideRows.get(key);
  if (known !== undefined) return known;
  const found = siblings().flatMap((file) => rowsOf(file).filter((row) => fields.every((field) => field in row)));
  besideRows.set(key, found);
  return found;
}

function summarise(of: Suite, cases: (CaseResult & { seconds: number })[]): Record<string, number> {
  const summary: Record<string, number> = Object.fromEntries([...of.fields, "errors"].map((field) => [field, 0]));
  for (const { counts } of cases)
    for (const [field, count] of Object.entries(counts)) summary[field] = (summary[field] ?? 0) + count;
  const seconds = cases
    .filter(({ counts }) => counts.not_started === undefined)
    .map((item) => item.seconds)
    .sort((a, b) => a - b);
  summary.seconds_p50 = quantile(seconds, 0.5);
  summary.seconds_p95 = quantile(seconds, 0.95);
  return summary;
}

/** Nearest-rank quantile of an ascending list; 0 for an empty one. */
function quantile(ascending: number[], q: number): number {
  return ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? 0;
}
