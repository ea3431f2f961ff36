import type { IncomingHttpHeaders } from "node:http";
import { askedIn } from "./anthropic-wire.ts";
import type { Question } from "./question.ts";
import { isObject, type Json, pieces, type Refusal, type Reply } from "./reply.ts";

/** OpenAI chat completions as vLLM, SGLang and OpenAI serve them (platform.openai.com/docs/api-reference/chat). */

export function refuseOpenAI(headers: IncomingHttpHeaders, body: unknown, key: string | null): Refusal | null {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (key !== null && bearer === undefined)
    return error(401, "invalid_request_error", "You didn't provide an API key.");
  if (key !== null && bearer !== key) return error(401, "invalid_request_error", "Incorrect API key provided.");
  if (!isObject(body)) return error(400, "invalid_request_error", "We could not parse the JSON body of your request.");
  if (typeof body.model !== "string") return error(400, "invalid_request_error", "you must provide a model parameter");
  if (body.model.includes("unknown"))
    return error(404, "invalid_request_error", `The model \`${body.model}\` does not exist`);
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return error(400, "invalid_request_error", "[] is too short - 'messages'");
  const format = formatOf(body);
  if (format !== null && !/^[A-Za-z0-9_-]{1,64}$/.test(format.name))
    return error(400, "invalid_request_error", "Invalid 'response_format.json_schema.name'");
  const wrong = format === null ? null : refusedSchema(format.schema, []);
  return wrong === null ? null : error(400, "invalid_request_error", wrong);
}

function error(status: number, type: string, message: string): Refusal {
  return { status, type, message };
}

function formatOf(body: Json): { name: string; schema: Json } | null {
  const format = isObject(body.response_format) ? body.response_format.json_schema : undefined;
  if (!isObject(format) || !isObject(format.schema)) return null;
  return { name: String(format.name), schema: format.schema };
}

/** Strict mode: closed objects with every property required. */
function refusedSchema(schema: Json, context: string[]): string | null {
  const properties = isObject(schema.properties) ? schema.properties : null;
  if (properties !== null) {
    const where = `In context=(${context.map((part) => `'${part}'`).join(", ")}),`;
    if (schema.additionalProperties !== false)
      return `Invalid schema for response_format: ${where} 'additionalProperties' is required to be supplied and to be false.`;
    const required = Array.isArray(schema.required) ? schema.required : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined)
      return `Invalid schema for response_format: ${where} 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  for (const [name, inner] of Object.entries(properties ?? {})) {
    const wrong = isObject(inner) ? refusedSchema(inner, [...context, "properties", name]) : null;
    if (wrong !== null) return wrong;
  }
  if (isObject(schema.items)) return refusedSchema(schema.items, [...context, "items"]);
  return null;
}

export function openaiQuestion(body: Json): Question {
  const format = formatOf(body);
  const messages = (body.messages as Json[]).map((message) => ({
    role: message.role,
    text: String(message.content ?? ""),
  }));
  const system = messages
    .filter(({ role }) => role === "system")
    .map(({ text }) => text)
    .join("\n");
  return {
    signature: format?.name ?? null,
    schema: format?.schema ?? null,
    system,
    asked: askedIn(messages),
    content: JSON.stringify([body.model, messages, format, body.seed ?? null]),
  };
}

export function openaiError(refusal: Refusal): Json {
  return {
    error: {
      message: refusal.message,
      type: refusal.type,
      param: null,
      code: refusal.status === 401 ? "invalid_api_key" : null,
    },
  };
}

const FINISH = { end: "stop", refusal: "content_filter", length: "length" } as const;

function usageOf({ usage }: Reply): Json {
  const prompt = usage.input + usage.cache_read + usage.cache_write;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cache_read },
  };
}

export function openaiCompletion(model: string, id: string, reply: Reply, created: number): Json {
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: reply.text === "" ? null : reply.text, refusal: null },
        logprobs: null,
        finish_reason: FINISH[reply.stop],
      },
    ],
    usage: usageOf(reply),
  };
}

/** The events of a streamed completion, as text of the stream. */
export function openaiEvents(model: string, id: string, reply: Reply, created: number, with_usage: boolean): string[] {
  const chunk = (choices: Json[], more: Json = {}) =>
    `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created, model, choices, ...more })}\n\n`;
  const delta = (content: Json, finish_reason: string | null) => chunk([{ index: 0, delta: content, finish_reason }]);
  return [
    delta({ role: "assistant", content: "" }, null),
    ...pieces(reply.text).map((content) => delta({ content }, null)),
    delta({}, FINISH[reply.stop]),
    ...(with_usage ? [chunk([], { usage: usageOf(reply) })] : []),
    "data: [DONE]\n\n",
  ];
}

export function openaiErrorEvent(): string {
  return `data: ${JSON.stringify({ error: { message: "The server is overloaded", type: "server_error", code: 503 } })}\n\n`;
}
