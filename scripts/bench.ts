import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { forward, startBenchModel } from "./bench/forward.ts";
import { holes } from "./bench/holes.ts";
import { proof } from "./bench/proof.ts";
import { quantile } from "./bench/quantile.ts";
import { sandbox } from "./bench/sandbox.ts";
import { asArray, asObject, FACTS_ONLY, irsOf, type JsonObject, LiftClient, mapConcurrently } from "./lib/client.ts";
import { type LocalServer, ROOT, startServer } from "./lib/server.ts";

/**
 * `npm run bench [-- --json OUT --smt FILE.jsonl --functions FILE.jsonl --limit N --sections proof,sandbox,forward,holes --waiting N]`: what Lift costs on this machine. Absolute times are this machine's; the ratios within one run are what can be compared:
 * the engine beside a Cloudflare Workflow of the same shape in the same workerd, three parallel seconds beside the longest one, a cached rerun beside the first,
 * forward runs beside their critical path, the solver beside Debian's native `z3` (skipped, and said so, where there is none).
 */
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    smt: { type: "string" },
    functions: { type: "string" },
    limit: { type: "string", default: "100" },
    sections: { type: "string" },
    levels: { type: "string", default: "1,10,50,200" },
    waiting: { type: "string", default: "200" },
  },
});
const sections: Record<string, () => Promise<unknown>> = {
  engine,
  parallel,
  lift,
  cached,
  poll,
  load,
  proof: () => proof(client, example, values.functions, Number(values.limit)),
  sandbox: () => sandbox(client),
  forward: () => forward(client),
  holes: () => holes(client, server, state, Number(values.waiting)),
  solver,
};
const wanted = (values.sections?.split(",") ?? Object.keys(sections)).map((name) => {
  const measure = sections[name];
  if (measure === undefined)
    throw new Error(`there is no section ${name}; there are ${Object.keys(sections).join(", ")}`);
  return { name, measure };
});
const state = mkdtempSync(join(tmpdir(), "lift-bench-"));
const model = wanted.some(({ name }) => name === "forward") ? await startBenchModel() : null;
const server = await startServer({
  state,
  output: "collect",
  config: "evals/bench/wrangler.toml",
  vars: model?.vars ?? { LIFT_MODEL: "offline" },
});
const client = new LiftClient(server.url);
const example = readFileSync(join(ROOT, "examples/rental.py"), "utf8");
try {
  const report: Record<string, unknown> = {
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT }).toString().trim(),
    machine: { cpus: cpus().length, model: cpus()[0]?.model ?? "unknown" },
  };
  console.log(report);
  for (const { name, measure } of wanted) {
    const rows = await measure();
    report[name] = rows;
    console.log(`\n${name}`);
    show(rows);
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
} finally {
  await server.stop();
  await model?.server.close();
  rmSync(state, { recursive: true, force: true });
}

/** Tables for rows of numbers, under their names where a section has several. */
function show(rows: unknown): void {
  if (Array.isArray(rows)) console.table(rows);
  else if (typeof rows !== "object" || rows === null) console.log(rows);
  else
    for (const [name, part] of Object.entries(rows)) {
      if (!Array.isArray(part)) console.log(`${name}:`, part);
      else {
        console.log(`${name}:`);
        console.table(part);
      }
    }
}

function levels(): number[] {
  return values.levels.split(",").map(Number);
}

/** Seven nodes (four in a row, three side by side) that do nothing, as a Lift graph and as a Workflow, 1 to N at once. */
async function engine() {
  const rows = [];
  for (const kind of ["lift", "workflow"]) await batch(kind, "chain", 3);
  for (const count of levels()) {
    const repeats = count === 1 ? 20 : 2;
    const [ours, theirs] = [await repeated("lift", count, repeats), await repeated("workflow", count, repeats)];
    rows.push({
      at_once: count,
      lift_p50: quantile(ours, 0.5),
      lift_p95: quantile(ours, 0.95),
      lift_per_node: quantile(ours, 0.5) / 7,
      workflow_p50: quantile(theirs, 0.5),
      workflow_p95: quantile(theirs, 0.95),
      ratio_p50: quantile(ours, 0.5) / quantile(theirs, 0.5),
      memory_mb: await memory(server),
    });
  }
  return rows;
}

async function repeated(kind: string, count: number, repeats: number): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < repeats; i++) all.push(...(await batch(kind, "chain", count)).milliseconds);
  return all;
}

async function batch(kind: string, shape: string, count: number): Promise<{ milliseconds: number[]; wall: number }> {
  const { status, body } = await client.call("POST", `/bench/${kind}?shape=${shape}&count=${count}`);
  if (status !== 200) throw new Error(`bench ${kind} answered ${status}: ${String(body).slice(0, 300)}`);
  return { milliseconds: asArray(asObject(body).milliseconds).map(Number), wall: Number(asObject(body).wall) };
}

