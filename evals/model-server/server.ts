import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Answerer } from "./answers.ts";
import {
  anthropicError,
  anthropicErrorEvent,
  anthropicEvents,
  anthropicMessage,
  anthropicQuestion,
  refuseAnthropic,
} from "./anthropic-wire.ts";
import { type Fault, type FaultOptions, faultOf } from "./faults.ts";
import { refusalOf, replyOf } from "./faulty-reply.ts";
import {
  openaiCompletion,
  openaiError,
  openaiErrorEvent,
  openaiEvents,
  openaiQuestion,
  refuseOpenAI,
} from "./openai-wire.ts";
import type { Question } from "./question.ts";
import { isObject, type Refusal } from "./reply.ts";
import { cut, json, limitHeaders } from "./respond.ts";

export interface ModelServerOptions {
  answer: Answerer;
  seed?: number;
  /** 0 takes a free one. */
  port?: number;
  /** The key that is accepted; null accepts any. */
  key?: string | null;
  faults?: Partial<FaultOptions>;
  latency_ms?: number;
  /** Lets the process end while the server runs. */
  background?: boolean;
}

/** One request as the server saw it. */
export interface Seen {
  path: string;
  status: number;
  fault: Fault | null;
  signature: string | null;
  /** Whether the right code was answered; null where none was asked. */
  right: boolean | null;
  headers: Record<string, string>;
  body: unknown;
}

/** Requests of one session; tests open one each, so that they share a server and nothing else. */
export interface Session {
  faults: FaultOptions;
  latency_ms: number;
  requests: number;
  seen: Seen[];
  /** How often each content was answered. */
  samples: Map<string, number>;
  /** Prompts in the cache, by content. */
  cached: Set<string>;
}

export interface ModelServer {
  /** Without a path: Anthropic's base URL. OpenAI's has `/v1` after it. */
  url: string;
  port: number;
  /** The session of requests whose path names none. */
  session: Session;
  close(): Promise<void>;
}

const NO_FAULTS: FaultOptions = { script: [], rates: {}, retry_after_s: 1 };

