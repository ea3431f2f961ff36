import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AxPredictor } from "./ax-predictor.ts";
import { contractHash } from "./contract-hash.ts";
import { defineSignature } from "./define.ts";
import { workerGrammar } from "./grammar/worker-grammar.ts";
import { PredictionError, type PredictOptions } from "./predictor.ts";
import type { Program } from "./program.ts";
import { messagesOf, type Reply, scriptedModel } from "./testing.ts";

const grade = defineSignature({
  id: "grade",
  version: 1,
  description: "Grade the text",
  input: z.object({
    text: z.string().describe("What to grade"),
    result: z.array(z.string()),
    note: z.string().nullable(),
  }),
  output: z.object({
    value: z.enum(["good", "bad"]),
    score: z.number().min(0).max(1),
    remark: z.union([z.string(), z.number(), z.null()]),
    spans: z.array(z.object({ at: z.int(), label: z.enum(["a", "b"]).nullable() })),
  }),
  reasoning: true,
});
const output = { value: "good" as const, score: 0.5, remark: null, spans: [{ at: 1, label: null }] };
const right = JSON.stringify({ reasoning: "as it is", ...output });
const input = { text: "", result: [], note: null };

function ask(replies: Reply[], options: PredictOptions<z.output<typeof grade.output>> = {}) {
  const model = scriptedModel(...replies);
  return { model, answer: new AxPredictor(model.service, workerGrammar).predict(grade, input, options) };
}

async function faultOf(answer: Promise<unknown>): Promise<PredictionError> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PredictionError)) throw new Error(`no prediction error: ${String(error)}`);
  return error;
}

describe("a prediction by a model", () => {
  it("gives the output without the reasoning, names that ax refuses included", async () => {
    const { model, answer } = ask([right], { seed: 3 });
    expect(await answer).toEqual({
      output,
      reasoning: "as it is",
      source: "model",
      model: "scripted-1",
      program: null,
      usage: [
        {
          model: "scripted-1",
          calls: 1,
          input_tokens: 100,
          output_tokens: 10,
          cache_read_tokens: 0,
          cache_write_tokens: 0,
          micro_usd: 300,
        },
      ],
    });
    expect(model.calls[0]).toMatchObject({ schema_name: "grade", seed: 3, signal: null });
  });

  it("sends the signature's own schema, with the reasoning first, whole and closed", async () => {
    const { model, answer } = ask([right]);
    await answer;
    const format = model.requests[0]?.responseFormat;
    expect(format).toEqual({
      type: "json_schema",
      schema: { name: "grade", strict: true, schema: model.calls[0]?.schema },
    });
    expect(model.calls[0]?.schema).toMatchObject({
      required: ["reasoning", "value", "score", "remark", "spans"],
      additionalProperties: false,
      properties: { spans: { items: { properties: { label: { anyOf: [{ enum: ["a", "b"] }, { type: "null" }] } } } } },
    });
    expect(model.requests[0]?.functions ?? []).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["texts", "words"],
    ["texts that look like JSON", '{"answer":{"attempt":7}}'],
    ["empty texts", ""],
    ["numbers", 3],
    ["null", null],
  ])("keeps %s in unions as they are", async (_name, remark) => {
    const { answer } = ask([JSON.stringify({ reasoning: "", ...output, remark })]);
    expect((await answer).output.remark).toBe(remark);
  });
});

describe("a wrong answer", () => {
  it("is shown to the model again with where it leaves the grammar", async () => {
    const wrong = JSON.stringify({ reasoning: "", ...output, value: "fine" });
    const { model, answer } = ask([wrong, right]);
    expect((await answer).usage[0]).toMatchObject({ calls: 2, input_tokens: 200, micro_usd: 600 });
    const [, , again, correction] = messagesOf(model.requests[1] ?? { chatPrompt: [] });
    expect(again).toEqual({ role: "assistant", text: wrong });
    expect(correction?.text).toContain("leaves the required format at character 25");
    expect(correction?.text).toContain('found "fine');
  });

  it("is refused when it is no JSON, or more than JSON", async () => {
    const { model, answer } = ask(["I cannot say.", `\`\`\`json\n${right}\n\`\`\``, right]);
    expect((await answer).output).toEqual(output);
    expect(model.requests).toHaveLength(3);
  });

  it("may be empty", async () => {
    const { model, answer } = ask(["", right]);
    expect((await answer).output).toEqual(output);
    const [, , again, correction] = messagesOf(model.requests[1] ?? { chatPrompt: [] });
    expect(again?.text).toBe("(no text)");
    expect(correction?.text).toContain("The answer ends too early, at its start");
  });

  it("is corrected by what zod says of bounds that no grammar holds", async () => {
    const { model, answer } = ask([JSON.stringify({ reasoning: "", ...output, score: 7 }), right]);
    await answer;
    expect(messagesOf(model.requests[1] ?? { chatPrompt: [] }).at(-1)?.text).toContain("expected number to be <=1");
  });

  it("is corrected by the caller's check", async () => {
    const better = JSON.stringify({ reasoning: "", ...output, score: 0.9 });
    const { model, answer } = ask([right, better], {
      check: async ({ score }) => (score < 0.8 ? ["the score is too low"] : []),
    });
    expect((await answer).output.score).toBe(0.9);
    expect(messagesOf(model.requests[1] ?? { chatPrompt: [] }).at(-1)?.text).toContain("the score is too low");
  });

  it("ends the prediction after two corrections, with what they cost", async () => {
    const { model, answer } = ask(["no"]);
    const error = await faultOf(answer);
    expect(error).toMatchObject({ fault: "invalid_output", retryable: false, usage: [{ calls: 3, micro_usd: 900 }] });
    expect(model.requests).toHaveLength(3);
  });
});

