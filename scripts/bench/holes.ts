import { answerTo, irWith, openHole, suggesting } from "../../src/holes/holes.fixture.ts";
import { type SettleOptions, settle } from "../../src/holes/settle.ts";
import { irId } from "../../src/ir/hash.ts";
import type { IR } from "../../src/ir/ir.ts";
import { type LiftClient, mapConcurrently } from "../lib/client.ts";
import { holesOf } from "../lib/hole-view.ts";
import type { LocalServer } from "../lib/server.ts";
import { wasmSolver } from "../oracles/wasm-solver.ts";
import { quantile, tenths } from "./quantile.ts";
import { bytesIn, cpuSeconds } from "./usage.ts";

const DEPENDANTS = 50;
const REPEATS = 7;
const REQUESTS = 15;
/** How long the idle server is watched. */
const IDLE_MS = 20_000;
const SETTLED_MS = 3_000;
const EXTRAPOLATED = 10_000;

/**
 * What holes cost: how long a client waits for suggestions and for an answer to be taken; propagation over fifty holes that depend on the answer, in this process and through the API; and what runs that wait occupy while they do.
 */
export async function holes(client: LiftClient, server: LocalServer, state: string, waiting: number) {
  return {
    propagation: await propagation(),
    requests: await requests(client),
    waiting: await waitingRuns(client, server, state, waiting),
  };
}

const ANSWERED = openHole("answered", { priority: "critical" });

/** One hole and fifty that depend on it, half of whose suggestions the answer `result >= 25` excludes. */
function dependent(about: "conditions" | "words"): IR {
  const suggestionsOf = (index: number) =>
    about === "conditions" ? [`result == ${index}`, `result > ${index}`] : [`as case ${index}`, `unlike case ${index}`];
  const others = Array.from({ length: DEPENDANTS }, (_, index) =>
    openHole(`dependent ${index}`, {
      ...(about === "words" ? { clause: "intent" as const, kind: "term" as const, type_hint: "str" } : {}),
      suggestions: suggesting(...suggestionsOf(index)),
      dependencies: [ANSWERED.id],
    }),
  );
  return irWith({ name: `f_${about}`, parameters: { x: "int" }, returns: "int" }, ANSWERED, ...others);
}

async function propagation() {
  const check = wasmSolver();
  check("(check-sat)", { rlimit: 1 });
  const limits = { rlimit: 4_000_000 };
  const solver: SettleOptions["solver"] = {
    check: async (script, bounds) => check(script, bounds),
    checkMany: async (scripts, bounds) => scripts.map((script) => check(script, bounds)),
    version: () => Promise.reject(new Error("nobody asks this")),
  };
  const rows = [];
  for (const [name, ir, options] of [
    ["50 conditions, no solver", dependent("conditions"), { solver: null, limits }],
    ["50 words, solver at hand", dependent("words"), { solver, limits }],
    ["50 conditions, solver", dependent("conditions"), { solver, limits }],
  ] as const) {
    const times: number[] = [];
    let questions = 0;
    let withdrawn = 0;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const began = performance.now();
      const settled = await settle(ir, answerTo(ANSWERED, "result >= 25"), options);
      times.push(performance.now() - began);
      if (!settled.ok) throw new Error(JSON.stringify(settled.problem));
      questions = settled.questions;
      withdrawn = settled.propagation.withdrawn.length;
    }
    rows.push({ case: name, p50_ms: quantile(times, 0.5), p95_ms: quantile(times, 0.95), questions, withdrawn });
  }
  return rows;
}

