import Anthropic, { APIConnectionError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import type {
  Message,
  MessageCreateParamsNonStreaming,
  MessageParam,
  OutputConfig,
  RawMessageStreamEvent,
} from "@anthropic-ai/sdk/resources/messages";
import type { TokenCounts } from "../signatures/ax-service.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { anthropicSchema } from "./anthropic-schema.ts";
import { httpError } from "./http-fault.ts";
import type { ModelReply, ModelRequest, ToolCall, Transport, Turn } from "./transport.ts";

export interface AnthropicOptions {
  api_key: string;
  /** Without `/v1`, which the SDK adds. Null is Anthropic's own. */
  base_url: string | null;
  model: string;
  effort: "low" | "medium" | "high" | "xhigh" | "max" | null;
  /** Whether answers are read as an event stream. The reply is handed on whole either way. */
  stream: boolean;
  fetch: typeof fetch;
  now: () => number;
}

const PROVIDER = { name: "Anthropic", key_variable: "ANTHROPIC_API_KEY" };

/**
 * The Anthropic Messages API through the official SDK. Answers are constrained by `output_config.format`; the system part is cached for five minutes.
 * The SDK repeats nothing (`maxRetries: 0`), and gets no `temperature`, which adaptive models refuse.
 */
export function anthropicTransport(options: AnthropicOptions): Transport {
  const client = new Anthropic({
    apiKey: options.api_key,
    authToken: null,
    ...(options.base_url === null ? {} : { baseURL: options.base_url }),
    maxRetries: 0,
    fetch: options.fetch,
    // Lift's logs are its own; the SDK would write prompts at debug level.
    logLevel: "off",
    openTelemetry: false,
  });
  return {
    provider: "anthropic",
    model: options.model,
    async send(request, signal) {
      const body = messageParams(options, request);
      const more = signal === null ? {} : { signal };
      try {
        if (!options.stream) return replyOf(await client.messages.create(body, more));
        return await gathered(await client.messages.create({ ...body, stream: true }, more));
      } catch (error) {
        throw named(error, signal, options.now());
      }
    },
  };
}

function messageParams(options: AnthropicOptions, request: ModelRequest): MessageCreateParamsNonStreaming {
  const output: OutputConfig = {
    ...(request.format === null
      ? {}
      : { format: { type: "json_schema", schema: anthropicSchema(request.format.name, request.format.schema) } }),
    ...(options.effort === null ? {} : { effort: options.effort }),
  };
  return {
    model: options.model,
    max_tokens: request.max_output_tokens,
    ...(request.system === ""
      ? {}
      : { system: [{ type: "text", text: request.system, cache_control: { type: "ephemeral" } }] }),
    messages: request.turns.map(messageOf),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => ({
            name: tool.name,
            description: tool.description,
            input_schema: { ...tool.parameters, type: "object" },
          })),
          tool_choice: toolChoice(request.tool_choice),
        }),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
  };
}

function toolChoice(choice: ModelRequest["tool_choice"]) {
  if (typeof choice === "object") return { type: "tool" as const, name: choice.name };
  return { type: choice === "required" ? ("any" as const) : choice };
}

function messageOf(turn: Turn): MessageParam {
  switch (turn.role) {
    case "user":
      return { role: "user", content: turn.text };
    case "tool":
      return {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: turn.call_id, content: turn.result, is_error: turn.is_error }],
      };
    case "assistant":
      return {
        role: "assistant",
        content: [
          ...(turn.text === "" ? [] : [{ type: "text" as const, text: turn.text }]),
          ...turn.tool_calls.map((call) => ({
            type: "tool_use" as const,
            id: call.id,
            name: call.name,
            input: JSON.parse(call.arguments === "" ? "{}" : call.arguments) as unknown,
          })),
        ],
      };
  }
}

function replyOf(message: Message): ModelReply {
  if (!Array.isArray(message?.content)) throw notAMessage();
  return {
    id: message.id,
    text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    tool_calls: message.content.flatMap((block): ToolCall[] =>
      block.type === "tool_use" ? [{ id: block.id, name: block.name, arguments: JSON.stringify(block.input) }] : [],
    ),
    stop: stopOf(message.stop_reason),
    tokens: countsOf(message.usage),
  };
}