async function parallel() {
  const ours = (await batch("lift", "parallel", 1)).wall;
  const theirs = (await batch("workflow", "parallel", 1)).wall;
  return {
    longest_node_ms: 1000,
    sum_of_nodes_ms: 3000,
    lift_ms: ours,
    workflow_ms: theirs,
    lift_over_longest: ours / 1000,
  };
}

/** A source of its own for each number, so that nothing comes from the cache. */
function fresh(copies: number, salt: string): string {
  return [
    `"""${salt}."""`,
    ...Array.from({ length: copies }, (_, copy) => example.replaceAll("def ", `def c${copy}_`)),
  ].join("\n\n");
}

async function timedRun(source: string): Promise<{ ms: number; run: JsonObject }> {
  const began = performance.now();
  const run = await client.run({ graph: "reverse", input: { source, path: "rental.py", ...FACTS_ONLY } });
  if (run.status !== "succeeded") throw new Error(`run ${run.status}: ${JSON.stringify(run.error)}`);
  return { ms: performance.now() - began, run };
}

async function lift() {
  const rows = [];
  for (const copies of [1, 2, 4, 8]) {
    const times: number[] = [];
    let functions = 0;
    for (let repeat = 0; repeat < 5; repeat++) {
      const { ms, run } = await timedRun(fresh(copies, `lift ${copies} ${repeat}`));
      times.push(ms);
      functions = irsOf(run).length;
    }
    rows.push({
      lines: fresh(copies, "").split("\n").length,
      functions,
      file_ms_p50: quantile(times, 0.5),
      ms_per_function: quantile(times, 0.5) / functions,
      memory_mb: await memory(server),
    });
  }
  return rows;
}

async function cached() {
  const source = fresh(4, "cached");
  const first = await timedRun(source);
  const again = await timedRun(source);
  return {
    first_ms: first.ms,
    again_ms: again.ms,
    ratio: again.ms / first.ms,
    hits: asObject(again.run.usage).cache_hits ?? null,
    misses: asObject(again.run.usage).cache_misses ?? null,
  };
}

async function poll() {
  const { run } = await timedRun(fresh(1, "poll"));
  const etag = (await client.call("GET", `/v1/runs/${run.id}`)).headers.get("etag") ?? "";
  const measure = async (headers: Record<string, string>, expected: number) => {
    const times: number[] = [];
    for (let i = 0; i < 50; i++) {
      const began = performance.now();
      const { status } = await client.call("GET", `/v1/runs/${run.id}`, undefined, headers);
      times.push(performance.now() - began);
      if (status !== expected) throw new Error(`poll answered ${status}, not ${expected}`);
    }
    return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
  };
  return { get_200: await measure({}, 200), get_304: await measure({ "if-none-match": etag }, 304) };
}

/** Whole runs of a small file, N at once: how the time a client waits grows. */
async function load() {
  const rows = [];
  for (const count of levels()) {
    const began = performance.now();
    const sources = Array.from(
      { length: count },
      (_, index) => `def f${index}(x: int) -> int:\n    """pre: x > ${index}"""\n    return x + ${count}\n`,
    );
    const times = await mapConcurrently(sources, count, async (source) => (await timedRun(source)).ms);
    const wall = performance.now() - began;
    rows.push({
      at_once: count,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      runs_per_second: (count * 1000) / wall,
      memory_mb: await memory(server),
    });
  }
  return rows;
}

/** Each script through the solve graph, beside the native solver net of its process start (the fastest of ten trivial calls). */
async function solver() {
  if (values.smt === undefined) return "skipped: give --smt FILE.jsonl with smt2 scripts";
  if (spawnSync("z3", ["--version"]).error) return "skipped: no native z3 on this machine (Debian: apt-get install z3)";
  const native = (script: string) => {
    const began = performance.now();
    spawnSync("z3", ["-in", "-T:20"], { input: script });
    return performance.now() - began;
  };
  const start = Math.min(...Array.from({ length: 10 }, () => native("(check-sat)")));
  const scripts = readFileSync(values.smt, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .slice(0, 120)
    .map((line) => String(asObject(JSON.parse(line)).smt2));
  const ratios: number[] = [];
  let [ours, theirs] = [0, 0];
  for (const smtlib of scripts) {
    const run = await client.run({ graph: "solve", input: { smtlib }, options: { cache: false } });
    const answer = run.outcome === null ? null : asObject(asObject(run.outcome).solver);
    if (answer === null || answer.status === "unknown") continue;
    const net = Math.max(1, native(smtlib) - start);
    ratios.push(Number(answer.milliseconds) / net);
    ours += Number(answer.milliseconds);
    theirs += net;
  }
  return {
    scripts: ratios.length,
    process_start_ms: start,
    wasm_ms: ours,
    native_net_ms: theirs,
    ratio_of_sums: ours / theirs,
    ratio_p50: quantile(ratios, 0.5),
    ratio_p95: quantile(ratios, 0.95),
  };
}

async function memory(of: LocalServer): Promise<number | null> {
  const bytes = await of.memory();
  return bytes === null ? null : Math.round(bytes / 1024 / 1024);
}
