import type { AxAIServiceImpl, AxChatRequest, AxChatResponse } from "@ax-llm/ax";
import { type AxAIService, AxBaseAI } from "@ax-llm/ax";
import type { ModelCall, ModelService, TokenCounts } from "../signatures/ax-service.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { predictionErrorIn } from "./limited-fetch.ts";
import { costOf } from "./prices.ts";
import type { ModelReply, ModelRequest, ToolCall, Transport, Turn } from "./transport.ts";

/**
 * A transport as an ax service. ax's own HTTP is not involved: each request is a `localCall`, which ax neither repeats nor times.
 * Replies without an answer have to be errors of the transport already (see answered.ts), because ax would treat them as answers to correct.
 */
export function modelService(transport: Transport, max_output_tokens: number): ModelService {
  return {
    name: transport.provider,
    model: transport.model,
    service: (call) => new TransportAI(transport, call, max_output_tokens),
    price: (tokens) => costOf(transport.model, tokens),
    fault(error) {
      const known = predictionErrorIn(error);
      if (known !== null) return known;
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof Error && (error.name === "AbortError" || error.name === "AxAIServiceAbortedError"))
        return new PredictionError("aborted", message, { cause: error });
      return new PredictionError("invalid_output", message, { cause: error });
    },
  };
}

class TransportAI
  extends AxBaseAI<string, string, ModelRequest, never, ModelReply, ModelReply, never, string>
  implements AxAIService<string, string, string>
{
  constructor(transport: Transport, call: ModelCall, max_output_tokens: number) {
    super(implementation(transport, call, max_output_tokens), {
      name: transport.provider,
      headers: async () => ({}),
      defaults: { model: transport.model },
      // ax estimates costs by this; Lift's own table is what counts.
      modelInfo: [],
      supportFor: {
        functions: true,
        streaming: false,
        structuredOutputs: true,
        structuredOutputModes: ["native"],
        functionCot: false,
        hasThinkingBudget: false,
        hasShowThoughts: false,
        media: {
          images: { supported: false, formats: [] },
          audio: { supported: false, formats: [] },
          files: { supported: false, formats: [], uploadMethod: "none" },
          urls: { supported: false, webSearch: false, contextFetching: false },
        },
        caching: { supported: false, types: [] },
        thinking: false,
        multiTurn: true,
      },
    });
  }
}

/** ax calls these unbound, so that they are closures. */
function implementation(
  transport: Transport,
  call: ModelCall,
  max_output_tokens: number,
): AxAIServiceImpl<string, string, ModelRequest, never, ModelReply, ModelReply, never> {
  let tokens: TokenCounts | null = null;
  const respond = (reply: ModelReply): AxChatResponse => {
    tokens = reply.tokens;
    return responseOf(reply);
  };
  return {
    getModelConfig: () => ({ maxTokens: max_output_tokens, stream: false }),
    getTokenUsage: () =>
      tokens === null
        ? undefined
        : {
            promptTokens: tokens.input_tokens,
            completionTokens: tokens.output_tokens,
            totalTokens: tokens.input_tokens + tokens.output_tokens,
            cacheCreationTokens: tokens.cache_write_tokens,
            cacheReadTokens: tokens.cache_read_tokens,
          },
    createChatReq(request, config) {
      const signal = signalOf(call.signal, config?.abortSignal ?? null);
      // The bodies of a localCall are the implementation's own; ax types them per call.
      const localCall = async (data: unknown) => (await transport.send(data as ModelRequest, signal)) as never;
      return [{ name: "model", localCall }, requestOf(request, call, max_output_tokens)];
    },
    createChatResp: respond,
    createChatStreamResp: respond,
  };
}

function signalOf(a: AbortSignal | null, b: AbortSignal | null): AbortSignal | null {
  if (a === null || b === null || a === b) return a ?? b;
  return AbortSignal.any([a, b]);
}

function requestOf(request: Readonly<AxChatRequest>, call: ModelCall, max_output_tokens: number): ModelRequest {
  const system: string[] = [];
  const turns: Turn[] = [];
  for (const message of request.chatPrompt) {
    if (message.role === "system") system.push(message.content);
    else turns.push(turnOf(message));
  }
  return {
    system: system.join("\n\n"),
    turns,
    format: request.responseFormat === undefined ? null : { name: call.schema_name, schema: call.schema },
    tools: (request.functions ?? []).map(({ name, description, parameters }) => ({
      name,
      description,
      parameters: { ...(parameters ?? { type: "object", properties: {} }) },
    })),
    tool_choice:
      typeof request.functionCall === "object" ? request.functionCall.function : (request.functionCall ?? "auto"),
    max_output_tokens,
    seed: call.seed,
  };
}

type Message = Exclude<AxChatRequest["chatPrompt"][number], { role: "system" }>;

function turnOf(message: Message): Turn {
  switch (message.role) {
    case "user":
      return { role: "user", text: textOf(message.content) };
    case "function":
      return {
        role: "tool",
        call_id: message.functionId,
        result: message.result,
        is_error: message.isError ?? false,
      };
    case "assistant":
      return {
        role: "assistant",
        text: message.content ?? "",
        tool_calls: (message.functionCalls ?? []).map(
          (call): ToolCall => ({
            id: call.id,
            name: call.function.name,
            arguments:
              typeof call.function.params === "string"
                ? call.function.params
                : JSON.stringify(call.function.params ?? {}),
          }),
        ),
      };
  }
}

function textOf(content: Extract<Message, { role: "user" }>["content"]): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type !== "text") throw new PredictionError("bad_request", `a prompt cannot hold ${part.type}`);
      return part.text;
    })
    .join("\n");
}

function responseOf(reply: ModelReply): AxChatResponse {
  const calls = reply.tool_calls.map((call) => ({
    id: call.id,
    type: "function" as const,
    function: { name: call.name, params: call.arguments },
  }));
  return {
    ...(reply.id === null ? {} : { remoteId: reply.id }),
    results: [
      {
        index: 0,
        content: reply.text,
        ...(calls.length === 0 ? {} : { functionCalls: calls }),
        finishReason: calls.length === 0 ? "stop" : "function_call",
      },
    ],
  };
}
