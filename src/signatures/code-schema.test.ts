import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyIr } from "../ir/ir.arbitrary.ts";
import { sampleAssertion, sampleIr, sampleParameter } from "../ir/ir.sample.ts";
import { AxPredictor } from "./ax-predictor.ts";
import { codeSchema } from "./code-schema.ts";
import { workerGrammar } from "./grammar/worker-grammar.ts";
import { irToCode } from "./ir-to-code.ts";
import { scriptedModel } from "./testing.ts";

const ir = {
  signature: {
    ...sampleIr().signature,
    name: "half",
    parameters: [sampleParameter("x"), sampleParameter("ys", { type_hint: null })],
    returns: { ...sampleIr().signature.returns, type_hint: "float" },
  },
  assertions: [
    sampleAssertion("precondition", "x > 0"),
    sampleAssertion("postcondition", 'result == x / 2 and "é\\n" != ys'),
  ],
};
const [before, after] = ir.assertions.map(({ id }) => id);
const echo = {
  name: "half",
  parameters: { x: "int", ys: null },
  returns: "float",
  assertions: { [before ?? ""]: "x > 0", [after ?? ""]: ir.assertions[1]?.expression.text },
};
const code = { imports: [], helpers: "", body: "return x / 2" };
const accepts = (value: unknown) => workerGrammar.accepts(codeSchema(ir), JSON.stringify(value));

describe("the schema of code for an IR", () => {
  it("takes code after the contract repeated", () => {
    expect(accepts({ ...echo, ...code })).toEqual({ ok: true });
  });

  it.each<[string, unknown]>([
    ["another name", { ...echo, name: "halve", ...code }],
    ["another type of a parameter", { ...echo, parameters: { x: "float", ys: null }, ...code }],
    ["another order of parameters", { ...echo, parameters: { ys: null, x: "int" }, ...code }],
    ["one more parameter", { ...echo, parameters: { ...echo.parameters, z: "int" }, ...code }],
    ["another result", { ...echo, returns: "int", ...code }],
    ["an assertion left out", { ...echo, assertions: { [before ?? ""]: "x > 0" }, ...code }],
    ["a weaker assertion", { ...echo, assertions: { ...echo.assertions, [before ?? ""]: "x > -1" }, ...code }],
    ["no assertions", { name: "half", parameters: echo.parameters, returns: "float", ...code }],
    ["code alone", code],
    ["code before the contract", { ...code, ...echo }],
  ])("refuses %s", (_what, value) => {
    expect(accepts(value)).toMatchObject({ ok: false });
  });

  it("exists for every IR, and takes its own contract", () => {
    fc.assert(
      fc.property(anyIr, ({ signature, assertions }) => {
        const contract = {
          name: signature.name,
          parameters: Object.fromEntries(signature.parameters.map(({ name, type_hint }) => [name, type_hint])),
          returns: signature.returns.type_hint,
          assertions: Object.fromEntries(assertions.map(({ id, expression }) => [id, expression.text])),
        };
        const text = JSON.stringify({ ...contract, ...code });
        expect(workerGrammar.accepts(codeSchema({ signature, assertions }), text)).toEqual({ ok: true });
      }),
      { numRuns: 40 },
    );
  });

  it("leaves the code alone in the output, and corrects another contract", async () => {
    const contract = {
      summary: "Half",
      signature: "def half(x: int, ys) -> float",
      parameters: [],
      returns: "float",
      preconditions: [],
      postconditions: [],
      raises: [],
      examples: [],
    };
    const wrong = JSON.stringify({ reasoning: "r", ...echo, name: "halve", ...code });
    const { service, requests } = scriptedModel(wrong, JSON.stringify({ reasoning: "r", ...echo, ...code }));
    const predictor = new AxPredictor(service, workerGrammar);
    const prediction = await predictor.predict(irToCode, { contract, prompt: null }, { output_schema: codeSchema(ir) });
    expect(prediction.output).toEqual(code);
    expect(requests).toHaveLength(2);
  });
});
