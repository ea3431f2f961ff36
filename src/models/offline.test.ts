import { describe, expect, it } from "vitest";
import { constraintExtraction } from "../signatures/constraint-extraction.ts";
import type { ContractFacts } from "../signatures/facts.ts";
import { holeSuggestion } from "../signatures/hole-suggestion.ts";
import { intentToSignature } from "../signatures/intent-to-signature.ts";
import { irToCode } from "../signatures/ir-to-code.ts";
import { nlToIntent } from "../signatures/nl-to-intent.ts";
import { repair } from "../signatures/repair.ts";
import { validation } from "../signatures/validation.ts";
import type { SynthesisProblem, SynthesizedCode } from "../synthesis/problem.ts";
import { offlinePredictor } from "./offline.ts";

const PROMPT =
  "def clip(n: int, top: int) -> int:\n    '''Return 0 if n is negative. Frobnicate the rest.\n    clip(-1, 3) == 0\n    '''\n";

const contract: ContractFacts = {
  summary: "Clip a number.",
  signature: "def clip(n: int, top) -> int:",
  parameters: [
    { name: "n", type_hint: "int" },
    { name: "top", type_hint: null },
  ],
  returns: "int",
  preconditions: ["top > 0"],
  postconditions: ["result <= top"],
  raises: [],
  examples: [{ args: ["5", "3"], kwargs: [], returns: "3", raises: null }],
};

function code(body: string): SynthesizedCode {
  return { code: { imports: [], helpers: "", body }, by: "enumeration" };
}

const found = [code("return min(n, top)"), code("if n > top:\n    return top\nreturn n")];

describe("offlinePredictor on requests", () => {
  const predictor = offlinePredictor();

  it("reads intent, signature and constraints under the same identifiers", async () => {
    const intent = (await predictor.predict(nlToIntent, { prompt: PROMPT, context: null })).output;
    expect(intent.identifiers.map(({ name }) => name)).toEqual(["clip", "n", "top"]);
    const signature = await predictor.predict(intentToSignature, { prompt: PROMPT, context: null, intent });
    expect(signature.output.parameters.map(({ name }) => name)).toEqual(["n", "top"]);
    const constraints = await predictor.predict(constraintExtraction, { prompt: PROMPT, context: null, intent });
    expect(constraints.output.postconditions.map(({ expression }) => expression)).toEqual([
      "implies(n < 0, result == 0)",
    ]);
    expect(constraints.output.examples).toHaveLength(1);
    expect(constraints).toMatchObject({ source: "offline", model: "offline", usage: [], program: null });
  });

  it("says which part of the request it did not understand", async () => {
    const intent = (await predictor.predict(nlToIntent, { prompt: PROMPT, context: null })).output;
    const { output } = await predictor.predict(constraintExtraction, { prompt: PROMPT, context: null, intent });
    expect(output.ambiguities.find(({ subject }) => subject === "request")?.question).toContain("Frobnicate the rest.");
  });

  it("has no answer under identifiers that it did not read", async () => {
    const intent = (await predictor.predict(nlToIntent, { prompt: PROMPT, context: null })).output;
    const other = {
      ...intent,
      identifiers: intent.identifiers.map((each) => (each.name === "n" ? { ...each, name: "m" } : each)),
    };
    await expect(
      predictor.predict(intentToSignature, { prompt: PROMPT, context: null, intent: other }),
    ).rejects.toMatchObject({ fault: "no_answer" });
  });

  it.each(["", " ?! "])("has no intent for %j", async (prompt) => {
    await expect(predictor.predict(nlToIntent, { prompt, context: null })).rejects.toMatchObject({
      fault: "no_answer",
    });
  });

  it("has no opinion on clauses", async () => {
    const input = { code: "def f(): pass", function_name: "f", preconditions: [], clause: "True" };
    await expect(predictor.predict(validation, input)).rejects.toMatchObject({
      fault: "no_answer",
      message: expect.stringContaining("solver"),
    });
  });
});

