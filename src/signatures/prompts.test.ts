import { describe, expect, it } from "vitest";
import { isRecord } from "./answer-schema.ts";
import { AxPredictor } from "./ax-predictor.ts";
import { workerGrammar } from "./grammar/worker-grammar.ts";
import { type JsonSchema, modelSchema } from "./json-schema.ts";
import { PredictionError } from "./predictor.ts";
import { SIGNATURES } from "./registry.ts";
import { messagesOf, scriptedModel } from "./testing.ts";

/** A small value of a schema: texts say where they stand, lists have one item, and what may be null is. */
function sample(schema: JsonSchema, name: string): unknown {
  if (Array.isArray(schema.type) && schema.type.includes("null")) return null;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.anyOf)) return null;
  if (schema.type === "array") return [sample(isRecord(schema.items) ? schema.items : {}, name)];
  if (schema.type === "object" && isRecord(schema.properties))
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, one]) => [key, sample(isRecord(one) ? one : {}, key)]),
    );
  return schema.type === "string" ? `<${name}>` : 0;
}

describe("the prompt", () => {
  // An upgrade of ax may change what compiled programs were measured with: then the difference shows here.
  it.each(SIGNATURES.map((signature) => [signature.id, signature] as const))("of %s", async (_id, signature) => {
    const stop = new PredictionError("no_answer", "only the prompt is wanted");
    const model = scriptedModel(stop);
    const input = sample(modelSchema(signature.input, "input"), "input") as Record<string, unknown>;
    const answer = new AxPredictor(model.service, workerGrammar).predict(signature, input);
    await expect(answer).rejects.toMatchObject({ fault: "no_answer" });
    const [request] = model.requests;
    if (request === undefined) throw new Error("nothing was asked");
    const rendered = messagesOf(request).map(({ role, text }) => `--- ${role}\n${text}`);
    expect(rendered.join("\n")).toMatchSnapshot();
  });
});
