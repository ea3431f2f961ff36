import { draw } from "./random.ts";

/** What can go wrong with one request, in place of or in the middle of its answer. */
export const FAULTS = [
  /** 429 with Retry-After. */
  "rate_limit",
  /** 529 of Anthropic, 503 elsewhere. */
  "overloaded",
  /** 500 with the API's error body. */
  "server_error",
  /** 502 with a proxy's page in place of the API's body. */
  "bad_gateway",
  /** No byte of an answer until the client gives up. */
  "timeout",
  /** The connection breaks in the middle of the body. */
  "cut",
  /** An `error` event, or object, within a stream that began well; 529 or 503 without a stream. */
  "stream_error",
  /** A body that is no JSON, with status 200. */
  "broken_body",
  /** The model's text is no JSON. */
  "invalid_json",
  /** The model's text is JSON that does not meet the schema. */
  "wrong_schema",
  "refusal",
  /** Stopped at the limit of tokens, in the middle of the answer. */
  "max_tokens",
  /** An answer without text. */
  "empty",
  /** An answer of several megabytes. */
  "huge",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultOptions {
  /** Faults of the first requests, in order; null answers one well. Rates apply after them. */
  script: (Fault | null)[];
  /** Probability of each fault per request; together at most 1. */
  rates: Partial<Record<Fault, number>>;
  /** Seconds in Retry-After of `rate_limit`, or null to send none. */
  retry_after_s: number | null;
}

export function faultOf(options: FaultOptions, seed: number, content: string, request: number): Fault | null {
  if (request < options.script.length) return options.script[request] ?? null;
  let left = draw(seed, "fault", content, request);
  for (const fault of FAULTS) {
    left -= options.rates[fault] ?? 0;
    if (left < 0) return fault;
  }
  return null;
}

/** Reads `rate_limit=0.1,refusal=0.05`. Throws on names and numbers that it does not know. */
export function parseRates(text: string): Partial<Record<Fault, number>> {
  const rates: Partial<Record<Fault, number>> = {};
  for (const part of text.split(",").filter((one) => one !== "")) {
    const [name, value] = part.split("=");
    const fault = FAULTS.find((one) => one === name);
    const rate = Number(value);
    if (fault === undefined || !(rate >= 0 && rate <= 1)) throw new Error(`no fault with a rate: ${part}`);
    rates[fault] = rate;
  }
  return rates;
}
