import { answererOf, type KnownFunction } from "../../evals/model-server/answers.ts";
import { type ModelServer, startModelServer } from "../../evals/model-server/server.ts";
import { asArray, asObject, irsOf, type Json, type JsonObject, type LiftClient } from "../lib/client.ts";
import { quantile, tenths } from "./quantile.ts";

/** Of every answer of the model, as a fast model's first useful byte takes. */
const LATENCY_MS = 500;
const RUNS = 5;
const CANDIDATES = 3;
const PREDICTIONS = 11;

const FUNCTIONS = Array.from({ length: RUNS + 1 }, (_, index) => knownFunction(index));

/** The model of this section. The server of the Workers gets `vars`. */
export async function startBenchModel(): Promise<{ server: ModelServer; vars: Record<string, string> }> {
  const answer = answererOf({ functions: FUNCTIONS, accuracy: 1, seed: 1 });
  const server = await startModelServer({ answer, latency_ms: LATENCY_MS, background: true });
  const vars = {
    LIFT_MODEL: "anthropic/claude-opus-5-5",
    ANTHROPIC_API_KEY: "any",
    ANTHROPIC_BASE_URL: server.url,
  };
  return { server, vars };
}

/**
 * Forward runs with a model that answers after 500 ms and is always right, over the real wire: what a client waits beside the critical path, a rerun of the same
 * request, and what a prediction costs beside the model's own time.
 */
export async function forward(client: LiftClient) {
  const [warm, ...functions] = FUNCTIONS.map(({ prompt }) => prompt);
  const { ir } = await measured(client, warm ?? ""); // starts the isolates of solver and sandbox
  const first: Measured[] = [];
  const again: Measured[] = [];
  for (const prompt of functions) {
    first.push(await measured(client, prompt));
    again.push(await measured(client, prompt));
  }
  return {
    settings: `${RUNS} requests, ${CANDIDATES} candidates, a model that takes ${LATENCY_MS} ms`,
    runs: [
      { run: "first", ...summary(first) },
      { run: "again", ...summary(again) },
    ],
    critical_path: stagesOf(first),
    predictions: await predictions(client, warm ?? "", ir),
  };
}

/** Each request is one of its own, so that no node is found in the cache. */
function knownFunction(index: number): KnownFunction {
  const name = `late_fee_${index}`;
  return {
    prompt: `def ${name}(days: int, rate: int) -> int:\n    """The fee for so many days.\n\n    >>> ${name}(3, 2)\n    6\n    >>> ${name}(-1, 2)\n    0\n    """\n`,
    name,
    code: `def ${name}(days: int, rate: int) -> int:\n    return rate * max(days, 0)\n`,
    wrong: [],
    parameters: [
      { name: "days", type: "int", default: null },
      { name: "rate", type: "int", default: null },
    ],
    returns: "int",
  };
}

interface Measured {
  /** From the request to the answer, as a client sees it. */
  client_ms: number;
  /** The sum over the stages of the slowest node's own time, from its claim to its end. */
  critical_ms: number;
  llm_calls: number;
  hits: number;
  misses: number;
  /** The slowest node of each stage. */
  stages: Stage[];
  ir: Json;
}

interface Stage {
  node: string;
  ms: number;
}

async function measured(client: LiftClient, prompt: string): Promise<Measured> {
  const began = performance.now();
  const request = { graph: "forward", input: { prompt }, options: { candidates: CANDIDATES } };
  const run = await client.run(request, { rest: true });
  const client_ms = performance.now() - began;
  if (run.status !== "succeeded") throw new Error(`run ${run.status}: ${JSON.stringify(run.error)}`);
  const usage = asObject(run.usage);
  const stages = slowestOfEachStage(await ownTimes(client, String(run.id)), await edgesOf(client, String(run.id)));
  return {
    client_ms,
    critical_ms: stages.reduce((sum, { ms }) => sum + ms, 0),
    llm_calls: Number(usage.llm_calls),
    hits: Number(usage.cache_hits),
    misses: Number(usage.cache_misses),
    stages,
    ir: irsOf(run)[0] ?? null,
  };
}

interface Edge {
  from: string;
  to: string;
}

