import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterAttempt, LONGEST_RETRY_AFTER_MS, MOST_ATTEMPTS, retryAfterMs } from "./schedule.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const HOUR = 3_600_000;
const answered = (status: number, retry_after: string | null = null) =>
  ({ kind: "response", status, retry_after }) as const;
const next = (result: Parameters<typeof afterAttempt>[0], attempts = 1, random = 0) =>
  afterAttempt(result, attempts, { now: NOW, random: () => random });
const delayOf = (next: ReturnType<typeof afterAttempt>) => (next.status === "pending" ? next.due_at - NOW : null);

describe("what follows from an attempt", () => {
  it("2xx has arrived, 410 disables, and everything else is tried again", () => {
    for (const status of [200, 201, 202, 204, 299]) expect(next(answered(status))).toEqual({ status: "delivered" });
    expect(next(answered(410))).toEqual({ status: "disabled" });
    for (const status of [301, 302, 304, 307, 308, 400, 401, 404, 409, 422, 429, 500, 502, 503, 504]) {
      expect(next(answered(status)).status).toBe("pending");
    }
    expect(next({ kind: "no_response", error: "no answer within 10 seconds" }).status).toBe("pending");
  });

  it("waits as Standard Webhooks has it, over more than three days, and then gives up", () => {
    const attempts = Array.from({ length: MOST_ATTEMPTS }, (_, index) => index + 1);
    const delays = attempts.map((attempt) => delayOf(next(answered(500), attempt)));
    expect(delays.slice(0, 4)).toEqual([5_000, 300_000, 1_800_000, 2 * HOUR]);
    expect(delays.at(-1)).toBeNull();
    expect(next(answered(500), MOST_ATTEMPTS)).toEqual({ status: "failed" });
    expect(next(answered(500), MOST_ATTEMPTS + 1)).toEqual({ status: "failed" });
    const all = delays.reduce((sum: number, delay) => sum + (delay ?? 0), 0);
    expect(new Date(all).toISOString()).toBe("1970-01-04T03:35:05.000Z");
  });

  it("the last attempt can still arrive", () => {
    expect(next(answered(200), MOST_ATTEMPTS)).toEqual({ status: "delivered" });
  });

  it("jitter makes a wait longer by at most a fifth, never shorter", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_ATTEMPTS - 1 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (n, random) => {
          const [least, drawn] = [delayOf(next(answered(500), n)), delayOf(next(answered(500), n, random))];
          expect(drawn).toBeGreaterThanOrEqual(least ?? 0);
          expect(drawn).toBeLessThanOrEqual((least ?? 0) * 1.2 + 1);
        },
      ),
    );
  });
});

describe("Retry-After", () => {
  it("of 429 and 503 puts the next attempt off, and never brings it forward", () => {
    for (const status of [429, 503]) {
      expect(delayOf(next(answered(status, "60")))).toBe(60_000);
      expect(delayOf(next(answered(status, "1")))).toBe(5_000);
      expect(delayOf(next(answered(status, new Date(NOW + 90_000).toUTCString())))).toBe(90_000);
    }
    expect(delayOf(next(answered(500, "60")))).toBe(5_000);
  });

  it("in the past, out of all bounds or unreadable delays nothing for ever", () => {
    expect(retryAfterMs(new Date(NOW - 1).toUTCString(), NOW)).toBe(0);
    expect(retryAfterMs("99999999999999999999", NOW)).toBe(LONGEST_RETRY_AFTER_MS);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("soon", "-5", "1.5", "Mon GMT", "")), (text) => {
        const ms = retryAfterMs(text, NOW);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(LONGEST_RETRY_AFTER_MS);
      }),
    );
    expect(retryAfterMs(null, NOW)).toBe(0);
  });
});
