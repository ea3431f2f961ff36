import { ClassifiedError } from "./errors.ts";
import type { ErrorClass, NodeError } from "./events.ts";

interface PlatformMessage {
  /** Part of the message, verbatim as the platform writes it. */
  text: string;
  class: ErrorClass;
  code: string;
}

/**
 * Messages by which the Workers runtime says what it did; it gives them no code. Each is matched as a part of the message, without
 * regard to case, since the runtime puts words before and after. Sources: developers.cloudflare.com, "Troubleshooting Durable
 * Objects", "Error handling" (Durable Objects), "Errors and exceptions" (Workers).
 */
const PLATFORM_MESSAGES: readonly PlatformMessage[] = [
  // "Durable Object reset because its code was updated.": a deployment replaced the class while a request was in flight.
  { text: "reset because its code was updated", class: "platform_transient", code: "code_updated" },
  // "Durable Object's isolate exceeded its memory limit and was reset.", "Worker exceeded its memory limit.": 128 MB were not enough.
  { text: "exceeded its memory limit", class: "memory_limit", code: "memory_limit" },
  // "Worker exceeded memory limit.": the wording of Workers for the same.
  { text: "exceeded memory limit", class: "memory_limit", code: "memory_limit" },
  // "Durable Object is overloaded. Requests queued for too long." and its three variants: more calls than one thread can take.
  { text: "Durable Object is overloaded", class: "rate_limited", code: "overloaded" },
  // "Your account is generating too much load on Durable Objects. Please back off and try again later.": too many objects at once.
  { text: "too much load on Durable Objects", class: "rate_limited", code: "overloaded" },
  // "Network connection lost.": the peer or the machine it ran on went away; whether the call had its effect is not known.
  { text: "Network connection lost", class: "platform_transient", code: "connection_lost" },
  // "Durable Object storage operation exceeded timeout which caused object to be reset."
  { text: "storage operation exceeded timeout", class: "platform_transient", code: "storage_timeout" },
  // "Cannot resolve Durable Object due to transient issue on remote node."
  { text: "due to transient issue on remote node", class: "platform_transient", code: "transient_remote" },
  // "internal error; reference = ...": the platform's own fault, with a reference for its support.
  { text: "internal error; reference =", class: "platform_transient", code: "platform_internal" },
];

/** An overloaded object is left alone at least this long; at once would add to the load ("overloaded" is never retried in place). */
const OVERLOADED_MS = 5_000;

/**
 * What a thrown value means for the retry policy. Classified errors speak for themselves; then the messages of the platform and the
 * flags `.overloaded` and `.retryable` of its exceptions are looked for through the chain of causes; the rest is retryable. The
 * result never carries a stack trace.
 */
export function classify(thrown: unknown): NodeError {
  const chain = causes(thrown);
  const own = chain.find((error) => error instanceof ClassifiedError);
  if (own instanceof ClassifiedError) {
    return nodeError(own.class, own.code, own.message, own.retry_after_ms, own.details);
  }
  for (const error of chain) {
    const message = messageOf(error);
    const known = PLATFORM_MESSAGES.find(({ text }) => message.toLowerCase().includes(text.toLowerCase()));
    if (known) return nodeError(known.class, known.code, message, known.code === "overloaded" ? OVERLOADED_MS : null);
    // DOMExceptions of AbortSignal.timeout() and of a signal that was aborted, as a node's is when its lease ends; the runtime flags them as retryable too.
    const name = error instanceof Error ? error.name : "";
    if (name === "TimeoutError" || name === "AbortError") return nodeError("timeout", "timeout", message);
    if (flag(error, "overloaded")) return nodeError("rate_limited", "overloaded", message, OVERLOADED_MS);
    // Set by the runtime on errors of its own that a second call to a new stub may not meet.
    if (flag(error, "retryable")) return nodeError("platform_transient", "platform_retryable", message);
  }
  return nodeError("retryable", "unexpected", messageOf(thrown));
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let error = thrown; error !== undefined && error !== null && chain.length < 8; ) {
    if (chain.includes(error)) break;
    chain.push(error);
    error = typeof error === "object" && "cause" in error ? error.cause : undefined;
  }
  return chain;
}

function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null && "message" in error && typeof error.message === "string") {
    return error.message;
  }
  return "an error without a message";
}

function flag(error: unknown, name: "retryable" | "overloaded"): boolean {
  return typeof error === "object" && error !== null && name in error && Reflect.get(error, name) === true;
}

function nodeError(
  of: ErrorClass,
  code: string,
  message: string,
  retry_after_ms: number | null = null,
  details: NodeError["details"] = [],
): NodeError {
  const after =
    retry_after_ms === null || !Number.isFinite(retry_after_ms) ? null : Math.max(0, Math.ceil(retry_after_ms));
  return {
    class: of,
    code: code.slice(0, 80),
    message: withoutStack(message).slice(0, 2000),
    retry_after_ms: after,
    details,
  };
}

/** Some libraries put the stack into the message; frames are lines that begin with `at `. */
function withoutStack(message: string): string {
  return message.split(/\n\s+at /, 1)[0] ?? "";
}
