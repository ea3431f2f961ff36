import { z } from "zod";
import type { SignatureDefinition } from "./define.ts";
import type { Program } from "./program.ts";

/** What answering cost. Counts include retries; money is integer micro-USD, null when the model's price is not known (never 0 then). */
export const Usage = z.object({
  model: z.string(),
  calls: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  cache_read_tokens: z.int().nonnegative(),
  cache_write_tokens: z.int().nonnegative(),
  micro_usd: z.int().nonnegative().nullable(),
});
export type Usage = z.infer<typeof Usage>;

export interface Prediction<Output> {
  output: Output;
  /** Null where the signature asks for none or the answerer gives none. */
  reasoning: string | null;
  source: "model" | "offline" | "cache" | "recording";
  /** Name of who answered, for provenance: a model's name, or `offline`. */
  model: string;
  /** Version of the program that was used; null is the signature's own description without demonstrations. */
  program: string | null;
  /** Empty when nobody was paid: offline, cache, recording. */
  usage: Usage[];
}

export interface PredictOptions<Output = unknown> {
  signal?: AbortSignal;
  program?: Program;
  /** Distinguishes samples of the same question: candidate 0, 1, 2. Equal seeds may be answered from a cache. */
  seed?: number;
  /** JSON Schema narrower than the signature's own output, such as one derived from an IR with its names fixed by `const`. */
  output_schema?: Readonly<Record<string, unknown>>;
  /** A further check of a parsed output; its problems are fed back to the model like schema problems. */
  check?: (output: Output) => readonly string[] | Promise<readonly string[]>;
}

/** Who answers signatures: a model behind a provider, the offline engine, or a decorator around another predictor. */
export interface Predictor {
  /** Throws PredictionError, and nothing else, for whatever keeps it from answering. */
  predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options?: PredictOptions<z.output<O>>,
  ): Promise<Prediction<z.output<O>>>;
}

export const PREDICTION_FAULTS = [
  /** The offline engine has no answer for this input; `message` says what is missing. */
  "no_answer",
  "refused",
  "truncated",
  /** Output that does not meet the schema after every correction. */
  "invalid_output",
  "rate_limited",
  "overloaded",
  "timeout",
  "connection",
  "authentication",
  "bad_request",
  "budget_exhausted",
  "circuit_open",
  "aborted",
  "misconfigured",
] as const;
export type PredictionFault = (typeof PREDICTION_FAULTS)[number];

/** Why no answer came. `usage` is what was spent before that. */
export class PredictionError extends Error {
  override readonly name = "PredictionError";
  readonly fault: PredictionFault;
  readonly retryable: boolean;
  /** From `Retry-After`, in milliseconds. */
  readonly retry_after_ms: number | null;
  readonly usage: readonly Usage[];

  constructor(
    fault: PredictionFault,
    message: string,
    more: { retryable?: boolean; retry_after_ms?: number | null; usage?: readonly Usage[]; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.fault = fault;
    this.retryable = more.retryable ?? RETRYABLE.has(fault);
    this.retry_after_ms = more.retry_after_ms ?? null;
    this.usage = more.usage ?? [];
  }
}

const RETRYABLE: ReadonlySet<PredictionFault> = new Set([
  "rate_limited",
  "overloaded",
  "timeout",
  "connection",
  "circuit_open",
]);
