import type { TokenCounts } from "../signatures/ax-service.ts";

/** Nano-USD per token, which is USD per million tokens times 1000. Cache writes are those kept for five minutes. */
export interface Rates {
  input: number;
  output: number;
  cache_read: number;
  cache_write: number;
}

interface Price extends Rates {
  /** Rates of a whole request whose prompt, caches included, has more tokens than `above`. */
  long_prompt?: Rates & { above: number };
}

/** Day of the price list at platform.claude.com/docs/en/about-claude/pricing that the table follows. */
export const PRICES_AS_OF = "2026-10-24";

const FABLE = { input: 10_000, output: 50_000, cache_write: 12_500 };
const OPUS: Price = { input: 5_000, output: 25_000, cache_read: 500, cache_write: 6_250 };
const SONNET: Price = { input: 3_000, output: 15_000, cache_read: 300, cache_write: 3_750 };
const HAIKU: Price = { input: 1_000, output: 5_000, cache_read: 100, cache_write: 1_250 };

/** Standard rates, global inference, no fast mode and no batches. Models of other providers are priced by their operators and stay unknown. */
const PRICES: Readonly<Record<string, Price>> = {
  "claude-fable-5-1": { ...FABLE, cache_read: 250 },
  "claude-fable-5": { ...FABLE, cache_read: 1_000 },
  "claude-mythos-5-1": { ...FABLE, cache_read: 250 },
  "claude-mythos-5": { ...FABLE, cache_read: 1_000 },
  "claude-opus-5-5": { input: 4_000, output: 20_000, cache_read: 200, cache_write: 5_000 },
  "claude-opus-5": OPUS,
  "claude-opus-4-8": OPUS,
  "claude-opus-4-7": OPUS,
  "claude-opus-4-6": OPUS,
  "claude-opus-4-5": OPUS,
  "claude-sonnet-5-5": { input: 2_000, output: 10_000, cache_read: 100, cache_write: 2_500 },
  "claude-sonnet-5": { input: 2_000, output: 10_000, cache_read: 200, cache_write: 2_500 },
  "claude-sonnet-4-6": SONNET,
  "claude-sonnet-4-5": SONNET,
  "claude-haiku-5-5": {
    input: 100,
    output: 500,
    cache_read: 10,
    cache_write: 125,
    long_prompt: { above: 100_000, input: 500, output: 2_500, cache_read: 50, cache_write: 625 },
  },
  "claude-haiku-4-5": HAIKU,
};

/** A dated name such as `claude-haiku-4-5-20251001` has the price of its undated one. */
function priceOf(model: string): Price | null {
  return PRICES[model] ?? PRICES[model.replace(/-\d{8}$/, "")] ?? null;
}

/** Integer micro-USD of one request, rounded up; null when the model's price is not known. */
export function costOf(model: string, tokens: TokenCounts): number | null {
  const price = priceOf(model);
  if (price === null) return null;
  const prompt = tokens.input_tokens + tokens.cache_read_tokens + tokens.cache_write_tokens;
  const rates = price.long_prompt !== undefined && prompt > price.long_prompt.above ? price.long_prompt : price;
  const nano =
    tokens.input_tokens * rates.input +
    tokens.output_tokens * rates.output +
    tokens.cache_read_tokens * rates.cache_read +
    tokens.cache_write_tokens * rates.cache_write;
  return Math.ceil(nano / 1000);
}

/** The most that a request can cost whose prompt and answer have at most so many tokens, however the prompt is cached. */
export function costAtMost(model: string, prompt_tokens: number, output_tokens: number): number | null {
  const price = priceOf(model);
  if (price === null) return null;
  const long = price.long_prompt;
  const rates = long !== undefined && prompt_tokens > long.above ? long : price;
  return Math.ceil(
    (prompt_tokens * Math.max(rates.input, rates.cache_read, rates.cache_write) + output_tokens * rates.output) / 1000,
  );
}
