import { describe, expect, test } from "vitest";
import { classify } from "./classify.ts";
import {
  Canceled,
  MemoryLimit,
  PlatformTransient,
  RateLimitedError,
  RetryableError,
  TerminalError,
  TimeoutError,
} from "./errors.ts";
import { NodeError } from "./events.ts";

test.each([
  [new RetryableError("x", 5), { class: "retryable", retry_after_ms: 5 }],
  [new RateLimitedError("x", 1500.5), { class: "rate_limited", retry_after_ms: 1501 }],
  [new TerminalError("bad_input", "x"), { class: "terminal", code: "bad_input" }],
  [new TimeoutError("x"), { class: "timeout" }],
  [new PlatformTransient("x"), { class: "platform_transient" }],
  [new MemoryLimit("x"), { class: "memory_limit" }],
  [new Canceled(), { class: "canceled" }],
])("%s says its class itself", (error, expected) => {
  expect(classify(error)).toMatchObject(expected);
});

describe("what the platform says is known by its words", () => {
  test.each([
    ["Durable Object reset because its code was updated.", "platform_transient", "code_updated"],
    ["Durable Object's isolate exceeded its memory limit and was reset.", "memory_limit", "memory_limit"],
    ["Worker exceeded memory limit.", "memory_limit", "memory_limit"],
    ["Durable Object is overloaded. Requests queued for too long.", "rate_limited", "overloaded"],
    [
      "Your account is generating too much load on Durable Objects. Please back off and try again later.",
      "rate_limited",
      "overloaded",
    ],
    ["Network connection lost.", "platform_transient", "connection_lost"],
    [
      "Durable Object storage operation exceeded timeout which caused object to be reset.",
      "platform_transient",
      "storage_timeout",
    ],
    ["internal error; reference = abc123", "platform_transient", "platform_internal"],
  ])("%s", (message, of, code) => {
    expect(classify(new Error(message))).toMatchObject({ class: of, code });
    expect(classify(new Error("the call failed", { cause: new Error(message) }))).toMatchObject({ class: of, code });
  });

  test("`.retryable` is the platform's; `.overloaded` outweighs it and asks for patience", () => {
    expect(classify(Object.assign(new Error("x"), { retryable: true }))).toMatchObject({ class: "platform_transient" });
    const both = classify(Object.assign(new Error("x"), { retryable: true, overloaded: true }));
    expect(both).toMatchObject({ class: "rate_limited", code: "overloaded" });
    expect(both.retry_after_ms).toBeGreaterThan(0);
  });
});

test.each([[new Error("who knows")], ["a string"], [undefined], [null], [{ message: 7 }], [Object.create(null)]])(
  "anything else is retryable and a valid node error: %j",
  (thrown) => {
    const error = classify(thrown);
    expect(error).toMatchObject({ class: "retryable", code: "unexpected" });
    expect(NodeError.safeParse(error).success).toBe(true);
  },
);

test("an aborted or timed out signal is a timeout", () => {
  expect(classify(new DOMException("The operation was aborted", "AbortError"))).toMatchObject({ class: "timeout" });
  expect(classify(AbortSignal.abort().reason)).toMatchObject({ class: "timeout" });
});

test("no stack trace gets into a node error, not even from a message that holds one, and it is never too long", () => {
  const error = new Error("boom");
  const again = classify(new Error(`wrapped: ${error.stack}`));
  expect(JSON.stringify(again)).not.toContain("classify.test");
  expect(classify(new Error("x".repeat(10_000))).message).toHaveLength(2_000);
});

test("a chain of causes that bites its tail ends", () => {
  const one = new Error("one");
  const two = new Error("two", { cause: one });
  one.cause = two;
  expect(classify(one)).toMatchObject({ class: "retryable", message: "one" });
});
