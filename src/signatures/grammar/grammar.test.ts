import { describe, expect, it } from "vitest";
import { constraintExtraction } from "../constraint-extraction.ts";
import { type JsonSchema, modelSchema } from "../json-schema.ts";
import { validation } from "../validation.ts";
import { GrammarError, grammarProblem } from "./grammar.ts";
import { workerGrammar } from "./worker-grammar.ts";

const schema = modelSchema(validation.output);
const right = { holds: "no", why: "it says `x`", counterexample: { args: ["1"] } };
const accepts = (text: string, of: JsonSchema = schema) => workerGrammar.accepts(of, text);

describe("the grammar of a signature's answers", () => {
  it("accepts answers however they are spaced", () => {
    expect(accepts(JSON.stringify(right))).toEqual({ ok: true });
    expect(accepts(JSON.stringify(right, null, 2))).toEqual({ ok: true });
    expect(accepts('{"holds":"yes","why":"\\u00e9 é 😀","counterexample":null}')).toEqual({ ok: true });
  });

  it("says where an answer leaves it and what had to come there", () => {
    const text = '{"holds":"maybe","why":"","counterexample":null}';
    expect(accepts(text)).toEqual({ ok: false, at: 10, incomplete: false, expected: "`n` or `u` or `y`" });
    expect(accepts('{"why":"","holds":"no","counterexample":null}')).toMatchObject({ ok: false, at: 2 });
    const missing = accepts('{"holds":"no","why":"😀"}');
    expect(missing).toMatchObject({ ok: false, at: 24, incomplete: false });
    if (!missing.ok) expect(grammarProblem(missing, '{"holds":"no","why":"😀"}')).toContain("expected");
  });

  it("tells a beginning from an answer", () => {
    expect(accepts('{"holds":"no","why":"be')).toEqual({ ok: false, at: 23, incomplete: true, expected: null });
    expect(accepts("")).toMatchObject({ ok: false, at: 0, incomplete: true, expected: '"{"' });
  });

  it("refuses words around the answer, unknown keys and lists that are too long", () => {
    expect(accepts(`Here it is: ${JSON.stringify(right)}`)).toMatchObject({ ok: false, at: 0 });
    expect(accepts(`\`\`\`json\n${JSON.stringify(right)}\n\`\`\``)).toMatchObject({ ok: false, at: 0 });
    expect(accepts(`${JSON.stringify(right)} Good?`)).toMatchObject({ ok: false, expected: "the end" });
    expect(accepts(JSON.stringify({ ...right, more: 1 }))).toMatchObject({ ok: false });
    const short: JsonSchema = { type: "array", items: { type: "integer" }, maxItems: 2 };
    expect(accepts("[1,2]", short)).toEqual({ ok: true });
    expect(accepts("[1,2,3]", short)).toMatchObject({ ok: false, at: 4 });
  });

  it("leaves lengths of texts and constants of fractions to the parser", () => {
    const short: JsonSchema = { type: "string", minLength: 1, maxLength: 2 };
    for (const text of ['"ab"', '"\\u00e9\\n"', '"/\\""']) expect(accepts(text, short)).toEqual({ ok: true });
    const some: JsonSchema = { enum: [0.1, "low", 2] };
    for (const text of ["0.1", "1e-1", "2", '"low"']) expect(accepts(text, some)).toEqual({ ok: true });
    expect(accepts('"high"', some)).toMatchObject({ ok: false });
  });

  it("leaves the bounds of fractions to the parser", () => {
    const between: JsonSchema = { type: "number", minimum: 0, maximum: 1 };
    for (const text of ["0", "1", "0.25", "1e-7"]) expect(accepts(text, between)).toEqual({ ok: true });
  });

  it("fixes what is const", () => {
    const fixed: JsonSchema = {
      type: "object",
      properties: {
        name: { const: "f" },
        assertions: {
          type: "object",
          properties: { a1: { const: "x > 0" } },
          required: ["a1"],
          additionalProperties: false,
        },
      },
      required: ["name", "assertions"],
      additionalProperties: false,
    };
    expect(accepts('{ "name": "f", "assertions": {"a1": "x > 0"} }', fixed)).toEqual({ ok: true });
    expect(accepts('{"name":"g","assertions":{"a1":"x > 0"}}', fixed)).toMatchObject({ ok: false, at: 9 });
    expect(accepts('{"name":"f","assertions":{"a1":"x > 1"}}', fixed)).toMatchObject({ ok: false, at: 36 });
    expect(accepts('{"name":"f","assertions":{}}', fixed)).toMatchObject({ ok: false, at: 26 });
  });

  it("takes a slash in a constant as a model writes it, and as its escape", () => {
    const fixed: JsonSchema = { type: "object", properties: { a: { const: "x / 2 \\ \u007f" } }, required: ["a"] };
    const answer = JSON.stringify({ a: "x / 2 \\ \u007f" });
    expect(accepts(answer, fixed)).toEqual({ ok: true });
    expect(accepts(answer.replace("/", "\\/"), fixed)).toEqual({ ok: true });
    expect(accepts(answer.replace("/ 2", "/ 3"), fixed)).toMatchObject({ ok: false, at: 10 });
    expect(() => accepts("{}", { type: "object", properties: { "a/b": { type: "string" } } })).toThrow(GrammarError);
  });

  it("names why a schema has no grammar, and goes on with the next", () => {
    expect(() => accepts("{}", { type: "strin" })).toThrow(GrammarError);
    expect(() => accepts("{}", { type: "strin" })).toThrow(/Unsupported type/);
    expect(accepts(JSON.stringify(right))).toEqual({ ok: true });
  });

  it("accepts long answers", () => {
    const answer = JSON.stringify({
      preconditions: Array.from({ length: 100 }, (_, n) => ({ expression: `x > ${n}`, rationale: "as it says" })),
      postconditions: [],
      examples: [],
      effects: [],
      ambiguities: [],
    });
    const large = modelSchema(constraintExtraction.output);
    expect(accepts(answer, large)).toEqual({ ok: true });
  });
});
