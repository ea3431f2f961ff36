import type { Fault } from "./faults.ts";
import type { Question } from "./question.ts";
import { type Refusal, type Reply, tokensIn } from "./reply.ts";

/** The HTTP error that a fault is, or null where it shows in the answer or the connection. */
export function refusalOf(
  fault: Fault | null,
  api: "anthropic" | "openai",
  stream: boolean,
  retry_after_s: number | null,
): Refusal | null {
  const busy = api === "anthropic" ? 529 : 503;
  switch (fault) {
    case "rate_limit":
      return {
        status: 429,
        type: api === "anthropic" ? "rate_limit_error" : "requests",
        message: "This request would exceed your rate limit.",
        headers: retry_after_s === null ? {} : { "retry-after": String(retry_after_s) },
      };
    case "overloaded":
      return { status: busy, type: "overloaded_error", message: "Overloaded" };
    case "stream_error":
      return stream ? null : { status: busy, type: "overloaded_error", message: "Overloaded" };
    case "server_error":
      return { status: 500, type: "api_error", message: "Internal server error" };
    default:
      return null;
  }
}

const HUGE_CHARACTERS = 6_000_000;
/** Shorter prompts are not cached (platform.claude.com/docs/en/build-with-claude/prompt-caching). */
const CACHEABLE_TOKENS = 1_024;

/** What the model says under a fault, and what it costs. `cached` are the prompts in the cache; this one joins them. */
export function replyOf(
  whole: string,
  fault: Fault | null,
  question: Question & { cached?: string | null },
  cached_prompts: Set<string>,
  max_tokens: number,
): Reply {
  const texts: Partial<Record<Fault, string>> = {
    invalid_json: `Here is the answer:\n${whole.slice(0, -1)}`,
    wrong_schema: '{"answer": 42}',
    refusal: "",
    max_tokens: whole.slice(0, Math.floor(whole.length / 2)),
    empty: "",
    huge: `{"reasoning": "${"very ".repeat(HUGE_CHARACTERS / 5)}"}`,
  };
  const said = (fault === null ? undefined : texts[fault]) ?? whole;
  const fits = fault === "huge" || tokensIn(said) <= max_tokens;
  const text = fits ? said : said.slice(0, max_tokens * 4);
  const asked = tokensIn(question.content);
  const prefix = question.cached === null || question.cached === undefined ? 0 : tokensIn(question.cached);
  const cached = prefix >= CACHEABLE_TOKENS ? prefix : 0;
  const known = cached > 0 && cached_prompts.has(question.cached ?? "");
  if (cached > 0) cached_prompts.add(question.cached ?? "");
  return {
    text,
    stop: fault === "refusal" ? "refusal" : fault === "max_tokens" || !fits ? "length" : "end",
    usage: {
      input: asked - cached,
      output: Math.max(1, tokensIn(text)),
      cache_read: known ? cached : 0,
      cache_write: known ? 0 : cached,
    },
  };
}