describe("offlinePredictor on code", () => {
  it("gives synthesis the whole contract and chooses among what is found by seed", async () => {
    const problems: SynthesisProblem[] = [];
    const predictor = offlinePredictor({
      synthesize: async (problem) => {
        problems.push(problem);
        return { status: "found", found };
      },
    });
    const bodies = [];
    for (const seed of [0, 1, 2])
      bodies.push((await predictor.predict(irToCode, { contract, prompt: "words" }, { seed })).output.body);
    expect(bodies).toEqual([found[0]?.code.body, found[1]?.code.body, found[0]?.code.body]);
    expect(problems[0]).toEqual({
      name: "clip",
      parameters: contract.parameters,
      returns: "int",
      preconditions: ["top > 0"],
      postconditions: ["result <= top"],
      examples: contract.examples,
      words: "words",
    });
  });

  it.each([
    { status: "undecided" as const, missing: "What is the result for n = 0?", disagreements: [] },
    { status: "none" as const, missing: "Nothing fits." },
  ])("has no answer when synthesis is $status, and says what is missing", async (synthesis) => {
    const predictor = offlinePredictor({ synthesize: async () => synthesis });
    await expect(predictor.predict(irToCode, { contract, prompt: null })).rejects.toMatchObject({
      fault: "no_answer",
      message: synthesis.missing,
    });
  });

  it("has no answer without synthesis, and reports its loss as a fault that may pass", async () => {
    await expect(offlinePredictor().predict(irToCode, { contract, prompt: null })).rejects.toMatchObject({
      fault: "no_answer",
    });
    const broken = offlinePredictor({ synthesize: () => Promise.reject(new Error("gone")) });
    await expect(broken.predict(irToCode, { contract, prompt: null })).rejects.toMatchObject({
      fault: "connection",
      retryable: true,
    });
  });

  it("ends when it is aborted", async () => {
    const controller = new AbortController();
    const predictor = offlinePredictor({
      synthesize: async (_, signal) => {
        controller.abort();
        signal?.throwIfAborted();
        return { status: "found", found };
      },
    });
    await expect(
      predictor.predict(irToCode, { contract, prompt: null }, { signal: controller.signal }),
    ).rejects.toMatchObject({ fault: "aborted" });
  });

  it("repairs with another candidate than the one that failed, while there is one", async () => {
    const predictor = offlinePredictor({ synthesize: async () => ({ status: "found", found }) });
    const failed = "def clip(n, top):\n    assert top > 0\n    return min(n, top)\n";
    const { output } = await predictor.predict(repair, { contract, prompt: null, code: failed, failures: [] });
    expect(output.body).toBe(found[1]?.code.body);
    const single = offlinePredictor({ synthesize: async () => ({ status: "found", found: found.slice(0, 1) }) });
    await expect(single.predict(repair, { contract, prompt: null, code: failed, failures: [] })).rejects.toMatchObject({
      fault: "no_answer",
    });
  });

  it("has no answer that the caller's check refuses", async () => {
    const predictor = offlinePredictor({ synthesize: async () => ({ status: "found", found }) });
    const check = () => ["uses min"];
    await expect(predictor.predict(irToCode, { contract, prompt: null }, { check })).rejects.toMatchObject({
      fault: "invalid_output",
    });
  });
});

describe("offlinePredictor on holes", () => {
  const hole = {
    clause: "signature",
    kind: "type",
    subject: "top",
    type_hint: "str",
    description: "Which type does top have?",
    context: null,
  };

  it("suggests the type that fits the examples", async () => {
    const { output } = await offlinePredictor().predict(holeSuggestion, { contract, prompt: null, hole, earlier: [] });
    expect(output.suggestions.map(({ value }) => value)).toEqual(["int"]);
  });

  it("suggests readings of the request that speak of the contract's names alone", async () => {
    const prompt = "def clip(xs: list[int]) -> int:\n    '''Frobnicate xs.'''\n";
    const open = {
      ...hole,
      clause: "assertion",
      kind: "spec",
      subject: "xs",
      type_hint: "bool",
      description: "What is the result when xs is empty?",
    };
    const about = { ...contract, parameters: [{ name: "xs", type_hint: "list[int]" }], examples: [] };
    const { output } = await offlinePredictor().predict(holeSuggestion, {
      contract: about,
      prompt,
      hole: open,
      earlier: [],
    });
    expect(output.suggestions.map(({ value }) => value)).toContain("implies(len(xs) == 0, raises(ValueError))");
    await expect(
      offlinePredictor().predict(holeSuggestion, {
        contract: { ...about, parameters: [] },
        prompt,
        hole: open,
        earlier: [],
      }),
    ).rejects.toMatchObject({ fault: "no_answer" });
  });

  it("suggests nothing where nothing is known", async () => {
    const bare = { ...contract, examples: [] };
    await expect(
      offlinePredictor().predict(holeSuggestion, { contract: bare, prompt: null, hole, earlier: [] }),
    ).rejects.toMatchObject({ fault: "no_answer" });
  });
});
