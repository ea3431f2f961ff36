import { encodeCachedResult } from "../durable-objects/cached-result.ts";
import type { ClaimAnswer, NodeReport, ReportAnswer } from "../durable-objects/contract.ts";
import { idempotencyKey, type NodeResult, runNodeBody } from "../durable-objects/node-run.ts";
import { platform } from "../durable-objects/platform.ts";
import { historyIn } from "../src/store/history.ts";
import { nodeCache } from "../src/store/node-cache.ts";
import { callRun } from "./call-run.ts";
import { NodeWork } from "./messages.ts";
import { predictorFor } from "./predictor.ts";
import { programsIn } from "./programs.ts";
import { refuse } from "./refuse.ts";
import { SingleFlight } from "./single-flight.ts";

type Claimed = ClaimAnswer & { status: "claimed" };

/**
 * A message that is being handled goes on with its run's next nodes for this long. Longer would let one run hold up its batch mates, whose
 * acknowledgement waits for the whole batch.
 */
const CONTINUE_MS = 250;
/** Waiting for an equal computation that has not ended after this long is given up. */
const PATIENCE_MS = 30_000;

const flights = new SingleFlight<Record<string, string>>();

/**
 * Runs the nodes a batch points at, concurrently. Each message has its own fate: done or discarded is acked, refused goes to the dead
 * letters and is acked, and a failure of the platform on the way is retried by the queue. A node's own failure is a result and no failure here:
 * the run's retry policy is the only one.
 */
export async function consumeNodes(batch: MessageBatch<unknown>, env: Cloudflare.Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => consume(batch.queue, message, env)));
}

async function consume(queue: string, message: Message<unknown>, env: Cloudflare.Env): Promise<void> {
  try {
    const work = NodeWork.safeParse(message.body);
    const refused = work.success ? await runWork(work.data, env) : "invalid_message";
    if (refused !== null) await refuse(env, queue, message, refused);
    if (work.success) await platform().reach("before_ack", work.data);
    message.ack();
  } catch (error) {
    console.error({ message: "node message failed, will be delivered again", error: String(error), id: message.id });
    message.retry({ delaySeconds: Math.min(60, 2 ** message.attempts) });
  }
}

/** Answers the reason to refuse the message, or null. */
async function runWork(first: NodeWork, env: Cloudflare.Env): Promise<string | null> {
  const claimant = platform().token();
  const answer = await callRun(env, first.run, (stub) => stub.claim(first, claimant));
  if (answer.status === "discarded") return answer.reason === "absent" ? "unknown_run" : null;
  const go_on_until = platform().now + CONTINUE_MS;
  let at: { work: NodeWork; claim: Claimed } | null = { work: first, claim: answer };
  while (at !== null) at = await runClaimed(at.work, at.claim, go_on_until, env);
  return null;
}

/** Answers the attempt to go on with, if the run handed one over. */
async function runClaimed(
  work: NodeWork,
  claim: Claimed,
  go_on_until: number,
  env: Cloudflare.Env,
): Promise<ReportAnswer["next"]> {
  await platform().reach("after_claim", work);
  const { result, reusable } = await compute(work, claim, env);
  await platform().reach("before_report", work);
  const cache = claim.cache_key === null || !reusable ? "none" : "miss";
  const outcome: NodeReport["outcome"] = result.ok ? { ...result, cache } : result;
  const report: NodeReport = { work, outcome };
  if (platform().now < go_on_until) report.continue_as = platform().token();
  const { accepted, next } = await callRun(env, work.run, (stub) => stub.report(report));
  await platform().reach("after_report", work);
  // After the report, so that the run has written the key down before there is an entry to delete.
  if (accepted && result.ok && cache === "miss" && claim.cache_key !== null) {
    const text = encodeCachedResult(result.writes);
    if (text !== null) await nodeCache(platform().bindings(env).NODE_CACHE).put(claim.cache_key, text);
  }
  return next;
}

interface Computed {
  result: NodeResult;
  /** Whether other runs may use it: a node may keep a result to its own run, such as a refusal. */
  reusable: boolean;
}

async function compute(work: NodeWork, claim: Claimed, env: Cloudflare.Env): Promise<Computed> {
  if (claim.cache_key === null) return runBody(work, claim, env);
  let own: Computed | null = null;
  const patience = Math.min(PATIENCE_MS, (claim.lease_until - platform().now) / 2);
  const { value } = await flights.run(claim.cache_key, patience, async () => {
    own = await runBody(work, claim, env);
    return own.result.ok && own.reusable ? own.result.writes : null;
  });
  if (value !== null) return { result: { ok: true, writes: value, choice: null }, reusable: true };
  return own ?? runBody(work, claim, env);
}

async function runBody(work: NodeWork, claim: Claimed, env: Cloudflare.Env): Promise<Computed> {
  const bound = platform().graphs.bound(claim.graph, claim.graph_version);
  if (bound === null) {
    const message = `graph ${claim.graph} has no version ${claim.graph_version} in this deployment`;
    const error = {
      class: "terminal",
      code: "graph_version_gone",
      message,
      retry_after_ms: null,
      details: [],
    } as const;
    return { result: { ok: false, error: { ...error, details: [] } }, reusable: false };
  }
  const lease = new AbortController();
  const timer = setTimeout(() => lease.abort(), Math.max(1, claim.lease_until - platform().now));
  try {
    let reusable = true;
    const result = await runNodeBody(bound, work.node, claim.inputs, {
      solver: platform().bindings(env).SOLVER,
      python: platform().bindings(env).PYTHON,
      predictor: (platform().predictor ?? predictorFor)(env, work.run),
      programs: programsIn(platform().bindings(env).NODE_CACHE),
      history: historyIn(platform().bindings(env).DB, claim.tenant, () => platform().now),
      keepFromCache: () => {
        reusable = false;
      },
      run: work.run,
      tenant: claim.tenant,
      idempotency_key: idempotencyKey(work),
      signal: lease.signal,
      now: () => platform().now,
    });
    return { result, reusable };
  } finally {
    clearTimeout(timer);
  }
}
