import { MAX_MEMORY_STRIKES, MAX_RETRY_AFTER_MS, MAX_TRANSIENT_STRIKES } from "./caps.ts";
import type { RetryPolicy } from "./definition.ts";
import type { NodeError } from "./events.ts";

/** Delays of failures that are the platform's: 1 s, doubled, at most 1 min. */
const TRANSIENT: RetryPolicy = { attempts: MAX_TRANSIENT_STRIKES, base_ms: 1_000, factor: 2, max_ms: 60_000 };

/**
 * Milliseconds until the next attempt, or null when there is none. `burned` and `strikes` include this failure: `burned` counts the
 * failed attempts of this iteration that were not the platform's, `strikes` this node's failures of this class over the whole run.
 *
 * | class | next attempt |
 * |---|---|
 * | retryable, timeout | backoff, while attempts are left; `retry_after_ms` is a lower bound |
 * | rate_limited | the same; the delay is never under `retry_after_ms` |
 * | platform_transient | backoff of its own, burns no attempt, ends at MAX_TRANSIENT_STRIKES |
 * | memory_limit | as retryable, but the node is sealed at MAX_MEMORY_STRIKES |
 * | terminal, canceled | none |
 */
export function retryDelay(
  policy: RetryPolicy,
  error: NodeError,
  count: { burned: number; strikes: number },
  random: () => number,
): number | null {
  const after = Math.min(error.retry_after_ms ?? 0, MAX_RETRY_AFTER_MS);
  switch (error.class) {
    case "terminal":
    case "canceled":
      return null;
    case "platform_transient":
      return count.strikes >= MAX_TRANSIENT_STRIKES ? null : Math.max(after, backoff(TRANSIENT, count.strikes, random));
    case "memory_limit":
      if (count.strikes >= MAX_MEMORY_STRIKES) return null;
      break;
    case "retryable":
    case "rate_limited":
    case "timeout":
      break;
  }
  return count.burned >= policy.attempts ? null : Math.max(after, backoff(policy, count.burned, random));
}

/**
 * Exponential backoff with equal jitter: drawn from [d/2, d], d = min(max, base * factor^(failures-1)).
 * Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
 */
export function backoff(policy: RetryPolicy, failures: number, random: () => number): number {
  const d = Math.min(policy.max_ms, policy.base_ms * policy.factor ** Math.max(0, failures - 1));
  return Math.ceil(d / 2 + (d / 2) * random());
}
