import { platform } from "../durable-objects/platform.ts";
import { findStale, markStuck, type StaleRun } from "../src/store/stale-runs.ts";
import { callRun } from "./call-run.ts";

/** A run that has not ended and whose row in D1 has not moved for this long is looked at. Progress reaches D1 within 20 s. */
export const STALE_MS = 2 * 60 * 1000;
/** Runs per look; the longest unchecked come first, so that every run has its turn. */
const LIMIT = 200;
const PARALLEL = 5;

/**
 * Pokes runs that seem to stand still: their Durable Object derives its wakes again and goes on. One that cannot be reached, or that has
 * nothing where D1 says there is a run, is marked stuck, which lists show; one that answers is unmarked.
 */
export async function watch(env: Cloudflare.Env): Promise<void> {
  const stale = await findStale(platform().bindings(env).DB, platform().now - STALE_MS, LIMIT);
  const worker = async () => {
    for (let run = stale.shift(); run !== undefined; run = stale.shift()) await look(run, env);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

async function look(run: StaleRun, env: Cloudflare.Env): Promise<void> {
  try {
    const stuck = await isStuck(run, env);
    if (stuck !== run.stuck) await markStuck(platform().bindings(env).DB, run.id, stuck);
  } catch (error) {
    console.error({ message: "watchdog could not mark a run", run: run.id, error: String(error) });
  }
}

async function isStuck(run: StaleRun, env: Cloudflare.Env): Promise<boolean> {
  try {
    const { status } = await callRun(env, run.id, (stub) => stub.poke({ why: "watchdog" }));
    return status === "absent";
  } catch (error) {
    console.error({ message: "watchdog could not poke a run", run: run.id, error: String(error) });
    return true;
  }
}