describe("what is no answer", () => {
  it("is not corrected: a refusal, a truncation", async () => {
    const refused = ask([{ text: "I won't", finish: "content_filter" }]);
    expect(await faultOf(refused.answer)).toMatchObject({ fault: "refused", usage: [{ calls: 1, micro_usd: 300 }] });
    expect(refused.model.requests).toHaveLength(1);
    const cut = ask([{ text: right.slice(0, 20), finish: "length" }]);
    expect(await faultOf(cut.answer)).toMatchObject({ fault: "truncated", retryable: false });
    expect(cut.model.requests).toHaveLength(1);
  });

  it("is thrown as the transport names it, and not repeated", async () => {
    const limited = new PredictionError("rate_limited", "slow down", { retry_after_ms: 1500 });
    const { model, answer } = ask(["no", limited]);
    expect(await faultOf(answer)).toMatchObject({
      fault: "rate_limited",
      retryable: true,
      retry_after_ms: 1500,
      usage: [{ calls: 2, input_tokens: 100, micro_usd: 300 }],
    });
    expect(model.requests).toHaveLength(2);
    expect(await faultOf(ask([new Error("reset")]).answer)).toMatchObject({
      fault: "connection",
      usage: [{ calls: 1, micro_usd: null }],
    });
  });

  it("costs nothing when nothing was sent", async () => {
    expect((await faultOf(ask([new PredictionError("budget_exhausted", "spent")]).answer)).usage).toEqual([]);
  });

  it("ends with the signal", async () => {
    expect(await faultOf(ask([right], { signal: AbortSignal.abort() }).answer)).toMatchObject({ fault: "aborted" });
    const controller = new AbortController();
    const check = () => {
      controller.abort();
      return ["again"];
    };
    const { model, answer } = ask([right], { signal: controller.signal, check });
    expect(await faultOf(answer)).toMatchObject({ fault: "aborted", usage: [{ calls: 1 }] });
    expect(model.requests).toHaveLength(1);
  });

  it("is an input that the signature does not take, or a schema without a grammar", async () => {
    const model = scriptedModel(right);
    const predictor = new AxPredictor(model.service, workerGrammar);
    const bad = predictor.predict(grade, { ...input, result: "x" } as never);
    expect(await faultOf(bad)).toMatchObject({ fault: "bad_request" });
    const output_schema = { type: "object", properties: { a: { type: "strin" } }, required: ["a"] };
    expect(await faultOf(predictor.predict(grade, input, { output_schema }))).toMatchObject({ fault: "misconfigured" });
  });
});

describe("a program", () => {
  it("replaces the task and adds its demonstrations as turns", async () => {
    const program: Program = {
      format: 1,
      signature: "grade",
      version: "v7",
      contract: await contractHash(grade),
      instruction: "Grade with care",
      demos: [{ input: { text: "fine {{ text }}", result: ["x"], note: "n" }, output }],
    };
    const { model, answer } = ask(["no", right], { program });
    expect((await answer).program).toBe("v7");
    const [system, question, demonstration, ...rest] = messagesOf(model.requests[1] ?? { chatPrompt: [] });
    expect(system?.text).toContain("Grade with care");
    expect(system?.text).not.toContain("Grade the text");
    expect(question?.text).toContain("fine {{ text }}");
    expect(JSON.parse(demonstration?.text ?? "")).toEqual({
      reasoning: "Not supplied for this particular example.",
      ...output,
    });
    expect(rest.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(rest[1]?.text).toBe("no");
  });
});

describe("predictions side by side", () => {
  it("share nothing", async () => {
    const model = scriptedModel("no", right);
    const predictor = new AxPredictor(model.service, workerGrammar);
    const answers = await Promise.all(Array.from({ length: 5 }, () => predictor.predict(grade, input)));
    expect(answers.map(({ usage }) => usage[0]?.calls ?? 0).reduce((sum, calls) => sum + calls, 0)).toBe(6);
  });
});
