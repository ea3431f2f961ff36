import type { PredictionFault } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";

/** How an answer other than 2xx is named, with what a person has to set where that is the cause. */
export interface Provider {
  name: string;
  /** The environment variable of its key. */
  key_variable: string;
}

/**
 * HTTP status to fault. 529 is Anthropic's `overloaded_error`; servers of open models answer 503 while they load.
 * A 404 is an unknown model or a wrong base URL, both of configuration.
 */
export function faultOfStatus(status: number): PredictionFault {
  if (status === 401 || status === 403) return "authentication";
  if (status === 402 || status === 404) return "misconfigured";
  if (status === 408 || status === 504) return "timeout";
  if (status === 429) return "rate_limited";
  if (status === 409 || status >= 500) return "overloaded";
  return "bad_request";
}

export function httpError(
  provider: Provider,
  status: number,
  headers: Headers,
  said: string,
  now: number,
  cause?: unknown,
): PredictionError {
  const fault = faultOfStatus(status);
  const request = headers.get("request-id") ?? headers.get("x-request-id");
  const asked = headers.get("x-should-retry");
  return new PredictionError(
    fault,
    `${provider.name} answered ${status}: ${said}${advice(provider, fault, status)}${request === null ? "" : ` (request ${request})`}`,
    {
      retry_after_ms: retryAfter(headers, now),
      ...(asked === "false" ? { retryable: false } : {}),
      cause,
    },
  );
}

function advice(provider: Provider, fault: PredictionFault, status: number): string {
  if (fault === "authentication") return `. Set ${provider.key_variable} to a valid key`;
  if (status === 402) return `. The account of ${provider.key_variable} has to be topped up`;
  if (status === 404) return ". Set LIFT_MODEL to a model that this provider has";
  return "";
}

/**
 * Milliseconds that the server asks to wait, or null. `Retry-After` is seconds or a date (RFC 9110, section 10.2.3); `retry-after-ms` is what some gateways add.
 */
export function retryAfter(headers: Headers, now: number): number | null {
  const exact = headers.get("retry-after-ms");
  if (exact !== null && /^\d+(\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  const value = headers.get("retry-after");
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
