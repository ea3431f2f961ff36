const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Waits between the attempts, which are one more. Source: the example schedule of Standard Webhooks 1.0.0, "Deliverability and reliability"; in all three days and four hours, without jitter.
 */
const DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
export const MOST_ATTEMPTS = DELAYS_MS.length + 1;
/** A wait is longer by up to this share, at random, so that failures that came together do not come together again. */
const JITTER = 0.2;
/** An endpoint that asks for more is asked again after this long. */
export const LONGEST_RETRY_AFTER_MS = 7 * 24 * HOUR;

/** What an endpoint made of an attempt. */
export type AttemptResult =
  | { kind: "response"; status: number; retry_after: string | null }
  /** No answer in time, or no connection. */
  | { kind: "no_response"; error: string };

/** `disabled`: the endpoint is gone and gets nothing more. */
export type AfterAttempt =
  | { status: "delivered" }
  | { status: "disabled" }
  | { status: "failed" }
  | { status: "pending"; due_at: number };

/**
 * What follows from an attempt; `attempts` counts it. Statuses are read as Standard Webhooks suggests ("Delivery success and failure"): 2xx is success, 410 disables, all else is failure, redirects too. `Retry-After` of 429 and 503
 * (RFC 9110, section 10.2.3) puts the next attempt off, and never brings it forward. Times are milliseconds.
 */
export function afterAttempt(
  result: AttemptResult,
  attempts: number,
  { now, random }: { now: number; random: () => number },
): AfterAttempt {
  if (result.kind === "response") {
    if (result.status >= 200 && result.status < 300) return { status: "delivered" };
    if (result.status === 410) return { status: "disabled" };
  }
  const delay = DELAYS_MS[attempts - 1];
  if (delay === undefined) return { status: "failed" };
  const asked =
    result.kind === "response" && (result.status === 429 || result.status === 503)
      ? retryAfterMs(result.retry_after, now)
      : 0;
  return { status: "pending", due_at: now + Math.max(Math.round(delay * (1 + JITTER * random())), asked) };
}

/** Seconds or an HTTP date, as milliseconds from now; 0 for anything else. */
export function retryAfterMs(header: string | null, now: number): number {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND : /GMT$/.test(text) ? Date.parse(text) - now : 0;
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : 0;
}
