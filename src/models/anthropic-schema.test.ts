import { expect, it } from "vitest";
import { anthropicSchema } from "./anthropic-schema.ts";

it("bounds and lists of types become what structured outputs know, and nothing is lost from what the model reads", () => {
  const schema = anthropicSchema("sample", {
    type: "object",
    properties: {
      confidence: { type: "number", minimum: 0, maximum: 1, description: "How sure" },
      why: { type: ["string", "null"], description: "Reason" },
      name: { const: "f" },
      kind: { anyOf: [{ type: "string", enum: ["a", "b"] }, { type: "null" }] },
      list: { type: "array", items: { type: ["integer", "null"] }, maxItems: 5 },
    },
    required: ["confidence", "why", "name", "kind", "list"],
    additionalProperties: false,
  });
  expect(schema).toEqual({
    type: "object",
    title: "sample",
    properties: {
      confidence: { type: "number", description: "How sure\n\n{minimum: 0, maximum: 1}" },
      why: { anyOf: [{ type: "string" }, { type: "null" }], description: "Reason" },
      name: { const: "f" },
      kind: { anyOf: [{ enum: ["a", "b"] }, { type: "null" }] },
      list: { type: "array", items: { anyOf: [{ type: "integer" }, { type: "null" }] }, description: "{maxItems: 5}" },
    },
    required: ["confidence", "why", "name", "kind", "list"],
    additionalProperties: false,
  });
});
