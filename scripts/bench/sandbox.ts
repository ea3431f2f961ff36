import { asArray, asObject, type JsonObject, type LiftClient, mapConcurrently } from "../lib/client.ts";
import { quantile, tenths } from "./quantile.ts";

const LIMITS = { fuel: 2_000_000_000, memory_bytes: 64 * 1024 * 1024 };
const ADD = "def f(x):\n    return x + 1\n";
const LOOP = "def f(n):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n";
const PARTIES = 4;
const CALLS = 1000;

/** CPython by the binding that the nodes of a graph have; times are the Worker's, from its call of the binding to the answer. */
export async function sandbox(client: LiftClient) {
  const first = await run(client, "cold0", ADD, ["1"]);
  const cold: number[] = [];
  // Every tenant has isolates of its own, so the first call of each is cold.
  for (let tenant = 1; tenant <= 5; tenant++) cold.push(await run(client, `cold${tenant}`, ADD, ["1"]));
  const warm: number[] = [];
  for (let call = 0; call < 50; call++) warm.push(await run(client, "cold1", ADD, [String(call)]));
  const many = Array.from({ length: CALLS }, (_, index) => String(index));
  const together = await run(client, "cold1", ADD, many, ["result == x + 1"]);
  const began = performance.now();
  await mapConcurrently(Array.from({ length: PARTIES }), PARTIES, (_, index) =>
    run(client, `cold${index + 1}`, ADD, many, ["result == x + 1"]),
  );
  const apart = performance.now() - began;
  return {
    start: {
      first_of_all_ms: first,
      cold_p50_ms: quantile(cold, 0.5),
      cold_max_ms: tenths(Math.max(...cold)),
      warm_p50_ms: quantile(warm, 0.5),
      warm_p95_ms: quantile(warm, 0.95),
    },
    calls_per_second: {
      one_request_of_1000: Math.round((CALLS * 1000) / together),
      four_tenants_at_once: Math.round((PARTIES * CALLS * 1000) / apart),
    },
    by_turns: await byTurns(client),
  };
}

/** One call whose loop takes ever more turns, beside a call that takes none. */
async function byTurns(client: LiftClient) {
  const rows = [];
  for (const turns of [0, 1_000, 10_000, 100_000, 1_000_000]) {
    const times: number[] = [];
    for (let repeat = 0; repeat < 3; repeat++) times.push(await run(client, "cold1", LOOP, [String(turns)]));
    rows.push({ turns, ms: Math.min(...times) });
  }
  return rows;
}

/** Milliseconds of one request. Rejects when a call did not return. */
async function run(
  client: LiftClient,
  tenant: string,
  module: string,
  args: readonly string[],
  checks: readonly string[] = [],
): Promise<number> {
  const calls = args.map((argument) => ({ args: [argument], kwargs: {} }));
  const request = { tenant, module, function: "f", calls, assume: [], checks, limits: LIMITS };
  const { status, body } = await client.call("POST", "/bench/python", request);
  if (status !== 200) throw new Error(`bench python answered ${status}: ${String(body).slice(0, 300)}`);
  const { milliseconds, reply } = asObject(body);
  const outcomes: JsonObject[] =
    asObject(reply).status === "ran" ? asArray(asObject(reply).outcomes).map(asObject) : [];
  const failed = outcomes.find(({ kind }) => kind !== "returned");
  if (outcomes.length !== calls.length || failed !== undefined)
    throw new Error(`the sandbox answered ${JSON.stringify(failed ?? reply).slice(0, 300)}`);
  return Number(milliseconds);
}
