import { z } from "zod";
import { PredictionError } from "../signatures/predictor.ts";
import { httpError } from "./http-fault.ts";
import { predictionErrorIn } from "./limited-fetch.ts";
import { ChatChunk, ChatCompletion, chatReply, stopOfFinish, tokensOf } from "./openai-reply.ts";
import { eventData } from "./server-sent-events.ts";
import type { ModelReply, ModelRequest, ToolCall, Transport, Turn } from "./transport.ts";

export interface OpenAICompatibleOptions {
  /** Null sends no `Authorization`: servers of one's own often want none. */
  api_key: string | null;
  /** With its version, such as `https://api.openai.com/v1`. */
  base_url: string;
  model: string;
  stream: boolean;
  /**
   * A second place for the schema, for servers that enforce it there: `structured_outputs` is vLLM's `{json}`, `guided_json` that of vLLM before 0.12.
   * `response_format` is sent always; SGLang and current vLLM hand it to XGrammar.
   */
  grammar_field: "structured_outputs" | "guided_json" | null;
  /** OpenAI's reasoning models refuse `max_tokens`; older servers know nothing else. */
  max_tokens_field: "max_tokens" | "max_completion_tokens";
  fetch: typeof fetch;
  now: () => number;
}

const PROVIDER = { name: "The OpenAI-compatible server", key_variable: "OPENAI_API_KEY" };

/**
 * OpenAI chat completions by plain fetch. ax's own client for them asks for structured output through a forced tool unless it knows the model, has no field for
 * a grammar, and repeats requests at two levels; what is left of the protocol is one POST.
 */
export function openaiCompatibleTransport(options: OpenAICompatibleOptions): Transport {
  return {
    provider: "openai",
    model: options.model,
    async send(request, signal) {
      try {
        const response = await options.fetch(`${options.base_url.replace(/\/+$/, "")}/chat/completions`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...(options.api_key === null ? {} : { authorization: `Bearer ${options.api_key}` }),
          },
          body: JSON.stringify(chatBody(options, request)),
          signal,
        });
        if (!response.ok) throw await refusedBy(response, options.now());
        if (!options.stream) return chatReply(ChatCompletion.parse(await response.json()));
        if (response.body === null) throw new PredictionError("connection", "the server answered no body");
        return await gathered(eventData(response.body));
      } catch (error) {
        throw named(error, signal);
      }
    },
  };
}

function chatBody(options: OpenAICompatibleOptions, request: ModelRequest): Record<string, unknown> {
  const { format } = request;
  return {
    model: options.model,
    messages: [
      ...(request.system === "" ? [] : [{ role: "system", content: request.system }]),
      ...request.turns.map(messageOf),
    ],
    [options.max_tokens_field]: request.max_output_tokens,
    seed: request.seed,
    ...(format === null
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: { name: format.name, strict: true, schema: format.schema },
          },
        }),
    ...(format !== null && options.grammar_field === "structured_outputs"
      ? { structured_outputs: { json: format.schema } }
      : {}),
    ...(format !== null && options.grammar_field === "guided_json" ? { guided_json: format.schema } : {}),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => ({ type: "function", function: tool })),
          tool_choice:
            typeof request.tool_choice === "object"
              ? { type: "function", function: request.tool_choice }
              : request.tool_choice,
        }),
    ...(options.stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
}

export function messageOf(turn: Turn): Record<string, unknown> {
  switch (turn.role) {
    case "user":
      return { role: "user", content: turn.text };
    case "tool":
      return { role: "tool", tool_call_id: turn.call_id, content: turn.result };
    case "assistant":
      return {
        role: "assistant",
        content: turn.text === "" ? null : turn.text,
        ...(turn.tool_calls.length === 0
          ? {}
          : {
              tool_calls: turn.tool_calls.map((call) => ({
                id: call.id,
                type: "function",
                function: { name: call.name, arguments: call.arguments },
              })),
            }),
      };
  }
}

/** Reads the stream to `[DONE]`, or to its end after a finish reason, since some servers leave the former out. */
async function gathered(events: AsyncIterable<string>): Promise<ModelReply> {
  let id: string | null = null;
  let finish: string | null = null;
  let refused = false;
  let usage: ModelReply["tokens"] = null;
  const texts: string[] = [];
  const calls = new Map<number, ToolCall>();
  for await (const data of events) {
    if (data === "[DONE]") break;
    const chunk = ChatChunk.parse(JSON.parse(data));
    if (chunk.error !== undefined && chunk.error !== null)
      throw new PredictionError("overloaded", `the server ended the stream: ${chunk.error.message}`);
    id = chunk.id ?? id;
    usage = tokensOf(chunk.usage) ?? usage;
    const choice = chunk.choices[0];
    if (choice === undefined) continue;
    finish = choice.finish_reason ?? finish;
    if (typeof choice.delta.content === "string") texts.push(choice.delta.content);
    if (typeof choice.delta.refusal === "string" && choice.delta.refusal !== "") refused = true;
    for (const part of choice.delta.tool_calls ?? []) {
      const call = calls.get(part.index) ?? { id: "", name: "", arguments: "" };
      call.id = part.id ?? call.id;
      call.name += part.function?.name ?? "";
      call.arguments += part.function?.arguments ?? "";
      calls.set(part.index, call);
    }
  }
  if (finish === null) throw new PredictionError("connection", "the event stream ended before the answer did");
  return {
    id,
    text: texts.join(""),
    tool_calls: [...calls.values()],
    stop: refused ? "refusal" : stopOfFinish(finish),
    tokens: usage,
  };
}

const ErrorBody = z.object({ error: z.object({ message: z.string() }) });

async function refusedBy(response: Response, now: number): Promise<PredictionError> {
  const text = await response.text();
  const said = ErrorBody.safeParse(jsonOrNull(text));
  return httpError(
    PROVIDER,
    response.status,
    response.headers,
    said.success ? said.data.error.message : text.slice(0, 200),
    now,
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function named(error: unknown, signal: AbortSignal | null): PredictionError {
  const known = predictionErrorIn(error);
  if (known !== null) return known;
  if (signal?.aborted === true) return new PredictionError("aborted", "the request was aborted", { cause: error });
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return new PredictionError("connection", "what the server answered is no chat completion", { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new PredictionError("connection", `no connection to the OpenAI-compatible server: ${message}`, {
    cause: error,
  });
}
