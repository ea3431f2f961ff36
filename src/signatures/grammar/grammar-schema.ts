import type { JsonSchema } from "../json-schema.ts";
import { GrammarError } from "./grammar.ts";

/** Words for readers, which a grammar has no use for; schemas that differ only here share one grammar. */
const ANNOTATIONS: ReadonlySet<string> = new Set(["description", "title", "examples", "default", "$schema"]);

/** XGrammar 0.1.27 counts the characters of the JSON text here, in which one character may be written as six. */
const LENGTHS: ReadonlySet<string> = new Set(["minLength", "maxLength"]);

/**
 * A schema as XGrammar gets it: without annotations; without lengths of texts; and without the bounds and constants of fractions, for it refuses `1e-7` between 0 and 1, accepts
 * `1.5` there, and knows a constant 0.1 under another spelling. So the grammar refuses nothing that the schema allows, and what is left out is for whoever parses the answer: the signature's
 * zod schema for its own output, nobody for a narrower schema's. Throws GrammarError for a property whose name JSON may write with an escape: XGrammar takes names as they are.
 */
export function grammarSchema(schema: JsonSchema): JsonSchema {
  if (holdsFraction(schema)) return withoutFractions(schema);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !ANNOTATIONS.has(key) && !LENGTHS.has(key) && !(isBound(key) && isNumber(schema.type)))
      .map(([key, value]) => [key, inner(key, value)]),
  );
}

function holdsFraction({ const: constant, enum: options }: JsonSchema): boolean {
  return [constant, ...(Array.isArray(options) ? options : [])].some(
    (value) => typeof value === "number" && !Number.isSafeInteger(value),
  );
}

/** The other options stay as they are; a fraction becomes any number. */
function withoutFractions({ const: constant, enum: options }: JsonSchema): JsonSchema {
  const rest = (Array.isArray(options) ? options : [constant]).filter((value) => typeof value !== "number");
  return rest.length === 0 ? { type: "number" } : { anyOf: [{ type: "number" }, { enum: rest }] };
}

function isBound(key: string): boolean {
  return /^(exclusive)?(min|max)imum$/i.test(key) || key === "multipleOf";
}

function isNumber(type: unknown): boolean {
  return type === "number" || (Array.isArray(type) && type.includes("number"));
}

function inner(key: string, value: unknown): unknown {
  if (key === "const" || key === "enum") return value;
  if ((key === "properties" || key === "$defs") && isSchema(value)) {
    for (const name of Object.keys(value))
      if (/["\\/\p{Cc}]/u.test(name))
        throw new GrammarError(`a grammar cannot hold a property named ${JSON.stringify(name)}`);
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [name, isSchema(child) ? grammarSchema(child) : child]),
    );
  }
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? grammarSchema(item) : item));
  return isSchema(value) ? grammarSchema(value) : value;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