/** What a client waits for. Every contract is one of its own, so that nothing comes from a cache. */
async function requests(client: LiftClient) {
  const suggestions: number[] = [];
  const lists: number[] = [];
  const answers: number[] = [];
  const fifty: number[] = [];
  for (let index = -1; index < REQUESTS; index++) {
    const small = numbered(smallContract(), index);
    let began = performance.now();
    const run = await created(client, small);
    const created_ms = performance.now() - began;
    began = performance.now();
    await holesOf(client, run);
    const listed_ms = performance.now() - began;
    const answered_ms = await answered(client, run, ANSWERED.id, "result >= 25");
    // The first one starts the isolates.
    if (index < 0) continue;
    suggestions.push(created_ms);
    lists.push(listed_ms);
    answers.push(answered_ms);
    if (index >= REPEATS) continue;
    const large = await created(client, numbered(dependent("conditions"), index));
    fifty.push(await answered(client, large, ANSWERED.id, "result >= 25"));
  }
  return [
    { request: "run until it waits with suggestions", ...summary(suggestions) },
    { request: "GET the holes", ...summary(lists) },
    { request: "POST an answer, refused or propagated", ...summary(answers) },
    { request: "POST an answer that 50 holes depend on", ...summary(fifty) },
  ];
}

const summary = (times: readonly number[]) => ({
  times: times.length,
  p50_ms: quantile(times, 0.5),
  p95_ms: quantile(times, 0.95),
});

/** A function with an open result and an open condition that depends on it. */
function smallContract(): IR {
  return irWith(
    { name: "closest", parameters: { xs: "list[int]" }, returns: "int", pre: ["len(xs) > 0"], post: ["result in xs"] },
    ANSWERED,
    openHole("type", { clause: "signature", kind: "type", subject: "return", dependencies: [ANSWERED.id] }),
  );
}

function numbered(ir: IR, index: number): IR {
  const name = `${ir.signature.name}_${index + 1}`;
  return {
    ...ir,
    id: irId([name]),
    signature: { ...ir.signature, name },
    metadata: { ...ir.metadata, qualified_name: name },
  };
}

/** The id of a run that waits. */
async function created(client: LiftClient, ir: IR): Promise<string> {
  const run = await client.run({ graph: "resolve", input: { ir } }, { rest: true });
  if (run.status !== "waiting") throw new Error(`the run is ${run.status}: ${JSON.stringify(run.error)}`);
  return String(run.id);
}

async function answered(client: LiftClient, run: string, hole: string, value: string): Promise<number> {
  const began = performance.now();
  const { status, body } = await client.call("POST", `/v1/runs/${run}/holes/${hole}/resolution`, { value });
  const milliseconds = performance.now() - began;
  if (status >= 300) throw new Error(`the answer was met with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  return milliseconds;
}

/** Bytes and CPU of runs that wait: measured for `count` of them, and said for ten thousand by proportion. */
async function waitingRuns(client: LiftClient, server: LocalServer, state: string, count: number) {
  const idle = async () => {
    const before = cpuSeconds(server.pid);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const after = cpuSeconds(server.pid);
    return before === null || after === null ? null : ((after - before) * 1000) / (IDLE_MS / 1000);
  };
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  const bytes = bytesIn(state);
  const [cpu, memory] = [await idle(), await server.memory()];
  const began = performance.now();
  const numbers = Array.from({ length: count }, (_, index) => 1_000 + index);
  await mapConcurrently(numbers, 8, (index) => created(client, numbered(smallContract(), index)));
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  const [cpuWaiting, memoryWaiting, bytesWaiting] = [await idle(), await server.memory(), bytesIn(state)];
  // What the database and the cache have written shrinks when their logs are folded in, at any moment; the objects are what a run has of its own.
  const each = (bytesWaiting.objects - bytes.objects) / count;
  return {
    runs: count,
    created_per_second: tenths(count / seconds),
    bytes_of_object_per_run: Math.round(each),
    bytes_of_everything_per_run: Math.round((bytesWaiting.all - bytes.all) / count),
    cpu_ms_per_second_without: cpu === null ? null : tenths(cpu),
    cpu_ms_per_second_with: cpuWaiting === null ? null : tenths(cpuWaiting),
    memory_mb_without: memory === null ? null : Math.round(memory / 2 ** 20),
    memory_mb_with: memoryWaiting === null ? null : Math.round(memoryWaiting / 2 ** 20),
    extrapolated: {
      runs: EXTRAPOLATED,
      measured: count === EXTRAPOLATED,
      megabytes: Math.round((each * EXTRAPOLATED) / 1e6),
    },
  };
}
