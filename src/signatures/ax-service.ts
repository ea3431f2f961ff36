import type { AxAIService } from "@ax-llm/ax";
import type { JsonSchema } from "./json-schema.ts";
import type { PredictionError } from "./predictor.ts";

/** One question to a model, as the transport has to know it; the conversation itself arrives through ax. */
export interface ModelCall {
  /**
   * JSON Schema 2020-12 of the whole answer: closed objects, every property required, a visible `reasoning` first where the signature asks for it.
   * It is the schema to send as structured output; what ax derives from its own fields loses unions, `const` and nesting.
   */
  schema: JsonSchema;
  /** `[A-Za-z0-9_-]{1,64}`, for providers that name a response format. */
  schema_name: string;
  /** Sample number of the same question. */
  seed: number;
  /** Aborts the request. */
  signal: AbortSignal | null;
}

/** Tokens of one request. `input` counts those that were neither read from a prompt cache nor written to one. */
export interface TokenCounts {
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
}

/** A model behind a provider, as the predictor over ax needs it. */
export interface ModelService {
  /** The provider, such as `anthropic`. */
  readonly name: string;
  /** The model's name, as it stands in usage and provenance. */
  readonly model: string;
  /**
   * An ax service for one prediction: it gets the first request and its corrections, never streamed. The `responseFormat` of each request already holds
   * `schema`. The answer's JSON is the `content` of the first result; a `finishReason` of `content_filter` is a refusal, `length` a truncation.
   * `modelUsage.tokens` counts as TokenCounts does: `promptTokens` without what a cache read or wrote.
   */
  service(call: ModelCall): AxAIService;
  /** Integer micro-USD; null when the model's price is not known. */
  price(tokens: TokenCounts): number | null;
  /** Names whatever a request threw. Retries of the transport are over by then: nobody above repeats them. */
  fault(error: unknown): PredictionError;
}
