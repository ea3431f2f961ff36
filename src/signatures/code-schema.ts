import type { IR } from "../ir/ir.ts";
import { isRecord } from "./answer-schema.ts";
import { CodeFacts } from "./facts.ts";
import { type JsonSchema, modelSchema } from "./json-schema.ts";

/**
 * The schema of code for one IR, narrower than that of CodeFacts: before it writes the code, a model repeats the function's name, the type of each parameter, the type of the
 * result and every assertion by its id, all fixed by `const`. What a model has just written it keeps to, and an answer for another contract cannot be written at all.
 * The echo is checked with the grammar of this schema and is no part of the output.
 *
 * Parameters and assertions are objects and not lists, since that fixes their order and number with keywords that every provider of structured output has.
 */
export function codeSchema(ir: Pick<IR, "signature" | "assertions">): JsonSchema {
  const { signature, assertions } = ir;
  const code = modelSchema(CodeFacts);
  if (!isRecord(code.properties)) throw new TypeError("code facts are no object");
  return closedObject(
    {
      name: { ...fixed(signature.name), description: "Name of the function" },
      parameters: closedObject(
        Object.fromEntries(signature.parameters.map((parameter) => [parameter.name, fixed(parameter.type_hint)])),
        "Type of each parameter",
      ),
      returns: { ...fixed(signature.returns.type_hint), description: "Type of the result" },
      assertions: closedObject(
        Object.fromEntries(assertions.map((assertion) => [assertion.id, fixed(assertion.expression.text)])),
        "What the code must meet",
      ),
      ...code.properties,
    },
    "The contract repeated, then the code",
  );
}

function fixed(value: string | null): JsonSchema {
  return value === null ? { type: "null" } : { type: "string", const: value };
}

function closedObject(properties: Readonly<Record<string, unknown>>, description: string): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false, description };
}
