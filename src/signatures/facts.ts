import { z } from "zod";

/** Pieces that several signatures share. Expressions are in Lift's expression language, Python's own syntax; literals are Python source. */
export const ExpressionFact = z.object({
  expression: z
    .string()
    .describe(
      "Python boolean expression over parameter names, `result`, `old(x)`, `implies(a, b)` and `raises(E)`; no statements",
    ),
  rationale: z.string().describe("Which words or code say so"),
});
export type ExpressionFact = z.infer<typeof ExpressionFact>;

export const Reading = z.object({
  value: z.string().describe("What stands in the contract when this reading is chosen"),
  rationale: z.string().describe("Why someone could mean this"),
  confidence: z.number().min(0).max(1),
});
export type Reading = z.infer<typeof Reading>;

/** A point on which the request can be read in more than one way, or says nothing. */
export const Ambiguity = z.object({
  clause: z.enum(["intent", "signature", "effect", "assertion", "implementation"]),
  kind: z.enum(["term", "type", "spec", "entity", "function", "module"]),
  subject: z.string().describe("The parameter, `return`, or the word in question"),
  question: z.string().describe("What has to be decided, as a question to a person"),
  type_hint: z.string().describe("Python type of a valid answer; `str` for a type, `bool` for a predicate"),
  readings: z.array(Reading),
});
export type Ambiguity = z.infer<typeof Ambiguity>;

export const IntentFacts = z.object({
  summary: z.string().describe("What the function does, one sentence in the imperative"),
  rationale: z.string().nullable().describe("Why it is needed, if stated"),
  user_personas: z.array(z.string()),
  success_criteria: z.array(z.string()).describe("Observable criteria, one sentence each"),
  domain_concepts: z.array(z.string()).describe("Terms of the domain that the request uses"),
  identifiers: z
    .array(z.object({ name: z.string(), role: z.enum(["function", "parameter"]), meaning: z.string() }))
    .describe("Python names that every later step must use, in order of parameters"),
});
export type IntentFacts = z.infer<typeof IntentFacts>;

export const ParameterFact = z.object({
  name: z.string(),
  type_hint: z.string().nullable().describe("Python 3.12 annotation, null when not determined"),
  kind: z.enum(["positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword"]),
  default: z.string().nullable().describe("Python literal, null when required"),
  description: z.string().nullable(),
});
export type ParameterFact = z.infer<typeof ParameterFact>;

export const SignatureFacts = z.object({
  name: z.string().describe("snake_case function name"),
  parameters: z.array(ParameterFact),
  returns: z.object({ type_hint: z.string().nullable(), description: z.string().nullable() }),
  raises: z.array(
    z.object({
      exception: z.string(),
      when: z.string().nullable().describe("Python boolean expression over the parameters"),
    }),
  ),
  ambiguities: z.array(Ambiguity),
});
export type SignatureFacts = z.infer<typeof SignatureFacts>;

/** One concrete call: Python literals as source text. */
export const ExampleFact = z.object({
  args: z.array(z.string()),
  kwargs: z.array(z.object({ name: z.string(), literal: z.string() })),
  returns: z.string().nullable(),
  raises: z.string().nullable(),
});
export type ExampleFact = z.infer<typeof ExampleFact>;

export const ConstraintFacts = z.object({
  preconditions: z.array(ExpressionFact),
  postconditions: z.array(ExpressionFact),
  examples: z.array(ExampleFact).describe("Only calls whose outcome the request states"),
  effects: z.array(z.object({ effect_type: z.string(), target: z.string(), description: z.string() })),
  ambiguities: z.array(Ambiguity),
});
export type ConstraintFacts = z.infer<typeof ConstraintFacts>;

/** A function's code without its signature: that is fixed by the contract and written by Lift. */
export const CodeFacts = z.object({
  imports: z.array(z.string()).describe("Import statements, one each; standard library only"),
  helpers: z.string().describe("Top-level helper functions or classes, or empty"),
  body: z.string().describe("Statements of the function body, not indented, without def line and docstring"),
});
export type CodeFacts = z.infer<typeof CodeFacts>;

/** A contract as every model sees it. */
export const ContractFacts = z.object({
  summary: z.string(),
  signature: z.string().describe("The def line"),
  parameters: z.array(z.object({ name: z.string(), type_hint: z.string().nullable() })),
  returns: z.string().nullable(),
  preconditions: z.array(z.string()),
  postconditions: z.array(z.string()),
  raises: z.array(z.string()),
  examples: z.array(ExampleFact),
});
export type ContractFacts = z.infer<typeof ContractFacts>;

export const FailureFact = z.object({
  clause: z.string().describe("The clause or example that failed, or `syntax`"),
  verdict: z.string(),
  counterexample: z.string().nullable().describe("A call that shows it, with what happened"),
});
export type FailureFact = z.infer<typeof FailureFact>;
