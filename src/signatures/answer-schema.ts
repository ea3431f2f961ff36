import type { z } from "zod";
import type { SignatureDefinition } from "./define.ts";
import { type JsonSchema, modelSchema } from "./json-schema.ts";

/** Name of the visible first field in which a model thinks; no signature's output has a field of that name. */
export const REASONING = "reasoning";

const REASONING_SCHEMA = { type: "string", description: "Step-by-step thoughts that lead to the answer" } as const;

/**
 * JSON Schema of all that a model writes for a signature: its output, or the `narrower` schema in its place, after the reasoning where the signature asks for it.
 * Reasoning comes first because a model writes in order and its answer should follow from its thoughts.
 */
export function answerSchema<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
  narrower?: JsonSchema,
): JsonSchema {
  const schema = narrower ?? modelSchema(signature.output);
  if (!signature.reasoning) return schema;
  const { properties, required } = schema;
  if (!isRecord(properties))
    throw new TypeError(`the answer to ${signature.id} is no object: it cannot hold reasoning`);
  if (REASONING in properties) throw new TypeError(`the output of ${signature.id} has a field named ${REASONING}`);
  return {
    ...schema,
    properties: { [REASONING]: REASONING_SCHEMA, ...properties },
    required: [REASONING, ...(Array.isArray(required) ? required : [])],
  };
}

/** An answer's reasoning and what is left of it. */
export function splitReasoning(
  signature: Pick<SignatureDefinition, "reasoning">,
  answer: Readonly<Record<string, unknown>>,
): { reasoning: string | null; rest: Record<string, unknown> } {
  if (!signature.reasoning) return { reasoning: null, rest: { ...answer } };
  const { [REASONING]: reasoning, ...rest } = answer;
  return { reasoning: typeof reasoning === "string" ? reasoning : null, rest };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
