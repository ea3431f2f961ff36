import { z } from "zod";
import type { PredictionFault } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { messageOf } from "./openai-compatible.ts";
import { ChatCompletion, chatReply, tokensOf, Usage } from "./openai-reply.ts";
import type { ModelReply, ModelRequest, Transport } from "./transport.ts";

/** The part of the `AI` binding that is used. */
export interface WorkersAI {
  run(model: string, inputs: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/** What Workers AI's own models answer; those it hosts with OpenAI's shape answer a chat completion. */
const OwnReply = z.object({
  response: z.unknown(),
  tool_calls: z.array(z.object({ name: z.string(), arguments: z.unknown() })).nullish(),
  usage: Usage.nullish(),
});

/** Models on Cloudflare's network through the `AI` binding: no key and no address, answers constrained by JSON mode. */
export function workersAITransport(ai: WorkersAI, model: string): Transport {
  return {
    provider: "workers-ai",
    model,
    async send(request, signal) {
      if (isAborted(signal)) throw aborted();
      let answer: unknown;
      try {
        answer = await ai.run(model, inputsOf(request), signal === null ? {} : { signal });
      } catch (error) {
        throw isAborted(signal) ? aborted(error) : named(error);
      }
      return replyOf(answer, request.max_output_tokens);
    },
  };
}

function inputsOf(request: ModelRequest): Record<string, unknown> {
  return {
    messages: [
      ...(request.system === "" ? [] : [{ role: "system", content: request.system }]),
      ...request.turns.map(messageOf),
    ],
    max_tokens: request.max_output_tokens,
    // The binding wants a positive one.
    seed: request.seed + 1,
    stream: false,
    ...(request.format === null
      ? {}
      : { response_format: { type: "json_schema", json_schema: request.format.schema } }),
    ...(request.tools.length === 0
      ? {}
      : { tools: request.tools.map((tool) => ({ type: "function", function: tool })) }),
  };
}

function replyOf(answer: unknown, max_output_tokens: number): ModelReply {
  const completion = ChatCompletion.safeParse(answer);
  if (completion.success) return chatReply(completion.data);
  const own = OwnReply.safeParse(answer);
  if (!own.success) throw new PredictionError("connection", "what Workers AI answered is no text generation");
  const { response, usage } = own.data;
  const calls = own.data.tool_calls ?? [];
  const tokens = tokensOf(usage);
  return {
    id: null,
    // JSON mode answers the object itself.
    text:
      typeof response === "string"
        ? response
        : response === null || response === undefined
          ? ""
          : JSON.stringify(response),
    tool_calls: calls.map((call, index) => ({
      id: `call_${index}`,
      name: call.name,
      arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments ?? {}),
    })),
    stop: calls.length > 0 ? "tool_use" : stopOf(tokens?.output_tokens ?? null, max_output_tokens),
    tokens,
  };
}

/** These models give no reason for stopping: an answer as long as allowed was cut. */
function stopOf(output_tokens: number | null, allowed: number): ModelReply["stop"] {
  return output_tokens !== null && output_tokens >= allowed ? "length" : "end";
}

/** Error codes as developers.cloudflare.com/workers-ai/platform/errors lists them; they lead the message of what the binding throws. */
const FAULTS: Readonly<Record<string, PredictionFault>> = {
  3003: "bad_request",
  3006: "bad_request",
  3007: "timeout",
  3008: "timeout",
  3023: "authentication",
  3036: "rate_limited",
  3039: "misconfigured",
  3040: "overloaded",
  3041: "authentication",
  3042: "misconfigured",
  5004: "bad_request",
  5005: "misconfigured",
  5007: "misconfigured",
  5016: "authentication",
  5018: "authentication",
  5019: "misconfigured",
};

function named(error: unknown): PredictionError {
  const message = error instanceof Error ? error.message : String(error);
  const code = /\b([35]0\d\d)\b/.exec(message)?.[1];
  // The schema was not met. Asking again may meet it, but JSON mode says so only after its own attempts.
  if (/JSON mode couldn't be met/i.test(message))
    return new PredictionError("invalid_output", `Workers AI: ${message}`, { cause: error });
  const fault = (code === undefined ? undefined : FAULTS[code]) ?? "connection";
  const advice = fault === "misconfigured" ? ". Set LIFT_MODEL to `workers-ai/<model>` of its catalogue" : "";
  // Code 3036 is the allowance of a day: it does not come back within a run.
  return new PredictionError(fault, `Workers AI: ${message}${advice}`, {
    cause: error,
    ...(code === "3036" ? { retryable: false } : {}),
  });
}

function aborted(cause?: unknown): PredictionError {
  return new PredictionError("aborted", "the request to Workers AI was aborted", { cause });
}

function isAborted(signal: AbortSignal | null): boolean {
  return signal?.aborted === true;
}
