/** Hard limits of one run. Progress resets none of them, and neither does a retry of the run. */

/** Dispatches of all nodes over the whole run. */
export const MAX_DISPATCHES = 1000;

/** Events after which a run that has not ended fails. One decision appends a bounded number more. */
export const MAX_EVENTS = 10_000;

/** Discarded results that are journaled; later ones are still discarded but leave no event. */
export const MAX_JOURNALED_DISCARDS = 200;

/** Resends of one attempt that nobody claims; then the attempt fails with class `timeout`. */
export const MAX_RESENDS = 8;

/** Failures of one node by the platform, over the whole run, that are deferred without burning an attempt. */
export const MAX_TRANSIENT_STRIKES = 20;

/** Failures of one node by memory, over the whole run, after which it is sealed. */
export const MAX_MEMORY_STRIKES = 3;

/** The longest `retry_after_ms` that is obeyed: the longest deadline a run can have. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Waiting for a claim before the message is sent again: 10 s, doubled with each resend, at most 5 min. */
export function claimDelay(resends: number): number {
  return Math.min(10_000 * 2 ** resends, 300_000);
}

/** Lease and retries of a decision, which runs inline and has none of its own. */
export const DECISION = {
  lease_ms: 30_000,
  retry: { attempts: 5, base_ms: 200, factor: 2, max_ms: 5_000 },
} as const;