/**
 * A server that speaks the Anthropic Messages API (`/v1/messages`) and OpenAI chat completions (`/v1/chat/completions`), streamed or not, with their error bodies,
 * headers and usage. `POST /sessions` with `{faults, latency_ms}` answers the path of a new session, under which both APIs stand again; `GET` of it what it saw.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const session = newSession(options.faults, options.latency_ms);
  const sessions = new Map<string, Session>();
  let requests = 0;

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.stderr.write(`model server: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (path === "/sessions" && request.method === "POST") {
      const wanted = JSON.parse(text === "" ? "{}" : text) as { faults?: Partial<FaultOptions>; latency_ms?: number };
      const name = `/sessions/${sessions.size + 1}`;
      sessions.set(name, newSession(wanted.faults, wanted.latency_ms));
      return json(response, 201, { path: name }, {});
    }
    const match = /^(\/sessions\/\d+)(\/.*)?$/.exec(path);
    const used = match === null ? session : sessions.get(match[1] ?? "");
    if (used === undefined) return json(response, 404, { error: { message: "no such session" } }, {});
    if (match !== null && match[2] === undefined) return json(response, 200, { seen: used.seen }, {});
    const api = apiOf(match?.[2] ?? path);
    if (api === null || request.method !== "POST")
      return json(response, 404, { type: "error", error: { type: "not_found_error", message: "Not found" } }, {});
    await converse(api, used, request, response, text, path, ++requests);
  }

  async function converse(
    api: "anthropic" | "openai",
    used: Session,
    request: IncomingMessage,
    response: ServerResponse,
    text: string,
    path: string,
    count: number,
  ): Promise<void> {
    const request_id = `req_${createHash("sha256").update(`${count}`).digest("hex").slice(0, 24)}`;
    const body = parsed(text);
    const seen: Seen = {
      path,
      status: 200,
      fault: null,
      signature: null,
      right: null,
      headers: headersOf(request),
      body,
    };
    used.seen.push(seen);
    const order = used.requests++;
    const refuse = (refusal: Refusal) => {
      seen.status = refusal.status;
      json(response, refusal.status, api === "anthropic" ? anthropicError(refusal, request_id) : openaiError(refusal), {
        ...limitHeaders(api, request_id, refusal.status === 429),
        ...refusal.headers,
      });
    };
    const key = options.key ?? null;
    const wrong = (api === "anthropic" ? refuseAnthropic : refuseOpenAI)(request.headers, body, key);
    if (wrong !== null || !isObject(body))
      return refuse(wrong ?? { status: 400, type: "invalid_request_error", message: "" });
    const question: Question & { cached?: string | null } =
      api === "anthropic" ? anthropicQuestion(body) : openaiQuestion(body);
    seen.signature = question.signature;
    const fault = faultOf(used.faults, options.seed ?? 0, question.content, order);
    seen.fault = fault;
    if (used.latency_ms > 0) await wait(used.latency_ms);
    const stream = body.stream === true;
    const refusal = refusalOf(fault, api, stream, used.faults.retry_after_s);
    if (refusal !== null) return refuse(refusal);
    if (fault === "timeout") {
      seen.status = 0;
      return;
    }
    if (fault === "bad_gateway" || fault === "broken_body") {
      seen.status = fault === "bad_gateway" ? 502 : 200;
      response.writeHead(seen.status, { "content-type": fault === "bad_gateway" ? "text/html" : "application/json" });
      response.end("<html><body><h1>Bad gateway</h1></body></html>");
      return;
    }
    const sample = used.samples.get(question.content) ?? 0;
    used.samples.set(question.content, sample + 1);
    const answer = options.answer(question, sample);
    seen.right = answer.right;
    const whole = typeof answer.object === "string" ? answer.object : JSON.stringify(answer.object);
    const reply = replyOf(
      whole,
      fault,
      question,
      used.cached,
      Number(body.max_tokens ?? body.max_completion_tokens ?? 16_000),
    );
    const id = `${api === "anthropic" ? "msg_" : "chatcmpl-"}${request_id.slice(4)}`;
    const model = String(body.model);
    const created = 1_790_000_000 + count;
    const headers = limitHeaders(api, request_id, false);
    if (!stream) {
      const message =
        api === "anthropic" ? anthropicMessage(model, id, reply) : openaiCompletion(model, id, reply, created);
      if (fault === "cut") return cut(response, [JSON.stringify(message)], headers, "application/json");
      return json(response, 200, message, headers);
    }
    const with_usage = isObject(body.stream_options) && body.stream_options.include_usage === true;
    const events =
      api === "anthropic" ? anthropicEvents(model, id, reply) : openaiEvents(model, id, reply, created, with_usage);
    if (fault === "cut") return cut(response, events, headers, "text/event-stream");
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      ...headers,
    });
    if (fault === "stream_error") {
      for (const event of events.slice(0, 2)) response.write(event);
      response.end(api === "anthropic" ? anthropicErrorEvent() : openaiErrorEvent());
      return;
    }
    for (const event of events) response.write(event);
    response.end();
  }

  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  if (options.background === true) server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the model server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    session,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function newSession(faults: Partial<FaultOptions> = {}, latency_ms = 0): Session {
    return {
      faults: { ...NO_FAULTS, ...faults },
      latency_ms,
      requests: 0,
      seen: [],
      samples: new Map(),
      cached: new Set(),
    };
  }
}

function apiOf(path: string): "anthropic" | "openai" | null {
  if (path === "/v1/messages") return "anthropic";
  return path === "/v1/chat/completions" ? "openai" : null;
}

/** Keys are not written down. */
function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || name === "authorization" || name === "x-api-key" ? [] : [[name, String(value)]],
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
