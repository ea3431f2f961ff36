import type { TokenCounts } from "../signatures/ax-service.ts";
import type { JsonSchema } from "../signatures/json-schema.ts";
import type { PredictionFault } from "../signatures/predictor.ts";

export interface Tool {
  name: string;
  description: string;
  parameters: JsonSchema;
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
}

export type Turn =
  | { role: "user"; text: string }
  | { role: "assistant"; text: string; tool_calls: readonly ToolCall[] }
  | { role: "tool"; call_id: string; result: string; is_error: boolean };

/** One request to a model, free of any provider's wording. */
export interface ModelRequest {
  system: string;
  turns: readonly Turn[];
  /** What the answer has to be; null asks for text. */
  format: { name: string; schema: JsonSchema } | null;
  tools: readonly Tool[];
  tool_choice: "auto" | "required" | "none" | { name: string };
  max_output_tokens: number;
  /** Sample number. Providers that take no seed ignore it. */
  seed: number;
}

export interface ModelReply {
  id: string | null;
  text: string;
  tool_calls: readonly ToolCall[];
  /** `length`: cut by `max_output_tokens` or the context window; `refusal`: the model or a filter of the provider declined. */
  stop: "end" | "tool_use" | "length" | "refusal";
  /** What the provider says it counted; null when it says nothing. */
  tokens: TokenCounts | null;
}

/**
 * One attempt at one request. It throws PredictionError alone and repeats nothing: retries, budget and the like are transports around it.
 */
export interface Transport {
  /** `anthropic`, `openai` or `workers-ai`. */
  readonly provider: string;
  readonly model: string;
  send(request: ModelRequest, signal: AbortSignal | null): Promise<ModelReply>;
}

/**
 * Whether a request that ended so may have been charged all the same: it was sent, and its answer was not read to the end. A refused request
 * (rate limit, overload, authentication, bad request) costs nothing.
 */
export function mayHaveCost(fault: PredictionFault): boolean {
  return fault === "timeout" || fault === "connection" || fault === "aborted" || fault === "invalid_output";
}