/** Edges between nodes that this run went through; without them there is no loop, as no request needs a correction. */
async function edgesOf(client: LiftClient, id: string): Promise<Edge[]> {
  const graph = asObject((await client.call("GET", `/v1/runs/${id}/graph`)).body);
  const reached = new Set(
    asArray(graph.nodes)
      .map(asObject)
      .filter(({ state }) => state === "succeeded")
      .map((node) => String(node.id)),
  );
  return asArray(graph.edges)
    .map(asObject)
    .map(({ from, to }) => ({ from: String(from), to: String(to) }))
    .filter(({ from, to }) => reached.has(from) && reached.has(to));
}

/** Milliseconds of each node that worked, from the moment a worker took it; a node that worked several times counts all of them. */
async function ownTimes(client: LiftClient, id: string): Promise<Map<string, number>> {
  const taken = new Map<string, number>();
  const own = new Map<string, number>();
  for (const event of await eventsOf(client, id)) {
    const node = String(event.node ?? "");
    const at = Date.parse(String(event.at));
    if (event.type === "node_scheduled" || event.type === "node_claimed") taken.set(node, at);
    if (event.type === "node_succeeded") own.set(node, (own.get(node) ?? 0) + at - (taken.get(node) ?? at));
  }
  return own;
}

async function eventsOf(client: LiftClient, id: string): Promise<JsonObject[]> {
  const events: JsonObject[] = [];
  for (;;) {
    const after = Number(events.at(-1)?.seq ?? 0);
    const page = asArray(asObject((await client.call("GET", `/v1/runs/${id}/events?after=${after}`)).body).data);
    if (page.length === 0) return events;
    events.push(...page.map(asObject));
  }
}

/** A node's stage is the number of nodes on the longest way to it that does not go round; the nodes of one stage can all work at the same time. */
function slowestOfEachStage(own: ReadonlyMap<string, number>, edges: readonly Edge[]): Stage[] {
  const before = Map.groupBy(edges, ({ to }) => to);
  const stages = new Map<string, number>();
  const open = new Set<string>();
  const stageOf = (node: string): number => {
    const known = stages.get(node);
    if (known !== undefined) return known;
    open.add(node);
    const forwards = (before.get(node) ?? []).filter(({ from }) => !open.has(from));
    const stage = Math.max(0, ...forwards.map(({ from }) => stageOf(from) + 1));
    open.delete(node);
    stages.set(node, stage);
    return stage;
  };
  const slowest: Stage[] = [];
  for (const [node, ms] of own) {
    const stage = stageOf(node);
    const most = slowest[stage];
    if (most === undefined || ms > most.ms) slowest[stage] = { node, ms };
  }
  return slowest.filter((stage) => stage !== undefined);
}

/** Nodes of the critical path that take any time, in their order. */
function stagesOf(runs: readonly Measured[]) {
  const times = Map.groupBy(
    // The same place of another candidate is the same stage.
    runs.flatMap(({ stages }) =>
      stages.map(({ node, ms }) => ({ node: node.replace(/^candidate_\d/, "candidate"), ms })),
    ),
    ({ node }) => node,
  );
  return [...times]
    .map(([node, all]) => ({
      stage: node,
      times: all.length,
      p50: quantile(
        all.map(({ ms }) => ms),
        0.5,
      ),
    }))
    .filter(({ p50 }) => p50 >= 5);
}

function summary(runs: readonly Measured[]) {
  const p50 = (of: (run: Measured) => number) => quantile(runs.map(of), 0.5);
  return {
    client_p50: p50(({ client_ms }) => client_ms),
    critical_path_p50: p50(({ critical_ms }) => critical_ms),
    beside_it_p50: p50(({ client_ms, critical_ms }) => client_ms - critical_ms),
    ratio_p50: p50(({ client_ms, critical_ms }) => client_ms / Math.max(1, critical_ms)),
    llm_calls: p50(({ llm_calls }) => llm_calls),
    hits: p50(({ hits }) => hits),
    misses: p50(({ misses }) => misses),
  };
}

/** Predictions without a graph around them; the first of each starts or compiles its grammar. */
async function predictions(client: LiftClient, prompt: string, ir: Json) {
  const { status, body } = await client.call("POST", "/bench/predict", { prompt, ir, times: PREDICTIONS });
  if (status !== 200) throw new Error(`bench predict answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  return Object.entries(asObject(body)).map(([signature, all]) => {
    const [first = 0, ...rest] = asArray(all).map((ms) => tenths(Number(ms) - LATENCY_MS));
    return {
      signature,
      overhead_first_ms: first,
      overhead_p50_ms: quantile(rest, 0.5),
      overhead_p95_ms: quantile(rest, 0.95),
    };
  });
}
