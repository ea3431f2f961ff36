import { describe, expect, it } from "vitest";
import type { ModelRequest } from "./transport.ts";
import { workersAITransport } from "./workers-ai.ts";

const REQUEST: ModelRequest = {
  system: "Be exact.",
  turns: [{ role: "user", text: "prompt: hello" }],
  format: { name: "greet", schema: { type: "object", properties: { a: { type: "string" } } } },
  tools: [],
  tool_choice: "auto",
  max_output_tokens: 100,
  seed: 0,
};

const answering = (answer: unknown) => workersAITransport({ run: async () => answer }, "@cf/x");
const failing = (message: string) =>
  workersAITransport({ run: () => Promise.reject(new Error(message)) }, "@cf/x").send(REQUEST, null);

describe("Workers AI", () => {
  it("is asked in JSON mode with the schema itself", async () => {
    const asked: unknown[] = [];
    const transport = workersAITransport(
      {
        run: async (...parameters) => {
          asked.push(parameters.slice(0, 2));
          return { response: { a: "x" }, usage: { prompt_tokens: 7, completion_tokens: 3 } };
        },
      },
      "@cf/x",
    );
    expect(await transport.send(REQUEST, null)).toEqual({
      id: null,
      text: '{"a":"x"}',
      tool_calls: [],
      stop: "end",
      tokens: { input_tokens: 7, output_tokens: 3, cache_read_tokens: 0, cache_write_tokens: 0 },
    });
    expect(asked).toMatchObject([
      [
        "@cf/x",
        {
          messages: [{ role: "system" }, { role: "user", content: "prompt: hello" }],
          response_format: { type: "json_schema", json_schema: REQUEST.format?.schema },
          max_tokens: 100,
          stream: false,
        },
      ],
    ]);
  });

  it("may answer a chat completion", async () => {
    const reply = await answering({
      choices: [{ message: { content: "{}" }, finish_reason: "length" }],
      usage: { prompt_tokens: 1, completion_tokens: 100 },
    }).send(REQUEST, null);
    expect(reply).toMatchObject({ text: "{}", stop: "length" });
  });

  it("has cut an answer that is as long as allowed, as it names no reason itself", async () => {
    const reply = await answering({ response: "{", usage: { prompt_tokens: 1, completion_tokens: 100 } }).send(
      REQUEST,
      null,
    );
    expect(reply.stop).toBe("length");
  });

  it("that counts nothing leaves the usage unknown", async () => {
    expect((await answering({ response: "x" }).send(REQUEST, null)).tokens).toBeNull();
  });

  it.each([
    ["3040: Capacity temporarily exceeded, please try again.", "overloaded", true],
    ["3036: You have used up your daily free allocation", "rate_limited", false],
    ["5007: No such model @cf/x or task", "misconfigured", false],
    ["3041: not allowed", "authentication", false],
    ["3007: Request timeout", "timeout", true],
    ["3006: Request is too large", "bad_request", false],
    ["5024: JSON Mode couldn't be met", "invalid_output", false],
    ["the binding broke", "connection", true],
  ])("error `%s` is %s", async (message, fault, retryable) => {
    await expect(failing(message)).rejects.toMatchObject({ name: "PredictionError", fault, retryable });
  });

  it("is not asked after an abort, and an abort while it answers is one", async () => {
    const transport = workersAITransport(
      {
        run: (_model, _inputs, options) =>
          new Promise((_, reject) => options?.signal?.addEventListener("abort", () => reject(new Error("stop")))),
      },
      "@cf/x",
    );
    await expect(transport.send(REQUEST, AbortSignal.abort())).rejects.toMatchObject({ fault: "aborted" });
    await expect(transport.send(REQUEST, AbortSignal.timeout(10))).rejects.toMatchObject({ fault: "aborted" });
  });
});
