import type { ModelService, TokenCounts } from "./ax-service.ts";
import type { PredictionError, PredictionFault, Usage } from "./predictor.ts";

/** Faults of requests that were sent and that a provider may have charged. */
const MAY_HAVE_COST: ReadonlySet<PredictionFault> = new Set([
  "refused",
  "truncated",
  "invalid_output",
  "timeout",
  "connection",
  "aborted",
]);
/** Faults that come up before anything is sent. */
const NEVER_SENT: ReadonlySet<PredictionFault> = new Set([
  "no_answer",
  "budget_exhausted",
  "circuit_open",
  "misconfigured",
]);

/** Adds up what the requests of one prediction cost, whether they were answered or not. */
export class UsageTally {
  readonly #service: Pick<ModelService, "model" | "price">;
  readonly #usage: Usage;

  constructor(service: Pick<ModelService, "model" | "price">) {
    this.#service = service;
    this.#usage = {
      model: service.model,
      calls: 0,
      input_tokens: 0,
      output_tokens: 0,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      micro_usd: 0,
    };
  }

  /** `null` for an answer whose provider counted nothing: what it cost is not known. */
  answered(tokens: TokenCounts | null): void {
    this.#usage.calls += 1;
    this.#addTokens(tokens);
    this.#addMoney(tokens === null ? null : this.#service.price(tokens));
  }

  failed(error: PredictionError): void {
    if (error.usage.length > 0) {
      for (const usage of error.usage) {
        this.#usage.calls += usage.calls;
        this.#addTokens(usage);
        this.#addMoney(usage.micro_usd);
      }
      return;
    }
    if (!NEVER_SENT.has(error.fault)) this.#usage.calls += 1;
    if (MAY_HAVE_COST.has(error.fault)) this.#addMoney(null);
  }

  /** Empty when nothing was asked. */
  total(): Usage[] {
    return this.#usage.calls === 0 ? [] : [{ ...this.#usage }];
  }

  #addTokens(tokens: TokenCounts | null): void {
    this.#usage.input_tokens += tokens?.input_tokens ?? 0;
    this.#usage.output_tokens += tokens?.output_tokens ?? 0;
    this.#usage.cache_read_tokens += tokens?.cache_read_tokens ?? 0;
    this.#usage.cache_write_tokens += tokens?.cache_write_tokens ?? 0;
  }

  #addMoney(micro_usd: number | null): void {
    this.#usage.micro_usd =
      this.#usage.micro_usd === null || micro_usd === null ? null : this.#usage.micro_usd + micro_usd;
  }
}
