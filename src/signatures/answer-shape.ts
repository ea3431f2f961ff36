import { isRecord } from "./answer-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * A JSON Schema as a model reads it best: the shape of the JSON with types in the place of values and descriptions as comments. It says all that the schema says of
 * types, alternatives, constants and lengths, for providers that cannot enforce a schema and for thoughts before the answer.
 */
export function answerShape(schema: JsonSchema, indent = ""): string {
  return typeText(schema, indent);
}

function typeText(schema: JsonSchema, indent: string): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(schema.anyOf)) return unionText(schema.anyOf.filter(isRecord), indent);
  if (Array.isArray(schema.type))
    return unionText(
      schema.type.map((type) => ({ ...schema, type })),
      indent,
    );
  switch (schema.type) {
    case "object":
      return isRecord(schema.properties) ? objectText(schema.properties, indent) : "{}";
    case "array":
      return arrayText(schema, indent);
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return schema.type;
    default:
      return "any JSON value";
  }
}

function unionText(schemas: readonly JsonSchema[], indent: string): string {
  return schemas.map((schema) => typeText(schema, indent)).join(" | ");
}

function objectText(properties: Readonly<Record<string, unknown>>, indent: string): string {
  const inner = `${indent}  `;
  const entries = Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isRecord(entry[1]));
  if (entries.length === 0) return "{}";
  const lines = entries.map(([name, schema], index) => {
    const comment = commentOf(schema);
    const comma = index === entries.length - 1 ? "" : ",";
    const above = comment === "" ? "" : `${inner}// ${comment}\n`;
    return `${above}${inner}${JSON.stringify(name)}: ${typeText(schema, inner)}${comma}`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function arrayText(schema: JsonSchema, indent: string): string {
  const items = isRecord(schema.items) ? schema.items : {};
  return `[${typeText(items, indent)}, ...]`;
}

function commentOf(schema: JsonSchema): string {
  const items =
    isRecord(schema.items) && typeof schema.items.description === "string" ? schema.items.description : null;
  const parts = [typeof schema.description === "string" ? schema.description : items, ...limits(schema)];
  return parts
    .filter((part) => part !== null)
    .join("; ")
    .replaceAll(/\s+/g, " ");
}

function limits(schema: JsonSchema): string[] {
  const range = (low: unknown, high: unknown, of: string): string[] => {
    if (typeof low === "number" && typeof high === "number") return [`${low} to ${high}${of}`];
    if (typeof low === "number") return [`at least ${low}${of}`];
    return typeof high === "number" ? [`at most ${high}${of}`] : [];
  };
  return [
    ...range(schema.minimum, schema.maximum, ""),
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minItems, schema.maxItems, " items"),
    ...(typeof schema.pattern === "string" ? [`matches ${schema.pattern}`] : []),
  ];
}
