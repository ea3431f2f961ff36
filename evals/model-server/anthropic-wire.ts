import type { IncomingHttpHeaders } from "node:http";
import type { Question } from "./question.ts";
import { isObject, type Json, pieces, type Refusal, type Reply } from "./reply.ts";

/** The Anthropic Messages API as its clients see it (platform.claude.com/docs/en/api/messages). */

const FIELDS: ReadonlySet<string> = new Set([
  "model",
  "max_tokens",
  "messages",
  "system",
  "stream",
  "metadata",
  "stop_sequences",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "cache_control",
  "service_tier",
  "speed",
  "container",
  "inference_geo",
  "diagnostics",
]);

/** Keywords of JSON Schema that structured outputs refuse with 400. */
const REFUSED: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "maxItems",
  "uniqueItems",
  "oneOf",
]);

export function refuseAnthropic(headers: IncomingHttpHeaders, body: unknown, key: string | null): Refusal | null {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const given = headers["x-api-key"] ?? bearer;
  if (given === undefined) return error(401, "authentication_error", "x-api-key header is required");
  if (key !== null && given !== key)
    return error(
      401,
      "authentication_error",
      headers["x-api-key"] === undefined ? "invalid bearer token" : "invalid x-api-key",
    );
  if (headers["anthropic-version"] === undefined)
    return error(400, "invalid_request_error", "anthropic-version: header is required");
  if (!isObject(body)) return error(400, "invalid_request_error", "The request body is not valid JSON");
  for (const field of ["model", "max_tokens", "messages"])
    if (body[field] === undefined) return error(400, "invalid_request_error", `${field}: Field required`);
  for (const field of Object.keys(body))
    if (!FIELDS.has(field)) return error(400, "invalid_request_error", `${field}: Extra inputs are not permitted`);
  if (typeof body.model !== "string" || !body.model.startsWith("claude-"))
    return error(404, "not_found_error", `model: ${String(body.model)}`);
  if (!Number.isInteger(body.max_tokens) || (body.max_tokens as number) < 1)
    return error(400, "invalid_request_error", "max_tokens: Input should be greater than or equal to 1");
  const { messages } = body;
  if (!Array.isArray(messages) || messages.length === 0)
    return error(400, "invalid_request_error", "messages: at least one message is required");
  for (const [index, message] of messages.entries()) {
    if (!isObject(message) || (message.role !== "user" && message.role !== "assistant"))
      return error(400, "invalid_request_error", `messages.${index}.role: Input should be 'user' or 'assistant'`);
    if (textOf(message.content) === "" && !Array.isArray(message.content))
      return error(400, "invalid_request_error", `messages.${index}: all messages must have non-empty content`);
  }
  const format = formatOf(body);
  const wrong = format === null ? null : refusedSchema(format, "output_config.format.schema");
  return wrong === null ? null : error(400, "invalid_request_error", wrong);
}

function error(status: number, type: string, message: string): Refusal {
  return { status, type, message };
}

function formatOf(body: Json): Json | null {
  const format = isObject(body.output_config) ? body.output_config.format : undefined;
  return isObject(format) && format.type === "json_schema" && isObject(format.schema) ? format.schema : null;
}

function refusedSchema(schema: Json, at: string): string | null {
  for (const [key, value] of Object.entries(schema)) {
    if (REFUSED.has(key)) return `${at}: For '${String(schema.type)}' type, property '${key}' is not supported`;
    if (key === "properties" && isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        const wrong = isObject(inner) ? refusedSchema(inner, `${at}.properties.${name}`) : null;
        if (wrong !== null) return wrong;
      }
    } else if (key === "anyOf" && Array.isArray(value)) {
      for (const inner of value) {
        const wrong = isObject(inner) ? refusedSchema(inner, `${at}.anyOf`) : null;
        if (wrong !== null) return wrong;
      }
    } else if (key === "items" && isObject(value)) {
      const wrong = refusedSchema(value, `${at}.items`);
      if (wrong !== null) return wrong;
    }
  }
  if (schema.type === "object" && schema.additionalProperties !== false)
    return `${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`;
  return null;
}

export function anthropicQuestion(body: Json): Question & { cached: string | null } {
  const schema = formatOf(body);
  const system = textOf(body.system);
  const messages = (body.messages as Json[]).map((message) => ({ role: message.role, text: textOf(message.content) }));
  const cached =
    Array.isArray(body.system) && body.system.some((block) => isObject(block) && isObject(block.cache_control));
  return {
    signature: schema === null || typeof schema.title !== "string" ? null : schema.title,
    schema,
    system,
    asked: askedIn(messages),
    content: JSON.stringify([body.model, system, messages, schema]),
    cached: cached ? system : null,
  };
}

/** What is asked is the last user turn that follows no answer to correct: demonstrations come before it, corrections after it. */
export function askedIn(messages: readonly { role: unknown; text: string }[]): string {
  const users = messages.filter(({ role }) => role === "user").map(({ text }) => text);
  const real = users.find((text) => /REAL USER QUERY/i.test(text));
  return (
    real?.replace(/^[\s\S]*REAL USER QUERY[^\n]*\n?/i, "") ??
    users.find((text) => /^\s*\w[\w ]*:/.test(text)) ??
    users[0] ??
    ""
  );
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((block) => (isObject(block) && typeof block.text === "string" ? block.text : "")).join("\n");
}

const STOPS = { end: "end_turn", refusal: "refusal", length: "max_tokens" } as const;

export function anthropicError(refusal: Refusal, request_id: string): Json {
  return { type: "error", error: { type: refusal.type, message: refusal.message }, request_id };
}

export function anthropicMessage(model: string, id: string, reply: Reply): Json {
  return {
    id,
    type: "message",
    role: "assistant",
    model,
    content: reply.text === "" ? [] : [{ type: "text", text: reply.text }],
    stop_reason: STOPS[reply.stop],
    stop_sequence: null,
    usage: usageOf(reply, reply.usage.output),
  };
}

function usageOf({ usage }: Reply, output: number): Json {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cache_write,
    cache_read_input_tokens: usage.cache_read,
    cache_creation: { ephemeral_5m_input_tokens: usage.cache_write, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: "standard",
  };
}

/** The events of a streamed message, as text of the stream. */
export function anthropicEvents(model: string, id: string, reply: Reply): string[] {
  const message = { ...anthropicMessage(model, id, reply), content: [], stop_reason: null, usage: usageOf(reply, 1) };
  return [
    event("message_start", { message }),
    ...(reply.text === ""
      ? []
      : [
          event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
          event("ping", {}),
          ...pieces(reply.text).map((text) =>
            event("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
          ),
          event("content_block_stop", { index: 0 }),
        ]),
    event("message_delta", {
      delta: { stop_reason: STOPS[reply.stop], stop_sequence: null },
      usage: { output_tokens: reply.usage.output },
    }),
    event("message_stop", {}),
  ];
}

export function anthropicErrorEvent(): string {
  return event("error", { error: { type: "overloaded_error", message: "Overloaded" } });
}

function event(type: string, data: Json): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
