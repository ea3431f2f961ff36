import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PREDICTION_FAULTS, PredictionError } from "../signatures/predictor.ts";
import { retryAfter } from "./http-fault.ts";
import { nextWait, type RetryPolicy, sleep } from "./retry.ts";

const POLICY: RetryPolicy = { attempts: 4, base_ms: 100, max_wait_ms: 1_000, waits_for_circuit: false };
const failure = (retry_after_ms: number | null) => new PredictionError("overloaded", "", { retry_after_ms });

describe("the wait before another attempt", () => {
  it("is random up to a bound that doubles", () => {
    expect([1, 2, 3].map((made) => nextWait(POLICY, failure(null), made, 1))).toEqual([100, 200, 400]);
    expect(nextWait(POLICY, failure(null), 3, 0)).toBe(0);
  });

  it("is never shorter than Retry-After, and gives up on one that is too long", () => {
    fc.assert(
      fc.property(
        fc.nat(2_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 3 }),
        (asked, random, made) => {
          const wait = nextWait(POLICY, failure(asked), made, random);
          if (asked > POLICY.max_wait_ms) expect(wait).toBeNull();
          else expect(wait).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });

  it("ends with the attempts", () => {
    expect(nextWait(POLICY, failure(null), 4, 0)).toBeNull();
  });

  it.each(PREDICTION_FAULTS)("after %s exists only for what a second attempt can cure", (fault) => {
    const curable = ["rate_limited", "overloaded", "timeout", "connection"].includes(fault);
    expect(nextWait(POLICY, new PredictionError(fault, ""), 1, 0.5) !== null).toBe(curable);
  });

  it("for an open circuit is made where nobody else can be asked", () => {
    const open = new PredictionError("circuit_open", "", { retry_after_ms: 300 });
    expect(nextWait({ ...POLICY, waits_for_circuit: true }, open, 1, 0)).toBe(300);
    expect(nextWait(POLICY, open, 1, 0)).toBeNull();
  });

  it("is not made when the server says not to retry", () => {
    expect(nextWait(POLICY, new PredictionError("overloaded", "", { retryable: false }), 1, 0.5)).toBeNull();
  });

  it("ends at once when the caller aborts", async () => {
    await expect(sleep(10_000, AbortSignal.timeout(10))).rejects.toMatchObject({ fault: "aborted" });
    await expect(sleep(10_000, AbortSignal.abort())).rejects.toMatchObject({ fault: "aborted" });
  });
});

describe("Retry-After", () => {
  it.each([
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:20 GMT" }, 10_000],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:01 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "9", "retry-after-ms": "250" }, 250],
    [{}, null],
  ])("%j asks for %s ms", (headers, ms) => {
    expect(retryAfter(new Headers(headers as Record<string, string>), 10_000)).toBe(ms);
  });
});
