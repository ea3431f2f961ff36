import type { NodeWork } from "../queues/messages.ts";
import { inputsOf } from "../src/graph/inputs.ts";
import type { ClaimAnswer, NodeReport, ReportAnswer } from "./contract.ts";
import type { Executor, FollowUp } from "./executor.ts";
import { commitResult } from "./node-result.ts";
import type { LoadedRun } from "./run-view.ts";

/** Gives a dispatched attempt to a consumer, with its inputs. */
export function claimWork(executor: Executor, work: NodeWork, claimant: string): ClaimAnswer {
  const { storage, dispatcher } = executor;
  const before = executor.load();
  if (before === null) return { status: "discarded", reason: "absent" };
  if (storage.claim(work.lease)?.claimant !== claimant) {
    const { node, iteration, attempt, lease } = work;
    const cache_key = dispatcher.cacheKeyOf(before, node);
    const { verdict } = executor.commit({ type: "claim", node, iteration, attempt, lease }, [], (decision) => {
      if (decision.verdict.status === "accepted") storage.addClaim(lease, claimant, cache_key);
    });
    if (verdict.status === "discarded") return verdict;
  }
  return claimed(executor, work);
}

/** Takes the outcome of an attempt, and hands the next one over when there is exactly one and the consumer would go on. */
export async function takeReport(executor: Executor, report: NodeReport): Promise<ReportAnswer> {
  const { work, outcome, continue_as } = report;
  const before = executor.load();
  if (before === null) return { accepted: false, next: null };
  const key = executor.storage.claim(work.lease)?.cache_key ?? null;
  const cached = { cache: outcome.ok ? outcome.cache : "none", key } as const;
  if (continue_as === undefined) {
    const { verdict } = commitResult(executor, work, outcome, cached);
    return { accepted: verdict.status === "accepted", next: null };
  }
  return executor.dispatcher.holding(async () => {
    const follow = (run: LoadedRun) => claimOfNext(executor, before, run, continue_as);
    const { verdict } = commitResult(executor, work, outcome, cached, follow);
    const held = heldBy(executor, continue_as);
    if (verdict.status === "discarded" || held !== null) return { accepted: verdict.status === "accepted", next: held };
    await executor.inline.run();
    const next = await executor.dispatcher.onlyPending();
    const claim = next === null ? null : claimWork(executor, next, continue_as);
    return { accepted: true, next: next !== null && claim?.status === "claimed" ? { work: next, claim } : null };
  });
}

/** The claim of the one node that a result has scheduled, when it waits for nothing else: no inline node, no cache, no seed, no sibling. */
function claimOfNext(executor: Executor, before: LoadedRun, run: LoadedRun, claimant: string): FollowUp | null {
  const scheduled = [...run.state.nodes].flatMap(([node, own]) => (own.status === "scheduled" ? [{ node, own }] : []));
  const [only] = scheduled;
  if (only === undefined || scheduled.length > 1 || only.own.mode !== "queued") return null;
  const { node, own } = only;
  const { iteration, attempts: attempt, lease } = own;
  const earlier = before.state.nodes.get(node);
  const known = earlier?.status === "scheduled" && earlier.lease === lease;
  if (known || executor.storage.seed.get(node) !== null || executor.dispatcher.cacheKeyOf(run, node) !== null)
    return null;
  return {
    stimulus: { type: "claim", node, iteration, attempt, lease },
    also: (decision) => {
      if (decision.verdict.status === "accepted") executor.storage.addClaim(lease, claimant, null);
    },
  };
}

/** The attempt that an earlier answer to this claimant handed over. */
function heldBy(executor: Executor, claimant: string): ReportAnswer["next"] {
  const lease = executor.storage.leaseOf(claimant);
  const run = executor.load();
  if (lease === null || run === null) return null;
  for (const [node, own] of run.state.nodes) {
    if (own.status !== "claimed" || own.lease !== lease) continue;
    const work: NodeWork = { v: 1, run: run.meta.id, node, iteration: own.iteration, attempt: own.attempts, lease };
    const claim = claimed(executor, work);
    return claim.status === "claimed" ? { work, claim } : null;
  }
  return null;
}

function claimed(executor: Executor, work: NodeWork): ClaimAnswer {
  const { storage } = executor;
  const run = executor.mustLoad();
  const own = run.state.nodes.get(work.node);
  if (run.bound === null || own?.status !== "claimed" || own.lease !== work.lease) {
    return { status: "discarded", reason: "stale_lease" };
  }
  const inputs: Record<string, string> = {};
  for (const [channel, ref] of inputsOf(run.bound.graph, run.state, work.node))
    inputs[channel] = storage.blobs.get(ref);
  return {
    status: "claimed",
    graph: run.meta.graph,
    graph_version: run.meta.graph_version,
    tenant: run.meta.tenant,
    inputs,
    cache_key: storage.claim(work.lease)?.cache_key ?? null,
    lease_until: own.lease_until,
    deadline_at: run.state.deadline_at,
  };
}
