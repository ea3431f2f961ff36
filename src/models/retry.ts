import type { PredictionFault } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import type { Transport } from "./transport.ts";

export interface RetryPolicy {
  /** Attempts in all. */
  attempts: number;
  /** The wait before attempt n + 1 is random up to `base_ms` * 2^n, and never more than `max_wait_ms`. */
  base_ms: number;
  /** A server that asks for a longer wait is not waited for: the error goes up with its `retry_after_ms`, where a run can sleep without holding a Worker. */
  max_wait_ms: number;
  /** Whether an open circuit is waited for. Where another model can be asked, its point is to fail fast. */
  waits_for_circuit: boolean;
}

export const DEFAULT_RETRIES: RetryPolicy = {
  attempts: 3,
  base_ms: 500,
  max_wait_ms: 20_000,
  waits_for_circuit: true,
};

/**
 * What a second attempt can cure, if the error is `retryable` besides: of invalid outputs, the empty one is.
 */
const CURABLE: ReadonlySet<PredictionFault> = new Set([
  "rate_limited",
  "overloaded",
  "timeout",
  "connection",
  "invalid_output",
]);

/**
 * Milliseconds to wait before the next attempt after `made` attempts, or null to give up. Full jitter
 * (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter); `Retry-After` is the least wait, with jitter on top so that callers do not return together.
 */
export function nextWait(policy: RetryPolicy, error: PredictionError, made: number, random: number): number | null {
  if (made >= policy.attempts || !error.retryable) return null;
  if (!CURABLE.has(error.fault) && !(error.fault === "circuit_open" && policy.waits_for_circuit)) return null;
  const backoff = random * Math.min(policy.base_ms * 2 ** (made - 1), policy.max_wait_ms);
  if (error.retry_after_ms === null) return Math.round(backoff);
  if (error.retry_after_ms > policy.max_wait_ms) return null;
  return error.retry_after_ms + Math.round(random * policy.base_ms);
}

export interface RetryDependencies {
  random: () => number;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal | null) => Promise<void>;
}

/** The one place where requests to models are repeated. The SDK and ax below and above it do not. */
export function withRetries(inner: Transport, policy: RetryPolicy, { random, sleep }: RetryDependencies): Transport {
  return {
    ...inner,
    async send(request, signal) {
      for (let made = 1; ; made++) {
        try {
          return await inner.send(request, signal);
        } catch (error) {
          if (!(error instanceof PredictionError)) throw error;
          const wait = nextWait(policy, error, made, random());
          if (wait === null) throw error;
          await sleep(wait, signal);
        }
      }
    },
  };
}

export function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new PredictionError("aborted", "aborted while waiting to ask again"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
