import type { CodeFacts, ConstraintFacts, ExampleFact, SignatureFacts } from "../../signatures/facts.ts";
import type { AnsweredConstraints, AnsweredIntent, AnsweredSignature, Answerer, Prompt } from "./facts.ts";
import { merge } from "./merge.ts";

/** Answers as readings give them, for tests. */
export const OFFLINE: Answerer = { model: "offline", offline: true, program: null };
export const MODEL: Answerer = { model: "some-model", offline: false, program: null };

export const prompt = (parts: Partial<Prompt> = {}): Prompt => ({
  text: "Add two numbers.",
  context: null,
  function: null,
  examples: [],
  ...parts,
});

export const parameter = (name: string, type_hint: string | null = "int", fallback: string | null = null) => ({
  name,
  type_hint,
  kind: "positional_or_keyword" as const,
  default: fallback,
  description: null,
});

export const example = (args: string[], returns: string | null, raises: string | null = null): ExampleFact => ({
  args,
  kwargs: [],
  returns,
  raises,
});

export const intent = (summary = "Add two numbers."): AnsweredIntent => ({
  facts: { summary, rationale: null, user_personas: [], success_criteria: [], domain_concepts: [], identifiers: [] },
  by: OFFLINE,
  missing: null,
});

export const signature = (parts: Partial<SignatureFacts> = {}, by: Answerer = OFFLINE): AnsweredSignature => ({
  facts: {
    name: "add",
    parameters: [parameter("a"), parameter("b")],
    returns: { type_hint: "int", description: null },
    raises: [],
    ambiguities: [],
    ...parts,
  },
  by,
  missing: null,
});

export const constraints = (parts: Partial<ConstraintFacts> = {}, by: Answerer = OFFLINE): AnsweredConstraints => ({
  facts: { preconditions: [], postconditions: [], examples: [], effects: [], ambiguities: [], ...parts },
  by,
  missing: null,
});

export const clause = (expression: string) => ({ expression, rationale: "" });

export const contract = (parts: Partial<ConstraintFacts> = {}, header: Partial<SignatureFacts> = {}) =>
  merge(prompt(), intent(), signature(header), constraints(parts)).ir;

export const code = (body: string, parts: Partial<CodeFacts> = {}): CodeFacts => ({
  imports: [],
  helpers: "",
  body,
  ...parts,
});