const STOPS: Readonly<Record<string, ModelReply["stop"]>> = {
  end_turn: "end",
  stop_sequence: "end",
  tool_use: "tool_use",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "refusal",
};

function stopOf(reason: string | null): ModelReply["stop"] {
  const stop = reason === null ? undefined : STOPS[reason];
  if (stop === undefined)
    throw new PredictionError("invalid_output", `Anthropic stopped for a reason not known: ${reason}`);
  return stop;
}

type CountedUsage = Partial<Record<keyof typeof COUNTED, number | null>>;
const COUNTED = {
  input_tokens: "input_tokens",
  output_tokens: "output_tokens",
  cache_read_input_tokens: "cache_read_tokens",
  cache_creation_input_tokens: "cache_write_tokens",
} as const;

function countsOf(usage: CountedUsage | undefined): TokenCounts | null {
  if (usage === undefined || typeof usage.input_tokens !== "number") return null;
  const counts = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0 };
  for (const [theirs, ours] of Object.entries(COUNTED)) {
    counts[ours] = usage[theirs as keyof typeof COUNTED] ?? 0;
  }
  return counts;
}

/** Reads the stream to its `message_stop`. One that ends before was cut. Later events repeat cumulative counts. */
async function gathered(events: AsyncIterable<RawMessageStreamEvent>): Promise<ModelReply> {
  let id: string | null = null;
  let usage: CountedUsage = {};
  let stop: string | null = null;
  const texts: string[] = [];
  const calls = new Map<number, ToolCall>();
  for await (const event of events) {
    switch (event.type) {
      case "message_start":
        id = event.message.id;
        usage = { ...event.message.usage };
        break;
      case "content_block_start":
        if (event.content_block.type === "tool_use")
          calls.set(event.index, { id: event.content_block.id, name: event.content_block.name, arguments: "" });
        break;
      case "content_block_delta": {
        if (event.delta.type === "text_delta") texts.push(event.delta.text);
        const call = calls.get(event.index);
        if (event.delta.type === "input_json_delta" && call !== undefined) call.arguments += event.delta.partial_json;
        break;
      }
      case "message_delta":
        stop = event.delta.stop_reason;
        for (const key of Object.keys(COUNTED) as (keyof typeof COUNTED)[])
          usage[key] = event.usage[key] ?? usage[key] ?? 0;
        break;
      case "message_stop":
        return {
          id,
          text: texts.join(""),
          tool_calls: [...calls.values()],
          stop: stopOf(stop),
          tokens: countsOf(usage),
        };
    }
  }
  throw new PredictionError("connection", "the event stream from Anthropic ended before the message did");
}

function named(error: unknown, signal: AbortSignal | null, now: number): PredictionError {
  if (error instanceof PredictionError) return error;
  if (error instanceof APIUserAbortError || signal?.aborted === true)
    return new PredictionError("aborted", "the request to Anthropic was aborted", { cause: error });
  if (error instanceof APIConnectionError)
    return new PredictionError("connection", `no connection to Anthropic: ${deepest(error)}`, { cause: error });
  if (error instanceof APIError && typeof error.status === "number" && error.headers instanceof Headers)
    return httpError(PROVIDER, error.status, error.headers, error.apiMessage ?? error.message, now, error);
  // An `error` event inside a stream has a type and no status.
  if (error instanceof APIError)
    return new PredictionError(
      error.type === "overloaded_error"
        ? "overloaded"
        : error.type === "rate_limit_error"
          ? "rate_limited"
          : "connection",
      `Anthropic ended the stream: ${error.apiMessage ?? error.message}`,
      { cause: error },
    );
  if (error instanceof SyntaxError) return notAMessage(error);
  return new PredictionError("connection", `reading from Anthropic failed: ${deepest(error)}`, { cause: error });
}

function notAMessage(cause?: unknown): PredictionError {
  return new PredictionError("connection", "what Anthropic's address answered is no message of its API", { cause });
}

function deepest(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepest(error.cause) : error.message;
}
