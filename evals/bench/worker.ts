import type { RunObjectRpc, RunSnapshot } from "../../durable-objects/contract.ts";
import { usePlatform } from "../../durable-objects/platform.ts";
import { boundGraph, inputsOf } from "../../src/graphs/registry.ts";
import { RunId, type RunRequest, TenantId } from "../../src/graphs/run.ts";
import lift from "../../src/index.ts";
import { PythonRequest } from "../../src/python/sandbox/contract.ts";
import { PredictRequest, predictTimes } from "./predict.ts";
import { ProofRequest, proofTimes } from "./proof.ts";
import { SHAPES } from "./shapes.ts";

export { RunObject } from "../../src/index.ts";
export { BenchFlow } from "./flow.ts";

interface BenchEnv extends Cloudflare.Env {
  FLOW: Workflow<{ shape: string }>;
  /** Set while a model takes part. */
  LIFT_MODEL?: string;
}

const shapeOf = (request: RunRequest) => (request.graph === "solve" ? SHAPES.get(request.input.smtlib) : undefined);

usePlatform({
  graphs: {
    select: (request) => shapeOf(request) ?? boundGraph(request.graph),
    bound: (id, version) => SHAPES.get(id.replace(/^bench_/, "")) ?? boundGraph(id, version),
    inputs: (request, { LIFT_MODEL: model }: Cloudflare.Env & { LIFT_MODEL?: string }) =>
      inputsOf(request, model === undefined ? {} : { model }),
  },
});

/**
 * `POST /bench/{lift|workflow}?shape=chain|parallel&count=N` starts N at once and answers each one's milliseconds from start to end;
 * `POST /bench/proof` proves a file's functions, `POST /bench/python` hands a request to the sandbox and `POST /bench/predict` asks a model, each timed.
 */
export default {
  ...lift,
  async fetch(request, env, ctx): Promise<Response> {
    const url = new URL(request.url);
    const [, room, engine] = url.pathname.split("/");
    if (room !== "bench") return lift.fetch(request, env, ctx);
    if (engine === "proof")
      return Response.json(await proofTimes(ProofRequest.parse(await request.json()), env.SOLVER));
    if (engine === "python") return Response.json(await runPython(PythonRequest.parse(await request.json()), env));
    if (engine === "predict") return Response.json(await predictTimes(PredictRequest.parse(await request.json()), env));
    const shape = url.searchParams.get("shape") ?? "chain";
    const count = Number(url.searchParams.get("count") ?? "1");
    const one = engine === "workflow" ? () => timed(() => runFlow(env, shape)) : () => timed(() => runLift(env, shape));
    const began = Date.now();
    const milliseconds = await Promise.all(Array.from({ length: count }, one));
    return Response.json({ milliseconds, wall: Date.now() - began });
  },
} satisfies ExportedHandler<BenchEnv, unknown>;

async function runPython(request: PythonRequest, env: BenchEnv) {
  const began = Date.now();
  const reply = await env.PYTHON.run(request);
  return { milliseconds: Date.now() - began, reply };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = Date.now();
  await work();
  return Date.now() - began;
}

async function runLift(env: BenchEnv, shape: string): Promise<void> {
  const id = RunId.parse(`run_${crypto.randomUUID().replaceAll("-", "")}`);
  const tenant = TenantId.parse("bench");
  // As the contract types it: the platform's own mapping of RPC types loses values that may be any JSON.
  const stub = env.RUNS.get(env.RUNS.idFromName(id)) as unknown as RunObjectRpc;
  const request: RunRequest = { graph: "solve", input: { smtlib: shape } };
  await stub.create({ id, tenant, request, request_hash: id });
  const run: RunSnapshot | null = await stub.read({ tenant, known_revision: 0, wait_ms: 60_000, until: "rest" });
  if (run?.status !== "succeeded") throw new Error(`run ended ${run?.status}`);
}

async function runFlow(env: BenchEnv, shape: string): Promise<void> {
  const instance = await env.FLOW.create({ params: { shape } });
  for (;;) {
    const { status } = await instance.status();
    if (status === "complete") return;
    if (status === "errored" || status === "terminated") throw new Error(`workflow ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
