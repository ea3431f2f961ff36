import { z } from "zod";

/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The schema of a zod object as models get it: inlined (no `$ref`), closed objects with every property required, null as a union of types, descriptions kept.
 * Throws where zod holds something that JSON Schema cannot say, such as a transformation or a recursive type.
 */
export function modelSchema(schema: z.ZodObject, io: "input" | "output" = "output"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, reused: "inline", cycles: "throw" });
  return closed(rest) as JsonSchema;
}

/** The keys in whose values a property is called as it likes: there, a key is a name and no keyword. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(["properties", "$defs"]);

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const schema = Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (NAMED_SCHEMAS.has(key) && isObject(value))
        return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]))];
      if (key === "const" || key === "enum" || key === "default" || key === "examples") return [key, value];
      return [key, closed(value)];
    }),
  );
  return withNullInType(
    isObject(schema.properties) ? closeObject(schema, schema.properties) : withoutSafeRange(schema),
  );
}

function closeObject(schema: Record<string, unknown>, properties: Record<string, unknown>): Record<string, unknown> {
  return { ...schema, required: Object.keys(properties), additionalProperties: false };
}

/** zod bounds integers by what JavaScript holds exactly, which says nothing to a model. */
function withoutSafeRange(schema: Record<string, unknown>): Record<string, unknown> {
  const { minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

/** `anyOf [T, null]` of a plain type T is written `type: [T, "null"]`: shorter, and understood by more providers. An `enum` or `const` stays a union. */
function withNullInType(schema: Record<string, unknown>): Record<string, unknown> {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const inner = anyOf.find((option) => isObject(option) && option.type !== "null");
  const nullable = anyOf.some((option) => isObject(option) && option.type === "null");
  if (!nullable || !isObject(inner) || typeof inner.type !== "string" || "enum" in inner || "const" in inner)
    return schema;
  return { ...inner, ...rest, type: [inner.type, "null"] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether null meets the schema. */
export function isNullable(schema: JsonSchema): boolean {
  const { type, anyOf } = schema;
  if (type === "null" || (Array.isArray(type) && type.includes("null"))) return true;
  return Array.isArray(anyOf) && anyOf.some((option) => isObject(option) && isNullable(option));
}
