import type { ErrorClass, NodeError } from "./events.ts";

type Details = NodeError["details"];

/** Base of the errors by which a handler says how its failure is to be treated. Anything else that is thrown counts as retryable. */
export abstract class ClassifiedError extends Error {
  abstract readonly class: ErrorClass;
  readonly code: string;
  readonly retry_after_ms: number | null;
  readonly details: Details;

  constructor(code: string, message: string, retry_after_ms: number | null = null, details: Details = []) {
    super(message);
    this.code = code;
    this.retry_after_ms = retry_after_ms;
    this.details = details;
  }
}

/** May succeed if tried again, not before `retry_after_ms` if that is given. */
export class RetryableError extends ClassifiedError {
  override readonly name = "RetryableError";
  readonly class = "retryable";

  constructor(message: string, retry_after_ms: number | null = null, code = "retryable") {
    super(code, message, retry_after_ms);
  }
}

/** A service has asked to be left alone for `retry_after_ms`. */
export class RateLimitedError extends ClassifiedError {
  override readonly name = "RateLimitedError";
  readonly class = "rate_limited";

  constructor(message: string, retry_after_ms: number, code = "rate_limited") {
    super(code, message, retry_after_ms);
  }
}

/** Will fail again the same way: wrong input, a refusal, a broken contract. */
export class TerminalError extends ClassifiedError {
  override readonly name = "TerminalError";
  readonly class = "terminal";

  constructor(code: string, message: string, details: Details = []) {
    super(code, message, null, details);
  }
}

export class TimeoutError extends ClassifiedError {
  override readonly name = "TimeoutError";
  readonly class = "timeout";

  constructor(message: string, code = "timeout") {
    super(code, message);
  }
}

/** The platform failed, not the node: try in a new invocation, and burn no attempt. */
export class PlatformTransient extends ClassifiedError {
  override readonly name = "PlatformTransient";
  readonly class = "platform_transient";

  constructor(message: string, code = "platform_transient") {
    super(code, message);
  }
}

/** The node needed more memory than there is, and probably will again. */
export class MemoryLimit extends ClassifiedError {
  override readonly name = "MemoryLimit";
  readonly class = "memory_limit";

  constructor(message: string) {
    super("memory_limit", message);
  }
}

/** The work was given up because the run is canceled. */
export class Canceled extends ClassifiedError {
  override readonly name = "Canceled";
  readonly class = "canceled";

  constructor(message = "the work was canceled") {
    super("canceled", message);
  }
}
