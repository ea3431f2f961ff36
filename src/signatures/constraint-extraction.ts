import { z } from "zod";
import { defineSignature } from "./define.ts";
import { ConstraintFacts, IntentFacts } from "./facts.ts";

export const constraintExtraction = defineSignature({
  id: "constraint-extraction",
  version: 1,
  description:
    "Extract the contract of the requested Python function: what callers must ensure, what the result satisfies, which calls have a stated outcome. Use the identifiers of the intent. Claim only what the request says, and list what it leaves open.",
  input: z.object({ prompt: z.string(), context: z.string().nullable(), intent: IntentFacts }),
  output: ConstraintFacts,
  reasoning: true,
});
