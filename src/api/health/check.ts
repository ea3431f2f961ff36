import { RunId, TenantId } from "../../graphs/run.ts";
import { reach, StoreUnavailable } from "../../store/failure.ts";
import { callRun } from "../runs/run-object.ts";
import type { Dependency } from "./dependency.ts";

/** A dependency that takes longer is not ready. Starting the solver's isolate takes about a second. */
const TIMEOUT_MS = 4_000;
/** No run has this id; asking for it wakes one object and changes nothing. */
const PROBE = { id: RunId.parse("run_readiness_probe"), tenant: TenantId.parse("readiness-probe") };

/** Asks every dependency at once, each with a small question of its own. An answer that is a text is told. */
export function checkDependencies(env: Cloudflare.Env): Promise<Dependency[]> {
  const questions: [Dependency["name"], () => Promise<unknown>][] = [
    ["d1", () => env.DB.prepare("SELECT count(*) FROM runs WHERE id = ''").first()],
    ["kv", () => env.NODE_CACHE.get("readiness-probe")],
    ["queue", () => env.NODE_QUEUE.metrics()],
    ["solver", () => env.SOLVER.version()],
    ["sandbox", () => env.PYTHON.version().then(({ isolation }) => `isolation: ${isolation}`)],
    ["durable_objects", () => callRun(env, PROBE.id, (run) => run.read({ tenant: PROBE.tenant }))],
  ];
  return Promise.all(questions.map(([name, ask]) => check(name, ask)));
}

async function check(name: Dependency["name"], ask: () => Promise<unknown>): Promise<Dependency> {
  const started = performance.now();
  const done = (status: Dependency["status"], detail: string | null): Dependency => ({
    name,
    status,
    milliseconds: Math.round(performance.now() - started),
    detail,
  });
  try {
    const answer = await reach(ask, TIMEOUT_MS);
    return done("ok", typeof answer === "string" ? answer : null);
  } catch (error) {
    console.error({ message: "dependency failed", dependency: name, error: String(error) });
    const late = error instanceof StoreUnavailable && error.reason === "timeout";
    return late ? done("timeout", `no answer within ${TIMEOUT_MS} ms`) : done("failed", "the check failed");
  }
}
