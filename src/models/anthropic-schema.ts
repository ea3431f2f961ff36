import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import type { JsonSchema } from "../signatures/json-schema.ts";

/**
 * The part of a JSON Schema that `output_config.format` accepts: closed objects, `anyOf` for alternatives, no bounds. What it has no keyword for becomes part of
 * the description (platform.claude.com/docs/en/build-with-claude/structured-outputs), and is checked by whoever parses the answer. The title is the format's name,
 * as the API has no field for it.
 */
export function anthropicSchema(name: string, schema: JsonSchema): JsonSchema {
  return transformJSONSchema({ ...typed(schema), title: name });
}

/** The SDK's transformation wants a type on every schema and refuses lists of types, which are alternatives said shorter. */
function typed(schema: JsonSchema): Record<string, unknown> {
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, typedWithin(key, value)]));
  if (!Array.isArray(inner.type)) return inner;
  const { type, description, ...rest } = inner;
  return {
    ...(description === undefined ? {} : { description }),
    anyOf: (inner.type as unknown[]).map((one) => (one === "null" ? { type: one } : { ...rest, type: one })),
  };
}

function typedWithin(key: string, value: unknown): unknown {
  if (key === "properties" || key === "$defs") {
    if (!isSchema(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, isSchema(one) ? typed(one) : one]));
  }
  if (key === "items" && isSchema(value)) return typed(value);
  if ((key === "anyOf" || key === "oneOf" || key === "allOf") && Array.isArray(value))
    return value.map((one) => (isSchema(one) ? typed(one) : one));
  return value;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
