import type { JsonSchema } from "../json-schema.ts";

/** Words for readers, which a grammar has no use for; schemas that differ only here share one grammar. */
const ANNOTATIONS: ReadonlySet<string> = new Set(["description", "title", "examples", "default", "$schema"]);

/**
 * A schema as XGrammar gets it: without annotations, and without the bounds of non-integers: for these XGrammar 0.1.27 refuses `1e-7` between 0 and 1 and accepts `1.5`.
 * What is left out here is checked when the answer is parsed.
 */
export function grammarSchema(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !ANNOTATIONS.has(key) && !(boundsOf(key) && isNumber(schema.type)))
      .map(([key, value]) => [key, inner(key, value)]),
  );
}

function boundsOf(key: string): boolean {
  return /^(exclusive)?(min|max)imum$/i.test(key) || key === "multipleOf";
}

function isNumber(type: unknown): boolean {
  return type === "number" || (Array.isArray(type) && type.includes("number"));
}

function inner(key: string, value: unknown): unknown {
  if (key === "const" || key === "enum") return value;
  if (key === "properties" || key === "$defs")
    return isSchema(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, child]) => [name, isSchema(child) ? grammarSchema(child) : child]),
        )
      : value;
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? grammarSchema(item) : item));
  return isSchema(value) ? grammarSchema(value) : value;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
