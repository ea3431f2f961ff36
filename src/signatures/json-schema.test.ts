import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { workerGrammar } from "./grammar/worker-grammar.ts";
import { isNullable, type JsonSchema, modelSchema } from "./json-schema.ts";
import { SIGNATURES } from "./registry.ts";

/** A zod schema beside an arbitrary of values that its JSON Schema describes, made without zod. */
interface Pair {
  schema: z.ZodType;
  value: fc.Arbitrary<unknown>;
}

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const key = fc.stringMatching(/^[a-z][a-z_]{0,6}$/).filter((name) => !(name in {}));
const leaf: fc.Arbitrary<Pair> = fc.oneof(
  fc.constant({ schema: z.string(), value: text }),
  fc.constant({ schema: z.string().describe("words"), value: text }),
  fc.constant({ schema: z.string().min(1).max(12), value: fc.string({ minLength: 1, maxLength: 12 }) }),
  fc.constant({ schema: z.boolean(), value: fc.boolean() }),
  fc.constant({ schema: z.int(), value: fc.integer() }),
  fc.constant({ schema: z.int().min(0).max(20), value: fc.integer({ min: 0, max: 20 }) }),
  fc.constant({ schema: z.number().min(0).max(1), value: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc
    .uniqueArray(
      text.filter((word) => word !== ""),
      { minLength: 1, maxLength: 4 },
    )
    .map((words) => ({
      schema: z.enum(words),
      value: fc.constantFrom(...words),
    })),
  text.map((word) => ({ schema: z.literal(word), value: fc.constant(word) })),
);

function record(members: readonly (readonly [string, Pair])[]): Pair & { schema: z.ZodObject } {
  return {
    schema: z.object(Object.fromEntries(members.map(([name, { schema }]) => [name, schema]))),
    value: fc.record(Object.fromEntries(members.map(([name, { value }]) => [name, value]))),
  };
}

const members = (inner: fc.Arbitrary<Pair>) =>
  fc.uniqueArray(fc.tuple(key, inner), { minLength: 1, maxLength: 4, selector: ([name]) => name });

const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: "small" },
    leaf,
    tie("pair").map(({ schema, value }) => ({ schema: schema.nullable(), value: fc.option(value) })),
    tie("pair").map(({ schema, value }) => ({
      schema: z.array(schema).max(3),
      value: fc.array(value, { maxLength: 3 }),
    })),
    members(tie("pair")).map(record),
  ),
}));

const withValue = members(pair)
  .map(record)
  .chain(({ schema, value }) => value.map((one) => ({ schema, value: one as Record<string, unknown> })));

/** In the order of the schema, as a model writes it. */
function written(schema: z.ZodObject, value: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.keys(schema.shape).map((name) => [name, value[name]])));
}

describe("the JSON Schema of a zod object", () => {
  it("describes values that zod accepts, and its grammar accepts their text", () => {
    fc.assert(
      fc.property(withValue, ({ schema, value }) => {
        expect(schema.safeParse(value).error).toBeUndefined();
        expect(workerGrammar.accepts(modelSchema(schema), written(schema, value))).toEqual({ ok: true });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses, as zod does, an object without one of its keys", () => {
    fc.assert(
      fc.property(withValue, fc.nat(), ({ schema, value }, which) => {
        const names = Object.keys(schema.shape);
        const left_out = names[which % names.length] ?? "";
        const { [left_out]: _gone, ...rest } = value;
        expect(schema.safeParse(rest).success).toBe(false);
        const text = JSON.stringify(
          Object.fromEntries(names.filter((name) => name in rest).map((name) => [name, rest[name]])),
        );
        expect(workerGrammar.accepts(modelSchema(schema), text)).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });

  it("never accepts by its grammar what zod refuses, lengths of texts and bounds of fractions aside", () => {
    const json = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(null), text, fc.integer({ min: -5, max: 30 }));
    fc.assert(
      fc.property(withValue, fc.nat(), json, ({ schema, value }, which, other) => {
        const names = Object.keys(schema.shape);
        const changed = { ...value, [names[which % names.length] ?? ""]: other };
        const accepted = workerGrammar.accepts(modelSchema(schema), written(schema, changed)).ok;
        const parsed = schema.safeParse(changed);
        const bounds = (parsed.error?.issues ?? []).every(
          (issue) => issue.code === "too_big" || issue.code === "too_small",
        );
        expect(accepted && !parsed.success && !bounds).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("is closed, and requires every property in its order", () => {
    const schema = modelSchema(
      z.object({ b: z.object({ x: z.string().optional() }).describe("inner"), a: z.array(z.object({ y: z.int() })) }),
    );
    expect(schema).toEqual({
      type: "object",
      properties: {
        b: {
          type: "object",
          properties: { x: { type: "string" } },
          required: ["x"],
          additionalProperties: false,
          description: "inner",
        },
        a: {
          type: "array",
          items: {
            type: "object",
            properties: { y: { type: "integer" } },
            required: ["y"],
            additionalProperties: false,
          },
        },
      },
      required: ["b", "a"],
      additionalProperties: false,
    });
  });

  it("writes null as a type where it can and as an alternative where it must", () => {
    const { properties } = modelSchema(
      z.object({ a: z.string().nullable().describe("maybe"), b: z.enum(["x"]).nullable(), c: z.string() }),
    ) as { properties: Record<string, JsonSchema> };
    expect(properties.a).toEqual({ type: ["string", "null"], description: "maybe" });
    expect(properties.b).toEqual({ anyOf: [{ type: "string", enum: ["x"] }, { type: "null" }] });
    expect(Object.values(properties).map(isNullable)).toEqual([true, true, false]);
  });

  it("exists for every signature, and keeps its descriptions", () => {
    for (const { input, output } of SIGNATURES) {
      expect(JSON.stringify(modelSchema(input, "input"))).not.toContain("$ref");
      expect(Object.keys(modelSchema(output).properties ?? {})).toEqual(Object.keys(output.shape));
    }
    const facts = SIGNATURES.find(({ id }) => id === "ir-to-code");
    expect(facts && JSON.stringify(modelSchema(facts.output))).toContain("Import statements, one each");
  });

  it("does not exist for what JSON cannot say", () => {
    expect(() => modelSchema(z.object({ when: z.date() }))).toThrow();
  });
});
