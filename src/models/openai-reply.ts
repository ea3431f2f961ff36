import { z } from "zod";
import type { TokenCounts } from "../signatures/ax-service.ts";
import { PredictionError } from "../signatures/predictor.ts";
import type { ModelReply } from "./transport.ts";

/** The parts of OpenAI's answers that are read; servers of open models leave out or null many others. */
export const Usage = z.object({
  prompt_tokens: z.int().nonnegative(),
  completion_tokens: z.int().nonnegative(),
  prompt_tokens_details: z.object({ cached_tokens: z.int().nonnegative().nullish() }).nullish(),
});

export const ChatCompletion = z.object({
  id: z.string().nullish(),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
            .nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: Usage.nullish(),
});

export const ChatChunk = z.object({
  id: z.string().nullish(),
  choices: z
    .array(
      z.object({
        delta: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                index: z.int(),
                id: z.string().nullish(),
                function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
              }),
            )
            .nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: Usage.nullish(),
  error: z.object({ message: z.string() }).nullish(),
});

export function chatReply(completion: z.infer<typeof ChatCompletion>): ModelReply {
  const choice = completion.choices[0];
  if (choice === undefined) throw new PredictionError("connection", "the completion has no choice");
  const { message } = choice;
  const refused = typeof message.refusal === "string" && message.refusal !== "";
  return {
    id: completion.id ?? null,
    text: message.content ?? "",
    tool_calls: (message.tool_calls ?? []).map((call) => ({ id: call.id, ...call.function })),
    stop: refused ? "refusal" : stopOfFinish(choice.finish_reason ?? "stop"),
    tokens: tokensOf(completion.usage),
  };
}

/** `prompt_tokens` counts cached ones too; Lift counts each token once. */
export function tokensOf(usage: z.infer<typeof Usage> | null | undefined): TokenCounts | null {
  if (usage === null || usage === undefined) return null;
  const cached = Math.min(usage.prompt_tokens_details?.cached_tokens ?? 0, usage.prompt_tokens);
  return {
    input_tokens: usage.prompt_tokens - cached,
    output_tokens: usage.completion_tokens,
    cache_read_tokens: cached,
    cache_write_tokens: 0,
  };
}

export function stopOfFinish(reason: string): ModelReply["stop"] {
  switch (reason) {
    case "stop":
      return "end";
    case "length":
      return "length";
    case "content_filter":
      return "refusal";
    case "tool_calls":
    case "function_call":
      return "tool_use";
    default:
      throw new PredictionError("invalid_output", `the server stopped for a reason not known: ${reason}`);
  }
}
