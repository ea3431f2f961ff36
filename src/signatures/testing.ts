import { type AxChatRequest, type AxChatResponse, AxMockAIService } from "@ax-llm/ax";
import type { ModelCall, ModelService } from "./ax-service.ts";
import { PredictionError } from "./predictor.ts";

/** What a scripted model does with a request: an answer's text, a finish reason other than `stop`, or an error that its transport throws. */
export type Reply = string | { text: string; finish: "length" | "content_filter" } | Error;

export interface ScriptedModel {
  service: ModelService;
  calls: ModelCall[];
  requests: Readonly<AxChatRequest<unknown>>[];
}

/** A model that gives the replies in turn, the last one for ever; each costs 100 tokens in and 10 out, at 2 and 10 micro-USD a token. */
export function scriptedModel(...replies: Reply[]): ScriptedModel {
  const calls: ModelCall[] = [];
  const requests: Readonly<AxChatRequest<unknown>>[] = [];
  const respond = (request: Readonly<AxChatRequest<unknown>>): AxChatResponse => {
    const reply = replies[Math.min(requests.length, replies.length - 1)] ?? "";
    requests.push(request);
    if (reply instanceof Error) throw reply;
    return {
      results: [
        typeof reply === "string"
          ? { index: 0, content: reply, finishReason: "stop" }
          : { index: 0, content: reply.text, finishReason: reply.finish },
      ],
      modelUsage: {
        ai: "scripted",
        model: "scripted-1",
        tokens: { promptTokens: 100, completionTokens: 10, totalTokens: 110 },
      },
    };
  };
  const service: ModelService = {
    name: "scripted",
    model: "scripted-1",
    service(call) {
      calls.push(call);
      return new AxMockAIService({ chatResponse: async (request) => respond(request) });
    },
    price: (tokens) => tokens.input_tokens * 2 + tokens.output_tokens * 10,
    fault: (error) =>
      error instanceof PredictionError
        ? error
        : new PredictionError("connection", error instanceof Error ? error.message : String(error), { cause: error }),
  };
  return { service, calls, requests };
}

/** The texts of a request's messages, by role. */
export function messagesOf({
  chatPrompt,
}: Pick<AxChatRequest<unknown>, "chatPrompt">): { role: string; text: string }[] {
  return chatPrompt.map((message) => {
    const content = message.role === "function" ? message.result : (message.content ?? "");
    const text =
      typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    return { role: message.role, text };
  });
}
