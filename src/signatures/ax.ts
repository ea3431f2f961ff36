import { type AxField, AxGen, type AxSignatureConfig } from "@ax-llm/ax";
import type { z } from "zod";
import { REASONING } from "./answer-schema.ts";
import { answerShape } from "./answer-shape.ts";
import type { SignatureDefinition } from "./define.ts";
import { isNullable, type JsonSchema, modelSchema } from "./json-schema.ts";
import type { Program } from "./program.ts";

/**
 * ax renders the prompt, keeps the conversation and asks for corrections. It never holds an answer: its own types lose unions, null, constants and nested enumerations, and its
 * parser then refuses right answers. Its one output field holds the number of an attempt, which the session behind its service resolves (see ax-session.ts). An
 * output field of type object is also what makes ax ask for structured output.
 */
export type AxInput = Record<string, string>;
export type AxOutput = { answer: { attempt: number } };

/** Where a demonstration has no reasoning of its own, as DSPy says it. */
const NO_REASONING = "Not supplied for this particular example.";

export interface AxProgram {
  gen: AxGen<AxInput, AxOutput>;
  /** The values of an input as ax renders them. */
  render(input: Readonly<Record<string, unknown>>): AxInput;
  /** Completes a system message as ax renders it. */
  system(text: string): string;
  /** The answers of the demonstrations, by attempt number: -1, -2, ... */
  demonstrations: ReadonlyMap<number, string>;
}

/** A signature and its program as an ax program for one prediction: ax keeps state in it, so that it is not shared. */
export function axProgram<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
  answer: JsonSchema,
  program: Program | null,
): AxProgram {
  const inputs = inputFields(modelSchema(signature.input, "input"));
  const fields: AxSignatureConfig = {
    description: program?.instruction ?? signature.description,
    inputs: inputs.map(({ field }) => field),
    outputs: [
      {
        name: "answer",
        title: "answer",
        type: { name: "object", fields: { attempt: { type: "number", isArray: false } } },
      },
    ],
  };
  const gen = new AxGen<AxInput, AxOutput>(fields, { customTemplate: TEMPLATE });
  gen.setId(signature.id);
  const render = (input: Readonly<Record<string, unknown>>): AxInput =>
    Object.fromEntries(
      inputs.flatMap(({ key, field }) => {
        const value = input[key];
        return value === null || value === undefined ? [] : [[field.name, valueText(value)]];
      }),
    );
  const demos = program?.demos ?? [];
  if (demos.length > 0)
    gen.setDemos([
      {
        programId: signature.id,
        traces: demos.map((demo, index) => Object.assign(render(demo.input), { answer: { attempt: -1 - index } })),
      },
    ]);
  const demonstrations = new Map(demos.map((demo, index) => [-1 - index, demonstration(signature, demo.output)]));
  const shape = answerShape(answer);
  return { gen, render, system: (text) => text.replace(SHAPE, () => shape), demonstrations };
}

function demonstration(
  signature: Pick<SignatureDefinition, "reasoning">,
  output: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify(signature.reasoning ? { [REASONING]: NO_REASONING, ...output } : output, null, 2);
}

interface InputField {
  key: string;
  field: AxField;
}

/** Every input is text to ax, which refuses empty lists and texts where it expects a value; null leaves the field out. */
function inputFields(schema: JsonSchema): InputField[] {
  const properties = Object.entries(schema.properties as Readonly<Record<string, JsonSchema>>);
  const taken = new Set<string>();
  return properties.map(([key, property]) => {
    const name = axName(key, taken);
    taken.add(name);
    const field: AxField = {
      name,
      title: key,
      type: { name: "string" },
      ...(typeof property.description === "string" ? { description: property.description } : {}),
      ...(isNullable(property) ? { isOptional: true } : {}),
    };
    return { key, field };
  });
}

/** The letters of ax's own names for fields, and none of the words it finds too general (ax 24.0.21, `validateField`). The prompt shows the title, which is the key itself. */
function axName(key: string, taken: ReadonlySet<string>): string {
  const word = key
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  const plain = `field_${word}`.slice(0, 40).replace(/_+$/, "");
  let name = plain;
  for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
  return name;
}

function valueText(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value, null, 2);
}

/** Stands in the prompt for the shape of the answer, which may hold what ax's template language takes for its own. */
const SHAPE = "<<shape>>";

const TEMPLATE = `<task>
{{ taskDefinitionText }}
</task>

<input>
{{ inputFieldsSection }}
</input>

<answer>
Answer with one JSON object of this shape and nothing else: no words around it, exactly these keys in this order. Lines that start with // explain and are not part of it.

${SHAPE}
</answer>
{{ if hasExampleDemonstrations }}
The turns up to --- END OF EXAMPLES --- are examples.
{{ /if }}`;
